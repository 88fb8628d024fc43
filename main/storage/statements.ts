import type Sqlite from 'better-sqlite3'

/** More different statements than the code has; a list of unusual length may make some more. */
const statementsKept = 1_000
const modes = ['pluck', 'raw', 'expand', 'safeIntegers', 'bind'] as const

/**
 * Preparing a statement takes longer than running most of them, and the same few hundred run all day, so they are kept. One that is being
 * read row by row just now is not lent a second time, and who wants one in another mode gets one of its own.
 */
export function keepStatements(database: Sqlite.Database): void {
  const prepareAnew = database.prepare.bind(database)
  const prepare = (sql: string) => prepareAnew(plannedOnce(sql))
  const kept = new Map<string, Sqlite.Statement>()
  const keep = (sql: string): Sqlite.Statement => {
    const known = kept.get(sql)
    if (known !== undefined && !known.busy) return known
    const statement = prepare(sql)
    if (known !== undefined || kept.size >= statementsKept) return statement
    for (const mode of modes) {
      Object.defineProperty(statement, mode, { value: (...given: never[]) => prepare(sql)[mode](...given) })
    }
    kept.set(sql, statement)
    return statement
  }
  database.prepare = keep as Database['prepare']
}

type Database = Sqlite.Database

/**
 * SQLite looks at the values compared with, and at a limit, while it plans, and then plans the statement anew for every run, which takes
 * up to forty times as long as running it. Behind a plus, which changes nothing else, it does not look.
 */
export function plannedOnce(sql: string): string {
  return sql.replace(/'[^']*'|(=|<|>|\b(?:IS|IS NOT|LIMIT)\s)(\s*)(?=[?@]\w*)/gi, (found, operator?: string, space?: string) =>
    operator === undefined ? found : `${operator}${space}+`,
  )
}
