import { sumRupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { readConfig } from '../central/documents.ts'
import { handOverPayment } from '../payments/hand-over.ts'
import { requirePayment } from '../payments/payment.ts'
import type { Ids } from '../platform/ids.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { openQueue } from './carry.ts'
import { type FileSigner, writeHandOver } from './file.ts'
import { lastExport } from './hand-overs.ts'
import { totalOf } from './human-part.ts'
import type { CarriedPayment, HandOver } from './payload.ts'

export type LeftOut = { paymentId: string; customerNumber: string; why: 'sending' | 'advanced' | 'unreadable' }
export type Exported = { handOverId: string; again: boolean; leftOut: LeftOut[] }

export type ExportRequest = {
  /** Null: the whole queue. */
  paymentIds: readonly string[] | null
  staff: { id: string; name: string }
  practice: boolean
  signer: FileSigner
  ids: Ids
  atMs: number
}

/**
 * Writes the queue (or the chosen part of it) into a signed file and freezes it here in the same transaction: from then on this terminal never
 * sends these payments again, whatever becomes of the file, which is kept and can be had again. A payment on its way can't be
 * frozen: chosen by name it is refused `handOverSending`, else it is left out and named. With nothing left to hand over, the
 * last export answers again, because the file may never have reached anybody; else `handOverEmpty`.
 */
export function exportQueue(database: Database, request: ExportRequest): Exported {
  return database
    .transaction((): Exported => {
      const terminal = readSetting(database, 'terminal')
      if (terminal === null) throw new Refusal('notSetUp')
      const queue = openQueue(database, terminal.terminalId)
      const { ready, leftOut } = choose(queue, request.paymentIds)
      if (ready.length === 0) return exportedBefore(database, request, leftOut)
      const handOver = handOverOf(database, { ...request, kind: 'export', terminalId: terminal.terminalId }, ready)
      const { handOverId } = handOver
      const totalRupiah = sumRupiah(ready.map(totalOf))
      database
        .prepare(
          `INSERT INTO hand_overs (id, direction, peer_terminal_id, payment_count, total_rupiah, file, staff_id, at_ms) VALUES (?, 'out', NULL, ?, ?, ?, ?, ?)`,
        )
        .run(handOverId, ready.length, totalRupiah, writeHandOver(handOver, request.signer), request.staff.id, request.atMs)
      const list = database.prepare("INSERT INTO hand_over_payments (hand_over_id, payment_id, state) VALUES (?, ?, 'exported')")
      for (const { paymentId } of ready) {
        list.run(handOverId, paymentId)
        handOverPayment(database, requirePayment(database, paymentId), {
          actor: request.staff.id,
          atMs: request.atMs,
          detail: { handOverId },
        })
      }
      const detail = { handOverId, count: ready.length, totalRupiah }
      audit(database, { actor: request.staff.id, action: 'exportQueue', atMs: request.atMs, detail })
      return { handOverId, again: false, leftOut }
    })
    .immediate()
}

/** The payload of an export or a copy, as this terminal would sign it now. */
export function handOverOf(
  database: Database,
  by: Omit<ExportRequest, 'paymentIds'> & { kind: HandOver['kind']; terminalId: string },
  payments: CarriedPayment[],
): HandOver {
  const { outlet } = readConfig(database)
  return {
    format: 'loket-hand-over-1',
    kind: by.kind,
    handOverId: by.ids.next(),
    practice: by.practice,
    outletId: outlet.id,
    outletName: outlet.name,
    zone: outlet.zone,
    terminalId: by.terminalId,
    incarnation: readSetting(database, 'incarnation') ?? 1,
    keyId: by.signer.keyId,
    publicKey: by.signer.publicKey,
    writtenAtMs: by.atMs,
    staffName: by.staff.name,
    payments,
  }
}

type Queue = ReturnType<typeof openQueue>

function choose({ carried, unreadable }: Queue, paymentIds: readonly string[] | null): { ready: CarriedPayment[]; leftOut: LeftOut[] } {
  const wished = (id: string) => paymentIds === null || paymentIds.includes(id)
  const chosen = carried.filter(({ paymentId }) => wished(paymentId))
  const sending = chosen.filter(({ state }) => state === 'sending')
  const leftOut: LeftOut[] = [
    ...chosen.filter(isBound).map(({ paymentId, intent, advanced }) => ({
      paymentId,
      customerNumber: intent.customerNumber,
      why: advanced ? ('advanced' as const) : ('sending' as const),
    })),
    ...unreadable.filter(wished).map((paymentId) => ({ paymentId, customerNumber: '', why: 'unreadable' as const })),
  ]
  const [first] = sending
  if (first !== undefined && (paymentIds !== null || chosen.length === sending.length))
    throw new Refusal('handOverSending', {
      count: sending.length,
      customerNumber: first.intent.customerNumber,
      paymentId: first.paymentId,
    })
  return { ready: chosen.filter((payment) => !isBound(payment)), leftOut }
}

/** On its way, or its customer has the money from this terminal already: it is brought home here. */
function isBound({ state, advanced }: CarriedPayment): boolean {
  return state === 'sending' || advanced
}

/** Two clicks, a lost answer, a process that died before the file was saved: the same request finds the same file. */
function exportedBefore(database: Database, { paymentIds }: ExportRequest, leftOut: LeftOut[]): Exported {
  const handOverId = lastExport(database, paymentIds)
  if (handOverId === null) throw new Refusal('handOverEmpty')
  return { handOverId, again: true, leftOut }
}
