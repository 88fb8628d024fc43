import type { EnrolmentRequest } from '../../shared/central-api/enrolments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'

export type Terminal = { terminalId: string; keyId: string; publicKey: string; revoked: boolean }
export type Terminals = ReturnType<typeof createTerminals>

/** Who may speak: terminals by their key, made by a one-time code that belongs to the first key that used it. */
export function createTerminals(database: Database, ids: Ids) {
  const select = 'SELECT terminal_id AS terminalId, key_id AS keyId, public_key AS publicKey, revoked FROM terminals'
  const byKey = database.prepare<[string], Row>(`${select} WHERE key_id = ?`)
  const byCode = database.prepare<[string], { terminalId: string | null }>(
    'SELECT terminal_id AS terminalId FROM activation_codes WHERE code = ?',
  )
  const byId = database.prepare<[string], Row>(`${select} WHERE terminal_id = ?`)

  return {
    findByKey(keyId: string): Terminal | null {
      return terminalOf(byKey.get(keyId))
    },

    holdsKey: (terminalId: string, publicKey: string): boolean => byId.get(terminalId)?.publicKey === publicKey,

    enrol(request: EnrolmentRequest, nowMs: number): Terminal | CentralRefusalCode {
      return database
        .transaction((): Terminal | CentralRefusalCode => {
          const code = byCode.get(request.activationCode)
          if (code === undefined) return 'activationInvalid'
          if (code.terminalId !== null) {
            const first = terminalOf(byId.get(code.terminalId))
            return first !== null && first.publicKey === request.publicKey ? first : 'activationInvalid'
          }
          // The same key under a second code would be one terminal with two names.
          if (database.prepare('SELECT 1 FROM terminals WHERE public_key = ?').get(request.publicKey) !== undefined)
            return 'activationInvalid'
          const { count } = database.prepare('SELECT count(*) AS count FROM terminals').get() as { count: number }
          const terminal = {
            // Short, because every slip's trace line carries it.
            terminalId: `LTH${String(count + 1).padStart(3, '0')}`,
            keyId: `key-${ids.next()}`,
            publicKey: request.publicKey,
            revoked: false,
          }
          database
            .prepare('INSERT INTO terminals (terminal_id, key_id, public_key, name, enrolled_at_ms) VALUES (?, ?, ?, ?, ?)')
            .run(terminal.terminalId, terminal.keyId, terminal.publicKey, request.terminalName, nowMs)
          database.prepare('UPDATE activation_codes SET terminal_id = ? WHERE code = ?').run(terminal.terminalId, request.activationCode)
          return terminal
        })
        .immediate()
    },

    has: (terminalId: string): boolean => byId.get(terminalId) !== undefined,

    revoke(terminalId: string): void {
      database.prepare('UPDATE terminals SET revoked = 1 WHERE terminal_id = ?').run(terminalId)
    },

    unusedCodes(): string[] {
      const rows = database.prepare<[], { code: string }>('SELECT code FROM activation_codes WHERE terminal_id IS NULL ORDER BY code').all()
      return rows.map(({ code }) => code)
    },
  }
}

type Row = Omit<Terminal, 'revoked'> & { revoked: 0 | 1 }

function terminalOf(row: Row | undefined): Terminal | null {
  return row === undefined ? null : { ...row, revoked: row.revoked === 1 }
}
