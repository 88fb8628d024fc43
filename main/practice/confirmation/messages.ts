import type { ConfirmationStatement } from '../../../shared/central-api/confirmations.ts'
import type { PaidReceipt, ProvisionalReceipt } from '../../../shared/receipt/receipt-data.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Ids } from '../../platform/ids.ts'
import type { Database } from '../../storage/open.ts'

export type Channel = 'email' | 'whatsapp' | 'sms'

/** Why a payment that a customer was to be told about is not paid, in the outlet's words. */
export type FailedNotice = Pick<ProvisionalReceipt, 'outlet' | 'productName' | 'customerNumber' | 'totalRupiah' | 'paymentId'> & {
  /** A receipt was sent earlier and counts no more. */
  afterReceipt: boolean
}

/** What a message is written of; that a provisional one holds no proof is a type fact. */
export type MessageFacts =
  | { kind: 'code'; facts: { code: string } }
  | { kind: 'provisional'; facts: ProvisionalReceipt }
  | { kind: 'receipt'; facts: PaidReceipt }
  | { kind: 'failed'; facts: FailedNotice }

export type Message = MessageFacts & {
  messageId: string
  confirmationId: string | null
  channel: Channel
  address: string
  status: 'waiting' | 'sent' | 'failed'
  attempts: number
  trouble: string | null
  createdAtMs: number
  changedAtMs: number
}

type Row = Omit<Message, 'facts'> & { facts: string }
export type NewMessage = MessageFacts & Pick<Message, 'confirmationId' | 'channel' | 'address'>

const columns = `message_id AS messageId, confirmation_id AS confirmationId, kind, channel, address, facts, status, attempts, trouble,
  created_at_ms AS createdAtMs, changed_at_ms AS changedAtMs`

export type Messages = ReturnType<typeof createMessages>

/** Every word to a customer, durable in the transaction of what it tells about, and sent from here as often as it takes. */
export function createMessages(settings: { database: Database; clock: Clock; ids: Ids }) {
  const { database, clock, ids } = settings
  const insert = database.prepare(
    `INSERT INTO messages (message_id, confirmation_id, kind, channel, address, facts, status, not_before_ms, created_at_ms, changed_at_ms)
     VALUES (@messageId, @confirmationId, @kind, @channel, @address, @facts, 'waiting', @nowMs, @nowMs, @nowMs)`,
  )
  const due = database.prepare<[number], Row>(
    `SELECT ${columns} FROM messages WHERE status = 'waiting' AND not_before_ms <= ? ORDER BY sequence LIMIT 1`,
  )
  const next = database.prepare<[], { atMs: number | null }>("SELECT min(not_before_ms) AS atMs FROM messages WHERE status = 'waiting'")
  const end = database.prepare(
    'UPDATE messages SET status = ?, trouble = ?, attempts = attempts + 1, changed_at_ms = ? WHERE message_id = ?',
  )
  const postpone = database.prepare('UPDATE messages SET trouble = ?, attempts = attempts + 1, not_before_ms = ? WHERE message_id = ?')
  const ofConfirmation = database.prepare<[string], Row>(`SELECT ${columns} FROM messages WHERE confirmation_id = ? ORDER BY sequence`)
  const all = database.prepare<[], Row>(`SELECT ${columns} FROM messages ORDER BY sequence`)

  return {
    write({ confirmationId, kind, channel, address, facts }: NewMessage): void {
      if (!database.inTransaction) throw new Error('a message is written in the transaction of what it tells about')
      const text = JSON.stringify(facts)
      insert.run({ messageId: ids.next(), confirmationId, kind, channel, address, facts: text, nowMs: clock.nowMs() })
    },
    due(): Message | null {
      const row = due.get(clock.nowMs())
      return row === undefined ? null : fromRow(row)
    },
    /** When the next one may go; null when none waits. */
    nextAtMs: (): number | null => next.get()?.atMs ?? null,
    end: (messageId: string, status: 'sent' | 'failed', trouble: string | null) => void end.run(status, trouble, clock.nowMs(), messageId),
    postpone: (messageId: string, trouble: string, notBeforeMs: number) => void postpone.run(trouble, notBeforeMs, messageId),
    toldIn: (confirmationId: string): ConfirmationStatement['messages'] =>
      ofConfirmation.all(confirmationId).flatMap(({ kind, status, changedAtMs }) => {
        return kind === 'code' ? [] : [{ kind, status, at: new Date(changedAtMs).toISOString() }]
      }),
    all: () => all.all().map(fromRow),
  }
}

function fromRow(row: Row): Message {
  return { ...row, facts: JSON.parse(row.facts) } as Message
}
