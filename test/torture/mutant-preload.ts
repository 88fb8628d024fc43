import Sqlite from 'better-sqlite3'
import type { Mutant } from './mutants.ts'

/**
 * Loaded before a terminal that is made worse on purpose, to see that a power loss shows it: less syncing than it was told, or
 * an answer (or a request) that leaves while its transaction is not committed yet.
 */

const mutant = process.env.LOKET_TORTURE_MUTANT as Mutant | undefined
const commitsLateByMs = 4
const { prototype } = Sqlite as unknown as { prototype: Sqlite.Database }

if (mutant === 'normal' || mutant === 'off') {
  const { pragma } = prototype
  prototype.pragma = function (this: Sqlite.Database, source: string, options?: Sqlite.PragmaOptions) {
    return pragma.call(this, source.replace(/synchronous\s*=\s*FULL/i, `synchronous = ${mutant.toUpperCase()}`), options)
  }
}

if (mutant === 'early-reply' || mutant === 'early-send') {
  const { prepare, transaction } = prototype
  const marker = mutant === 'early-reply' ? 'accept' : 'send'
  let isMarked = false
  prototype.prepare = function (this: Sqlite.Database, sql: string) {
    const statement = prepare.call(this, sql)
    if (!/^\s*INSERT INTO events\b/.test(sql)) return statement
    const run = statement.run.bind(statement) as (...params: unknown[]) => Sqlite.RunResult
    return Object.assign(statement, {
      run: (...params: unknown[]) => {
        isMarked ||= params.includes(marker)
        return run(...params)
      },
    })
  } as typeof prepare
  prototype.transaction = function (this: Sqlite.Database, body: (...args: unknown[]) => unknown) {
    const proper = transaction.call(this, body)
    const late = (...args: unknown[]) => {
      if (this.inTransaction || !this.name.endsWith('ledger.sqlite')) return proper(...args)
      isMarked = false
      this.exec('BEGIN IMMEDIATE')
      try {
        const result = body(...args)
        if (isMarked) setTimeout(() => this.exec('COMMIT'), commitsLateByMs)
        else this.exec('COMMIT')
        return result
      } catch (error) {
        this.exec('ROLLBACK')
        throw error
      }
    }
    return Object.assign(late, { default: late, deferred: late, immediate: late, exclusive: late, database: this })
  } as unknown as typeof transaction
}
