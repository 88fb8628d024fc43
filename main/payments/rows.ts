import type { PaymentState } from '../../shared/payment-states.ts'
import { paymentStates } from '../../shared/payment-states.ts'
import type { PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { provisionalPrinted, receiptPrinted } from '../printing/jobs.ts'
import type { Database } from '../storage/open.ts'
import { type Payment, readPayments } from './payment.ts'

/** A payment as lists show it. */
export function viewPayment(database: Database, payment: Payment): PaymentRow {
  const printed = receiptPrinted(database, payment.id)
  return {
    id: payment.id,
    sequence: payment.sequence,
    state: payment.state,
    reason: payment.reason,
    productCode: payment.productCode,
    productName: payment.productName,
    customerNumber: payment.customerNumber,
    customerName: payment.customerName,
    totalRupiah: payment.totalRupiah,
    staffName: payment.staffName,
    acceptedAtMs: payment.acceptedAtMs,
    paidAtMs: payment.paidAtMs,
    reference: payment.reference,
    everSent: payment.everSent,
    nextAttemptAtMs: payment.state === 'queued' || payment.state === 'inDoubt' ? payment.notBeforeMs : null,
    receiptPrinted: printed,
    // The customer of one taken over holds the other terminal's provisional slip.
    receiptWaiting: payment.state === 'paid' && !printed && (payment.originTerminalId !== null || provisionalPrinted(database, payment.id)),
    advanced: payment.advanced,
    receiptVoided: payment.receiptVoided,
  }
}

/** Newest first. `search` finds a number, name or reference by its beginning; names by any word. `before` continues a page. */
export function listPayments(
  database: Database,
  query: { search?: string; states?: readonly PaymentState[]; before?: number; limit: number },
): { rows: PaymentRow[]; more: boolean } {
  const conditions: string[] = []
  const parameters: unknown[] = []
  if (query.before !== undefined) {
    conditions.push('sequence < ?')
    parameters.push(query.before)
  }
  if (query.states !== undefined) {
    conditions.push(`state IN (${query.states.map(() => '?').join(', ')})`)
    parameters.push(...query.states)
  }
  const search = query.search?.trim() ?? ''
  if (search !== '') {
    const begins = `${search.replace(/[%_\\]/g, '\\$&')}%`
    conditions.push("(customer_number LIKE ? ESCAPE '\\' OR reference LIKE ? ESCAPE '\\' OR customer_name LIKE ? ESCAPE '\\' OR id = ?)")
    parameters.push(begins, begins, `%${begins}`, search)
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
  const { payments, unreadable } = readPayments(database, `${where} ORDER BY sequence DESC LIMIT ?`, [...parameters, query.limit + 1])
  const more = payments.length + unreadable.length > query.limit
  // The one beyond the page only says that there is more.
  const rows = more ? payments.filter(({ sequence }) => sequence !== lastSequence([...payments, ...unreadable])) : payments
  return { rows: rows.map((payment) => viewPayment(database, payment)), more }
}

function lastSequence(found: readonly { sequence: number }[]): number {
  return Math.min(...found.map(({ sequence }) => sequence))
}

/** Reads the comma-joined filter of the payments list, empty for all; unknown words find nothing, as a later page may know more states. */
export function readStates(text: string): PaymentState[] {
  if (text === '') return [...paymentStates]
  return text.split(',').filter((word): word is PaymentState => (paymentStates as readonly string[]).includes(word))
}
