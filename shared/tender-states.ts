/**
 * The life of a tender: non-cash money asked of a customer for one basket.
 *
 * It is `asked` until the provider, or the approval code on the card machine's slip, proves the money: `confirmed`. Without proof it
 * ends as `expired` or `failed`; money that comes all the same is confirmed late and waits for a person. `settled` is what the provider
 * has paid out to the bank, `reversed` what it has taken back. A settled or reversed tender can still be evened out (`settle` again),
 * because what went back to the customer later is deducted from a later settlement.
 *
 * These words are stored. Add, never rename.
 */
export const tenderStates = ['asked', 'confirmed', 'expired', 'failed', 'settled', 'reversed'] as const
export type TenderState = (typeof tenderStates)[number]

export const tenderEvents = ['confirm', 'expire', 'fail', 'confirmLate', 'settle', 'reverse'] as const
export type TenderEvent = (typeof tenderEvents)[number]

export const tenderKinds = ['qris', 'transfer', 'eWallet', 'card'] as const
export type TenderKind = (typeof tenderKinds)[number]

/** Every way a tender may move. Nothing else moves a tender. */
export const tenderTransitions: Record<TenderState, Partial<Record<TenderEvent, TenderState>>> = {
  asked: { confirm: 'confirmed', expire: 'expired', fail: 'failed' },
  confirmed: { settle: 'settled', reverse: 'reversed' },
  expired: { confirmLate: 'confirmed' },
  failed: { confirmLate: 'confirmed' },
  settled: { settle: 'settled', reverse: 'reversed' },
  reversed: { settle: 'reversed' },
}

/** The state after an event, or null where the table has no such way. */
export function nextTenderState(state: TenderState, event: TenderEvent): TenderState | null {
  return tenderTransitions[state][event] ?? null
}
