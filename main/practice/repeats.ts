import type { PaymentRow, PaymentRows } from './payment-rows.ts'

/**
 * The live payment that a new one of these bills would have to name, or null. Month by month: of the payments that hold a month, those count
 * that no other of them deliberately repeats, so who repeated one month has not been asked about the others.
 */
export function firstLive(rows: PaymentRows, keys: readonly string[], named: string | null): PaymentRow | null {
  for (const key of keys) {
    const live = rows.liveOf([key])
    const repeated = new Set(live.flatMap((row) => repeatedBy(rows, row)))
    const first = live.find(({ payment_id }) => payment_id !== named && !repeated.has(payment_id))
    if (first !== undefined) return first
  }
  return null
}

/** What a payment deliberately repeats, and what that one repeated: a chain holds though one in the middle has failed. */
function repeatedBy(rows: PaymentRows, row: PaymentRow): string[] {
  const chain = new Set<string>()
  for (let id = row.overrides_payment_id; id !== null && !chain.has(id); id = rows.find(id)?.overrides_payment_id ?? null) chain.add(id)
  return [...chain]
}
