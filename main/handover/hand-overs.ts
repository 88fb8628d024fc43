import { Refusal } from '../../shared/refusals.ts'
import type { HandOverRow } from '../../shared/terminal-api/shapes.ts'
import type { Database } from '../storage/open.ts'
import { totalOf } from './human-part.ts'
import { type HandOver, handOverSchema } from './payload.ts'

type Stored = Omit<HandOverRow, 'payments' | 'claimedCount' | 'waitingCount' | 'refusedCount'> & { file: string }

const columns = `id, direction, peer_terminal_id AS peerTerminalId, payment_count AS count, total_rupiah AS totalRupiah, at_ms AS atMs, file`

/** Hand-overs newest first, each with what became of its payments. */
export function listHandOvers(database: Database): HandOverRow[] {
  const rows = database.prepare(`SELECT ${columns} FROM hand_overs ORDER BY at_ms DESC, id DESC LIMIT 100`).all() as Stored[]
  return rows.map((row) => viewOf(database, row))
}

export function viewHandOver(database: Database, handOverId: string): HandOverRow {
  return viewOf(database, requireHandOver(database, handOverId))
}

/** The file as it was written or read. */
export function handOverFile(database: Database, handOverId: string): { text: string; direction: 'out' | 'in'; atMs: number } {
  const { file, direction, atMs } = requireHandOver(database, handOverId)
  return { text: file, direction, atMs }
}

/** The newest export that has the chosen payments, or simply the newest one. */
export function lastExport(database: Database, paymentIds: readonly string[] | null): string | null {
  const [first] = paymentIds ?? []
  const row = (
    first === undefined
      ? database.prepare("SELECT id FROM hand_overs WHERE direction = 'out' ORDER BY at_ms DESC, id DESC LIMIT 1").get()
      : database
          .prepare(
            `SELECT hand_over_id AS id FROM hand_over_payments JOIN hand_overs ON hand_overs.id = hand_over_id
             WHERE direction = 'out' AND payment_id = ? ORDER BY at_ms DESC LIMIT 1`,
          )
          .get(first)
  ) as { id: string } | undefined
  return row?.id ?? null
}

/** The feed says who took an exported payment over (what that does to the payment itself: main/payments/hand-over.ts). */
export function hearClaimed(database: Database, paymentId: string, byTerminalId: string): void {
  database
    .prepare(
      `UPDATE hand_overs SET peer_terminal_id = @byTerminalId WHERE direction = 'out' AND peer_terminal_id IS NULL
       AND id IN (SELECT hand_over_id FROM hand_over_payments WHERE payment_id = @paymentId)`,
    )
    .run({ byTerminalId, paymentId })
}

/** The payments of a stored hand-over, by its own file. */
export function payloadOf(file: string): HandOver {
  const lines = file.trimEnd().split('\n')
  return handOverSchema.parse(JSON.parse(lines.at(-2) ?? ''))
}

function requireHandOver(database: Database, handOverId: string): Stored {
  const row = database.prepare(`SELECT ${columns} FROM hand_overs WHERE id = ?`).get(handOverId) as Stored | undefined
  if (row === undefined) throw new Refusal('handOverUnknown')
  return row
}

function viewOf(database: Database, { file, ...row }: Stored): HandOverRow {
  const states = database
    .prepare('SELECT payment_id AS paymentId, state, why FROM hand_over_payments WHERE hand_over_id = ?')
    .all(row.id) as {
    paymentId: string
    state: HandOverRow['payments'][number]['state']
    why: string | null
  }[]
  const stateOf = new Map(states.map((each) => [each.paymentId, each]))
  const count = (state: string) => states.filter((each) => each.state === state).length
  return {
    ...row,
    claimedCount: count('claimed'),
    waitingCount: count('waiting'),
    refusedCount: count('refused'),
    payments: payloadOf(file).payments.map((payment) => ({
      paymentId: payment.paymentId,
      productName: payment.productName,
      customerNumber: payment.intent.customerNumber,
      customerName: payment.customerName,
      totalRupiah: totalOf(payment),
      acceptedAtMs: payment.acceptedAtMs,
      state: stateOf.get(payment.paymentId)?.state ?? 'waiting',
      why: stateOf.get(payment.paymentId)?.why ?? null,
    })),
  }
}
