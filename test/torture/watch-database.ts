import Sqlite from 'better-sqlite3'

/** One INSERT, UPDATE or DELETE as the program under test ran it. */
export type Write = { database: string; sql: string; params: readonly unknown[] }

export type DatabaseWatcher = {
  /** A write inside a transaction has run; nothing of it is committed. */
  inside(write: Write): void
  /** All writes of a transaction (or a single one outside any) are about to be committed, or have been. */
  beforeCommit(writes: readonly Write[]): void
  afterCommit(writes: readonly Write[]): void
}

type Run = (...params: unknown[]) => Sqlite.RunResult
type Variant = (...args: unknown[]) => unknown
const variants = ['default', 'deferred', 'immediate', 'exclusive'] as const

/**
 * Lets a watcher see every write of this process and its commits, by wrapping the one database library; the program under test knows
 * nothing of it. Nested transactions are part of the outermost: only that one commits.
 */
export function watchDatabases(watcher: DatabaseWatcher): void {
  const { prototype } = Sqlite as unknown as { prototype: Sqlite.Database }
  const { prepare, transaction } = prototype
  const open = new WeakMap<Sqlite.Database, { depth: number; writes: Write[] }>()

  prototype.prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql)
    if (!/^\s*(INSERT|UPDATE|DELETE)\b/i.test(sql)) return statement
    const run = statement.run as Run
    const watched: Run = (...params) => {
      const write = { database: this.name, sql, params }
      const under = open.get(this)
      if (under === undefined) {
        watcher.beforeCommit([write])
        const result = run.apply(statement, params)
        watcher.afterCommit([write])
        return result
      }
      const result = run.apply(statement, params)
      under.writes.push(write)
      watcher.inside(write)
      return result
    }
    return Object.assign(statement, { run: watched })
  } as typeof prepare

  prototype.transaction = function (this: Sqlite.Database, body: Variant) {
    const made = transaction.call(this, (...args: unknown[]) => {
      const under = open.get(this) ?? { depth: 0, writes: [] }
      open.set(this, under)
      under.depth += 1
      try {
        const result = body(...args)
        if (under.depth === 1) watcher.beforeCommit(under.writes)
        return result
      } finally {
        under.depth -= 1
      }
    }) as unknown as Record<(typeof variants)[number], Variant>
    const watched = variants.map((variant): [string, Variant] => [
      variant,
      (...args) => {
        const isOutermost = !open.has(this)
        try {
          const result = made[variant](...args)
          const writes = open.get(this)?.writes ?? []
          if (isOutermost) {
            open.delete(this)
            watcher.afterCommit(writes)
          }
          return result
        } finally {
          if (isOutermost) open.delete(this)
        }
      },
    ])
    const called = (...args: unknown[]) => Object.fromEntries(watched).default?.(...args)
    return Object.assign(called, Object.fromEntries(watched), { database: this })
  } as unknown as typeof transaction
}
