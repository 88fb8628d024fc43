import type { HouseholdBillsAnswer, SavedNumber } from '../../shared/central-api/customers.ts'
import { Refusal } from '../../shared/refusals.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import type { SignedReply } from '../central/outcome.ts'
import { answersTo, readCustomerNumber } from '../payments/bill-question.ts'
import { type BillFinder, centralBill, productForSale, storeBill } from '../payments/bills.ts'
import type { Database } from '../storage/open.ts'

type Keeper = Pick<BillFinder, 'database' | 'clock' | 'ids'>

/** Some billers open later than others, and terminals of a whole country shall not ask in the same minute after midnight. */
const spreadMs = 60 * 60_000
const againMs = 30 * 60_000

/** Whose numbers are worth looking up now: verified, with numbers, and not looked up today. */
export function dueHousehold(database: Database, nowMs: number): string | null {
  const row = database
    .prepare<[number], { registrationId: string }>(
      `SELECT registration_id AS registrationId FROM customers
       WHERE state = 'verified' AND numbers <> '[]' AND numbers_changed = 0 AND bills_not_before_ms <= ? ORDER BY bills_not_before_ms`,
    )
    .get(nowMs)
  return row?.registrationId ?? null
}

export function nextHouseholdMs(database: Database): number | null {
  const row = database
    .prepare<[], { atMs: number | null }>(
      "SELECT min(bills_not_before_ms) AS atMs FROM customers WHERE state = 'verified' AND numbers <> '[]' AND numbers_changed = 0",
    )
    .get()
  return row?.atMs ?? null
}

/** Until when a bill of this number that was looked up can be paid; null where none is known now. */
export function payableUntilMs(database: Database, number: SavedNumber, nowMs: number): number | null {
  const row = database
    .prepare<[string, string, number], { atMs: number | null }>(
      `SELECT max(valid_until_ms) AS atMs FROM inquiries
       WHERE customer_number = ? AND product_code = ? AND source = 'central' AND valid_until_ms > ?`,
    )
    .get(number.customerNumber, number.productCode, nowMs)
  return row?.atMs ?? null
}

/**
 * Keeps what the central found as inquiries of today, so that each can be paid while the link is down by the same rules as one made at the counter.
 * What makes no sense, or is not asked for in this way, is left out. Returns how many were kept.
 */
export function keepHouseholdBills(keeper: Keeper, answer: HouseholdBillsAnswer, reply: SignedReply, keptAs: string): number {
  const { database, clock } = keeper
  return database
    .transaction((): number => {
      database.prepare('INSERT INTO signed_replies (id, reply, at_ms) VALUES (?, ?, ?)').run(keptAs, JSON.stringify(reply), clock.nowMs())
      const bills = answer.bills.flatMap((found) => {
        const bill = found.found ? ownBill(keeper, found) : null
        return bill === null ? [] : [{ bill, found }]
      })
      for (const { bill, found } of bills) {
        // The part of the whole reply that is about this bill; the signature is over the whole.
        const part: SignedReply = { status: reply.status, headers: {}, body: JSON.stringify(found), keptAs }
        storeBill(database, bill, JSON.stringify(part))
      }
      return bills.length
    })
    .immediate()
}

/** Null where the answer is nonsense, or the product is not sold here as it says. */
function ownBill(keeper: Keeper, found: Extract<HouseholdBillsAnswer['bills'][number], { found: true }>) {
  try {
    const { product, catalogueVersion } = productForSale(keeper, found.productCode)
    const customerNumber = readCustomerNumber(product, found.customerNumber)
    const answers = answersTo(product, found.answers)
    const bill = centralBill(keeper, { product, catalogueVersion, customerNumber, answers }, found)
    return typeof bill === 'string' ? null : bill
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Tomorrow; sooner where a biller was closed or away. */
export function lookedUp(
  database: Database,
  registrationId: string,
  answer: HouseholdBillsAnswer | null,
  nowMs: number,
  draw: number,
): void {
  const isClosed = answer?.bills.some((bill) => !bill.found && (bill.code === 'productClosed' || bill.code === 'billerUnavailable')) ?? true
  const notBeforeMs = isClosed ? nowMs + Math.round(againMs * (1 + draw)) : wibDayEndMs(nowMs) + Math.round(spreadMs * draw)
  database.prepare('UPDATE customers SET bills_not_before_ms = ? WHERE registration_id = ?').run(notBeforeMs, registrationId)
}
