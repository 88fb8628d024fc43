import { layoutReceipt } from '../../../shared/receipt/layout-receipt.ts'
import { type ReceiptColumns, receiptColumns } from '../../../shared/receipt/receipt-data.ts'
import { Refusal } from '../../../shared/refusals.ts'
import type { PrintJob } from '../../../shared/terminal-api/shapes.ts'
import { readConfig } from '../../central/documents.ts'
import { centralKey } from '../../central/prove-reply.ts'
import { copyNotices } from '../../handover/second-copy.ts'
import { type By, cancelPayment, refundPayment, requestVoid } from '../../payments/actions.ts'
import { advancePayment, collectOwed } from '../../payments/advances.ts'
import { noticesNow } from '../../payments/notices.ts'
import { type Payment, requirePayment } from '../../payments/payment.ts'
import { proveReceipt } from '../../payments/prove-receipt.ts'
import { receiptFacts } from '../../payments/receipts.ts'
import { listPayments, readStates, viewPayment } from '../../payments/rows.ts'
import { storyOf } from '../../payments/story.ts'
import { type TwoPersons, writeOffDispute, writeOffOwed } from '../../payments/write-off.ts'
import { copiesPrinted, listJobs, queueJob } from '../../printing/jobs.ts'
import { printerModel } from '../../printing/printer-models.ts'
import { checkPin, type Staff } from '../../staff/sign-in.ts'
import { audit } from '../../storage/audit.ts'
import type { Database } from '../../storage/open.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** Lists, one payment's story, and what a person may do to a payment. */
export function mountPayments(api: Api, terminal: () => Terminal): void {
  const by = (staff: { id: string; name: string }): By => {
    const { database, clock } = terminal()
    return { staff, atMs: clock.nowMs(), rounding: readConfig(database).outlet.cashRounding }
  }
  const changed = (payment: Payment) => {
    const { database, sync, printing } = terminal()
    sync.wake()
    printing.wake()
    for (const topic of ['payments', 'status'] as const) api.events.publish(topic)
    return viewPayment(database, payment)
  }

  mount(api, 'payments', ({ request }) =>
    listPayments(terminal().database, {
      limit: request.limit,
      ...(request.search === undefined ? {} : { search: request.search }),
      ...(request.states === undefined ? {} : { states: readStates(request.states) }),
      ...(request.before === undefined ? {} : { before: request.before }),
    }),
  )
  mount(api, 'payment', ({ request }) => storyOf(terminal().database, requirePayment(terminal().database, request.paymentId)))
  mount(api, 'receiptProof', ({ request }) => {
    const { database } = terminal()
    return proveReceipt(database, request.paymentId, centralKey(database))
  })
  mount(api, 'cancelPayment', ({ request, staff }) =>
    changed(cancelPayment(terminal().database, request.paymentId, request.reason, by(staff))),
  )
  mount(api, 'voidPayment', ({ request, staff }) => changed(requestVoid(terminal().database, request.paymentId, request.reason, by(staff))))
  mount(api, 'refundPayment', ({ request, staff }) => changed(refundPayment(terminal().database, request.paymentId, by(staff))))
  mount(api, 'advancePayment', ({ request, staff }) =>
    changed(advancePayment(terminal().database, request.paymentId, request.reason, by(staff), terminal().ids)),
  )
  mount(api, 'collectOwed', ({ request, staff }) => changed(collectOwed(terminal().database, request.paymentId, by(staff))))
  mount(api, 'writeOffDispute', async ({ request, staff }) => {
    const both = await withSecond(terminal(), staff, request)
    return changed(writeOffDispute(terminal().database, request.paymentId, both))
  })
  mount(api, 'writeOffOwed', async ({ request, staff }) => {
    const both = await withSecond(terminal(), staff, request)
    return changed(writeOffOwed(terminal().database, request.paymentId, both))
  })
  mount(api, 'notices', () => {
    const { database, clock, secondCopy } = terminal()
    return { notices: [...noticesNow(database, clock.nowMs()), ...copyNotices(secondCopy)] }
  })

  mount(api, 'receipt', ({ request }) => {
    const { database, mode, printing } = terminal()
    const payment = requirePayment(database, request.paymentId)
    const columns = readColumns(request.columns ?? printerModel(printing.printer().model)?.columns ?? 32)
    const facts = receiptFacts(database, payment.id, mode === 'practice')
    if (facts.paid !== null) return { kind: 'receipt', columns, slips: layoutReceipt(facts.paid, columns) }
    if (!['queued', 'sending', 'inDoubt'].includes(payment.state)) throw new Refusal('receiptNotAvailable', { state: payment.state })
    return { kind: 'provisional', columns, slips: layoutReceipt(facts.provisional, columns) }
  })

  mount(api, 'printReceipt', ({ request, staff }) => {
    const { database, clock, ids, printing } = terminal()
    const payment = requirePayment(database, request.paymentId)
    if (payment.state !== 'paid') throw new Refusal('receiptNotAvailable', { state: payment.state })
    const reason = request.reason?.trim() ?? ''
    if (reason === '' && isRepeat(database, payment.id)) throw new Refusal('reasonRequired')
    const job = database
      .transaction(() => {
        const asked = { ids, staffName: staff.name, atMs: clock.nowMs() }
        const queued = queueJob(database, { ...asked, kind: 'receipt', paymentId: payment.id, reason: reason === '' ? null : reason })
        const detail = { paymentId: payment.id, copyNumber: queued.copyNumber, reason }
        audit(database, { actor: staff.id, action: 'printReceipt', atMs: clock.nowMs(), detail })
        return queued
      })
      .immediate()
    printing.wake()
    api.events.publish('printing')
    return job
  })
}

/** The second person's PIN is checked here and now; nobody agrees with themselves. */
async function withSecond(
  { database, clock }: Terminal,
  staff: Staff,
  request: { secondStaffId: string; secondPin: string; reason: string },
): Promise<TwoPersons> {
  if (request.secondStaffId === staff.id) throw new Refusal('secondPersonRequired')
  const asked = { staffId: request.secondStaffId, pin: request.secondPin, purpose: 'secondPerson' } as const
  const second = await checkPin(database, asked, clock)
  return { staff, second, reason: request.reason, atMs: clock.nowMs() }
}

/** One valid slip has come out, or is about to: the next one is a CU and says why. */
function isRepeat(database: Database, paymentId: string): boolean {
  const unfinished: readonly PrintJob['state'][] = ['awaitingResult', 'waiting', 'printing', 'failed']
  return (
    copiesPrinted(database, paymentId) > 0 ||
    listJobs(database, { paymentId }).some((job) => job.kind === 'receipt' && unfinished.includes(job.state))
  )
}

function readColumns(columns: number): ReceiptColumns {
  const found = receiptColumns.find((candidate) => candidate === columns)
  if (found === undefined) throw new Refusal('malformedRequest', { member: 'columns' })
  return found
}
