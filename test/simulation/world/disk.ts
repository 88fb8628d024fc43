import type Sqlite from 'better-sqlite3'
import type { Database } from '../../../main/storage/open.ts'
import type { FaultPlan } from './fault-plan.ts'
import type { Process } from './process.ts'

type Statement = Sqlite.Statement<unknown[]>

/** What SQLite throws when the disk lets it down, code and all. */
class DiskError extends Error {
  readonly code: string
  constructor(code: 'SQLITE_FULL' | 'SQLITE_IOERR') {
    super(code === 'SQLITE_FULL' ? 'database or disk is full' : 'disk I/O error')
    this.name = 'SqliteError'
    this.code = code
  }
}

export function isDiskError(error: unknown): boolean {
  return error instanceof DiskError
}

/**
 * The database as one process sees it: the same tables for every life of a terminal, but a disk that may be full and a power that
 * may go before or after any statement. Whatever transaction is open then is rolled back, as the file's own recovery would.
 */
export function faultyDatabase(
  real: Database,
  process: Pick<Process, 'mayCrash'>,
  plan: Pick<FaultPlan, 'diskFault'>,
  owner = '',
): Database {
  const statements = statementsOf(real)
  const called = (place: string) => `${owner}${place}`
  const lent = new Map<string, object>()
  const inTransaction = real.transaction((work: () => unknown) => work())

  function around<Value>({ before, point, after, writes }: Place, work: () => Value): Value {
    process.mayCrash(before)
    const fault = plan.diskFault(real, point, writes)
    if (fault !== null) throw new DiskError(fault)
    const value = work()
    process.mayCrash(after)
    return value
  }

  function prepare(sql: string): object {
    const known = lent.get(sql) ?? faultyStatement(sql, false)
    lent.set(sql, known)
    return known
  }

  function faultyStatement(sql: string, plucked: boolean): object {
    const { statement, place } = statementFor(statements, real, sql, plucked, owner)
    let asPlucked: object | null = null
    return {
      run: (...given: unknown[]) => around(place, () => statement.run(...given)),
      get: (...given: unknown[]) => around(place, () => statement.get(...given)),
      all: (...given: unknown[]) => around(place, () => statement.all(...given)),
      // Its own statement, because another may run while this one is being walked.
      iterate: (...given: unknown[]) => around(place, () => real.prepare(sql).iterate(...given)),
      pluck: () => (asPlucked ??= faultyStatement(sql, true)),
    }
  }

  function transaction(work: (...given: unknown[]) => unknown) {
    const begin = (kind: 'deferred' | 'immediate' | 'exclusive') =>
      function run(...given: unknown[]): unknown {
        const outermost = !real.inTransaction
        process.mayCrash(`before ${called('BEGIN')}`)
        const value = inTransaction[kind](() => {
          const result = work(...given)
          if (!outermost) return result
          process.mayCrash(`before ${called('COMMIT')}`)
          const fault = plan.diskFault(real, called('COMMIT'), true)
          if (fault !== null) throw new DiskError(fault)
          return result
        })
        if (outermost) process.mayCrash(`after ${called('COMMIT')}`)
        return value
      }
    return Object.assign(begin('deferred'), { deferred: begin('deferred'), immediate: begin('immediate'), exclusive: begin('exclusive') })
  }

  const faulty = {
    prepare,
    transaction,
    get inTransaction() {
      return real.inTransaction
    },
    get open() {
      return real.open
    },
    exec(sql: string) {
      around(placeOf(sql, true, owner), () => real.exec(sql))
      return faulty
    },
    pragma: (source: string, options?: { simple?: boolean }) => around(placeOf('PRAGMA', false, owner), () => real.pragma(source, options)),
    close() {
      return faulty
    },
  }
  return faulty as unknown as Database
}

/** A disk that never fails, for those whose lives the plan does not touch. */
export function neverClosed(real: Database): Database {
  const methods = new Map<string | symbol, unknown>()
  return new Proxy(real, {
    get(target, name) {
      // The books outlive whoever works with them.
      if (name === 'close') return () => target
      const known = methods.get(name)
      if (known !== undefined) return known
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const bound: unknown = value.bind(target)
      methods.set(name, bound)
      return bound
    },
  })
}

/** What a fault's place is called in reports, and the moments around it. */
type Place = { before: string; point: string; after: string; writes: boolean }
type Known = { statement: Statement; place: Place }
const known = new WeakMap<Database, Map<string, Known>>()

/** Statements live as long as the database and not as one process: preparing them anew would be half of a run's work. */
function statementsOf(real: Database): Map<string, Known> {
  const found = known.get(real) ?? new Map<string, Known>()
  known.set(real, found)
  return found
}

function statementFor(statements: Map<string, Known>, real: Database, sql: string, plucked: boolean, owner: string): Known {
  const key = plucked ? `pluck ${sql}` : sql
  const found = statements.get(key)
  if (found !== undefined) return found
  const statement = plucked ? real.prepare(sql).pluck() : real.prepare(sql)
  const made = { statement, place: placeOf(sql, !statement.readonly, owner) }
  statements.set(key, made)
  return made
}

/** "INSERT payments", "SELECT events", "central UPDATE payments". */
function placeOf(sql: string, writes: boolean, owner: string): Place {
  const verb = /^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? '?'
  const table = /\b(?:from|into|update)\s+(\w+)/i.exec(sql)?.[1] ?? ''
  const point = `${owner}${verb} ${table}`.trim()
  return { before: `before ${point}`, point, after: `after ${point}`, writes }
}
