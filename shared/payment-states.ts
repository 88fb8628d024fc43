/**
 * The life of a payment (docs/architecture.md shows it as a picture).
 *
 * A payment starts `queued` the moment the cashier takes the money. It becomes `sending` in a durable transaction before
 * the first byte leaves. From then on only a reply signed by the central, naming this id and intent, can move it on;
 * silence makes it `inDoubt`, and asking resolves it. `paid` holds the central's proof. `rejected` means money is owed back:
 * also after a void, because a drawer changes only by a hand that gives the cash (docs/decisions/0008).
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
  'claimCredited',
  'collectOwed',
  'writeOffOwed',
  'takeBack',
  'centralTakes',
] as const
export type PaymentEvent = (typeof paymentEvents)[number]

/** Every way a payment may move. Nothing else moves a payment. */
export const paymentTransitions: Record<PaymentState, Partial<Record<PaymentEvent, PaymentState>>> = {
  queued: { send: 'sending', cancel: 'cancelled', handOver: 'handedOver' },
  sending: {
    paid: 'paid',
    refusedFinal: 'rejected',
    refusedForNow: 'queued',
    voided: 'rejected',
    notReached: 'queued',
    pending: 'inDoubt',
    noAnswer: 'inDoubt',
    restarted: 'inDoubt',
  },
  inDoubt: {
    paid: 'paid',
    refusedFinal: 'rejected',
    refusedForNow: 'queued',
    voided: 'rejected',
    unknownToCentral: 'queued',
    // The central said "pending" again: nothing new is known, but its revision is.
    pending: 'inDoubt',
    advance: 'inDoubt',
    handOver: 'handedOver',
  },
  paid: {
    failedAtReconciliation: 'rejected',
    // What moves only money beside the payment leaves it where it is.
    collectOwed: 'paid',
    writeOffOwed: 'paid',
    claimCredited: 'paid',
    centralTakes: 'paid',
  },
  rejected: { refund: 'refunded', repay: 'refunded', paidAfterAll: 'paid', claimCredited: 'rejected', centralTakes: 'rejected' },
  // What failed after it was paid although the money had gone back costs nobody anything, but the bill is open again.
  refunded: {
    paidAfterRefund: 'disputed',
    failedAtReconciliation: 'refunded',
    claimCredited: 'refunded',
    centralCredits: 'refunded',
    centralTakes: 'refunded',
  },
  cancelled: { paidAfterRefund: 'disputed', claimCredited: 'cancelled', centralTakes: 'cancelled' },
  disputed: {
    failedAtReconciliation: 'disputed',
    // Paid once more after it had failed in the dispute.
    paidAfterRefund: 'disputed',
    centralCredits: 'refunded',
    writeOff: 'refunded',
    claimCredited: 'disputed',
    centralTakes: 'disputed',
  },
  // Exported once more, by the terminal that had taken it over, back to this one.
  handedOver: { takeBack: 'inDoubt' },
}

/** The state after an event, or null where the table has no such way. */
export function nextState(state: PaymentState, event: PaymentEvent): PaymentState | null {
  return paymentTransitions[state][event] ?? null
}

/** The central still has to speak, or money is still owed: what "unsynced" means on screen and at sign-out. */
export const unsyncedStates: readonly PaymentState[] = ['queued', 'sending', 'inDoubt']

/** States in which a bill counts as being paid, so that a second payment of it is refused (`duplicateBill`). */
export const liveStates: readonly PaymentState[] = ['queued', 'sending', 'inDoubt', 'paid', 'disputed', 'handedOver']
