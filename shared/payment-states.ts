/**
 * The life of a payment (docs/architecture.md shows it as a picture).
 *
 * A payment starts `queued` the moment the cashier takes the money. It becomes `sending` in a durable transaction before
 * the first byte leaves. From then on only a reply signed by the central, naming this id and intent, can move it on;
 * silence makes it `inDoubt`, and asking resolves it. `paid` holds the central's proof. `rejected` means money is owed back.
 *
 * These words are stored. Add, never rename.
 */
export const paymentStates = [
  'queued',
  'sending',
  'inDoubt',
  'paid',
  'rejected',
  'refunded',
  'cancelled',
  'disputed',
  'handedOver',
] as const
export type PaymentState = (typeof paymentStates)[number]

export const paymentEvents = [
  'send',
  'cancel',
  'handOver',
  'paid',
  'refusedFinal',
  'refusedForNow',
  'voided',
  'notReached',
  'pending',
  'noAnswer',
  'restarted',
  'unknownToCentral',
  'advance',
  'failedAtReconciliation',
  'refund',
  'repay',
  'paidAfterAll',
  'paidAfterRefund',
  'centralCredits',
  'writeOff',
] as const
export type PaymentEvent = (typeof paymentEvents)[number]

/** Every way a payment may move. Nothing else moves a payment. */
export const paymentTransitions: Record<PaymentState, Partial<Record<PaymentEvent, PaymentState>>> = {
  queued: { send: 'sending', cancel: 'cancelled', handOver: 'handedOver' },
  sending: {
    paid: 'paid',
    refusedFinal: 'rejected',
    refusedForNow: 'queued',
    voided: 'cancelled',
    notReached: 'queued',
    pending: 'inDoubt',
    noAnswer: 'inDoubt',
    restarted: 'inDoubt',
  },
  inDoubt: {
    paid: 'paid',
    refusedFinal: 'rejected',
    refusedForNow: 'queued',
    voided: 'cancelled',
    unknownToCentral: 'queued',
    // The central said "pending" again: nothing new is known, but its revision is.
    pending: 'inDoubt',
    advance: 'inDoubt',
    handOver: 'handedOver',
  },
  paid: { failedAtReconciliation: 'rejected' },
  rejected: { refund: 'refunded', repay: 'refunded', paidAfterAll: 'paid' },
  refunded: { paidAfterRefund: 'disputed' },
  cancelled: { paidAfterRefund: 'disputed' },
  disputed: { centralCredits: 'refunded', writeOff: 'refunded' },
  handedOver: {},
}

/** The state after an event, or null where the table has no such way. */
export function nextState(state: PaymentState, event: PaymentEvent): PaymentState | null {
  return paymentTransitions[state][event] ?? null
}

/** The central still has to speak, or money is still owed: what "unsynced" means on screen and at sign-out. */
export const unsyncedStates: readonly PaymentState[] = ['queued', 'sending', 'inDoubt']

/** States in which a bill counts as being paid, so that a second payment of it is refused (`duplicateBill`). */
export const liveStates: readonly PaymentState[] = ['queued', 'sending', 'inDoubt', 'paid', 'disputed', 'handedOver']
