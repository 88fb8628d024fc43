/**
 * The ledger owns the journal: which lines an event posts, that they sum to zero, and the balances that are sums of lines.
 * It never decides whether an event may happen (main/payments does) and nothing else writes a line.
 */
import type { Rupiah } from '../../shared/money.ts'

/** Where a rupiah can be. Stored words: add, never rename. */
export const accounts = [
  /** Cash in a shift's drawer; dimension: shift id. */
  'drawer',
  /** Brankas. */
  'safe',
  'bank',
  /** Non-cash money on its way to the bank; dimension: tender. */
  'clearing',
  /** Held for the customer until the central has spoken. */
  'held',
  /** Taken from the agent's float at the central. */
  'floatUsed',
  'commission',
  'counterFee',
  /** Selisih central: what the central deducted other than agreed. Shown and reconciled, never income. */
  'centralDifference',
  /** Owed back to customers; dimension: the payment, where only its cash part is owed because its tender was reversed, else none. */
  'refundsDue',
  /** Given to customers while in doubt. This and the next four have the payment as their dimension: what is open is a balance. */
  'advances',
  /** An advance whose bill was paid after all. */
  'owedByCustomer',
  'claimOnCentral',
  'disputed',
  'writtenOff',
  'interTerminal',
  'cashRounding',
  'cashOverShort',
  'paidInOut',
  /** Confirmed non-cash money that no payment has taken yet; dimension: tender. */
  'unallocated',
  /** Non-cash money reversed after its payment was sent; dimension: tender. */
  'receivable',
  'merchantDiscount',
] as const
export type Account = (typeof accounts)[number]

/** Debit positive, credit negative. */
export type Line = { account: Account; dimension: string; amountRupiah: Rupiah }

/** Where the customer's money lies or goes: the drawer of a shift, or a non-cash tender's clearing. */
export type Till = { account: 'drawer' | 'clearing'; dimension: string }

/** The part of a payment's money that came by a tender: where it comes from (`unallocated`) or goes back to (`clearing`); dimension: tender. */
export type TenderPart = { account: 'unallocated' | 'clearing'; dimension: string; amountRupiah: Rupiah }

type Paid = { heldRupiah: Rupiah; deductedRupiah: Rupiah; commissionRupiah: Rupiah; counterFeeRupiah: Rupiah }
/** `tillRupiah` is what changes hands in cash, `parts` what came by tenders; the rest of the total is cash rounding. */
type Returned = { totalRupiah: Rupiah; till: Till; tillRupiah: Rupiah; parts?: readonly TenderPart[] }

/** What the central gave back to the float against what was open; the rest is its difference. */
type Credited = { paymentId: string; creditedRupiah: Rupiah; openRupiah: Rupiah }
/** What the central took from the float beyond what is booked: claimed back, part of a dispute, or for a paid payment its difference. */
type TakenMore = { paymentId: string; takenRupiah: Rupiah; as: 'claimOnCentral' | 'disputed' | 'centralDifference' }
/** A claim that is still open when the central has the payment as paid again: the float was used once, not twice. */
type Reopened = { paymentId: string; openClaimRupiah: Rupiah }

export type PostingFacts = {
  accept: Returned
  paid: Paid
  refusedFinal: { totalRupiah: Rupiah }
  refund: Returned
  repay: { totalRupiah: Rupiah }
  cancel: Returned
  voided: { totalRupiah: Rupiah }
  advance: Returned & { paymentId: string }
  refundAgainst: { paymentId: string; against: 'advances' | 'owedByCustomer' | 'writtenOff'; totalRupiah: Rupiah }
  paidAfterAdvance: Paid & { paymentId: string }
  collectOwed: { paymentId: string; totalRupiah: Rupiah; till: Till; tillRupiah: Rupiah }
  writeOffOwed: { paymentId: string; totalRupiah: Rupiah }
  failedAtReconciliation: Paid & { paymentId: string }
  claimCredited: Credited
  paidAfterAll: Paid & Reopened
  paidAfterRefund: { deductedRupiah: Rupiah } & Reopened
  centralCredits: Credited
  centralTakes: TakenMore
  writeOff: { paymentId: string; openRupiah: Rupiah }
  handOver: { totalRupiah: Rupiah }
  takeOver: { totalRupiah: Rupiah }
  handOverAdvanced: { paymentId: string; totalRupiah: Rupiah }
  takeOverAdvanced: { paymentId: string; totalRupiah: Rupiah }
  shiftOpen: { shiftId: string; startingFloatRupiah: Rupiah }
  drop: { shiftId: string; amountRupiah: Rupiah }
  pickUp: { shiftId: string; amountRupiah: Rupiah }
  paidIn: { shiftId: string; amountRupiah: Rupiah }
  paidOut: { shiftId: string; amountRupiah: Rupiah }
  countDifference: { shiftId: string; overRupiah: Rupiah }
  bankDeposit: { amountRupiah: Rupiah }
  tenderSettled: { tender: string; grossRupiah: Rupiah; discountRupiah: Rupiah }
  /** `reversedRupiah` is the tender's part of the payment; what else paid for it is set free: `released` by tender, the rest owed in cash. */
  tenderReversedBeforeSending: {
    tender: string
    paymentId: string
    totalRupiah: Rupiah
    reversedRupiah: Rupiah
    released: readonly { tender: string; amountRupiah: Rupiah }[]
  }
  tenderReversedAfter: { tender: string; totalRupiah: Rupiah }
  tenderReversedOwedBack: { tender: string; totalRupiah: Rupiah }
  /** `writtenOff`: nobody was expected to pay for it any more, so the loss is taken back. */
  receivableEvened: { tender: string; amountRupiah: Rupiah; account: 'receivable' | 'writtenOff' }
  receivableAgain: { tender: string; amountRupiah: Rupiah }
  receivableCollected: { tender: string; totalRupiah: Rupiah; till: Till; tillRupiah: Rupiah }
  receivableWrittenOff: { tender: string; amountRupiah: Rupiah }
  tenderConfirmed: { tender: string; amountRupiah: Rupiah }
  tenderReturned: { tender: string; amountRupiah: Rupiah }
  cashOwedGiven: { paymentId: string; totalRupiah: Rupiah; till: Till; tillRupiah: Rupiah }
}
export type PostingEvent = keyof PostingFacts

/** The posting table of docs/ledger.md: one row per event. Zero lines are dropped when written. */
export const postings: { [Event in PostingEvent]: (facts: PostingFacts[Event]) => Line[] } = {
  accept: (f) => [
    debitTill(f.till, f.tillRupiah),
    ...(f.parts ?? []).map((part) => debit(part.account, part.amountRupiah, part.dimension)),
    debit('cashRounding', f.totalRupiah - f.tillRupiah - sumOfParts(f)),
    credit('held', f.totalRupiah),
  ],
  paid: (f) => [debit('held', f.heldRupiah), ...passedOn(f)],
  refusedFinal: (f) => [debit('held', f.totalRupiah), credit('refundsDue', f.totalRupiah)],
  refund: (f) => [debit('refundsDue', f.totalRupiah), ...givenBack(f)],
  repay: (f) => [debit('refundsDue', f.totalRupiah), credit('held', f.totalRupiah)],
  cancel: (f) => [debit('held', f.totalRupiah), ...givenBack(f)],
  voided: (f) => [debit('held', f.totalRupiah), credit('refundsDue', f.totalRupiah)],
  advance: (f) => [debit('advances', f.totalRupiah, f.paymentId), ...givenBack(f)],
  refundAgainst: (f) => [debit('refundsDue', f.totalRupiah), credit(f.against, f.totalRupiah, f.paymentId)],
  paidAfterAdvance: (f) => [
    debit('held', f.heldRupiah),
    ...passedOn(f),
    debit('owedByCustomer', f.heldRupiah, f.paymentId),
    credit('advances', f.heldRupiah, f.paymentId),
  ],
  collectOwed: (f) => [
    debitTill(f.till, f.tillRupiah),
    debit('cashRounding', f.totalRupiah - f.tillRupiah),
    credit('owedByCustomer', f.totalRupiah, f.paymentId),
  ],
  writeOffOwed: (f) => [debit('writtenOff', f.totalRupiah, f.paymentId), credit('owedByCustomer', f.totalRupiah, f.paymentId)],
  failedAtReconciliation: (f) => [
    debit('claimOnCentral', f.deductedRupiah, f.paymentId),
    debit('commission', f.commissionRupiah),
    debit('counterFee', f.counterFeeRupiah),
    debit('centralDifference', restOf(f)),
    credit('refundsDue', f.heldRupiah),
  ],
  claimCredited: (f) => creditedBy('claimOnCentral', f),
  paidAfterAll: (f) => [
    ...claimClosed(f),
    debit('refundsDue', f.heldRupiah),
    credit('held', f.heldRupiah),
    debit('held', f.heldRupiah),
    ...passedOn(f),
  ],
  paidAfterRefund: (f) => [...claimClosed(f), debit('disputed', f.deductedRupiah, f.paymentId), credit('floatUsed', f.deductedRupiah)],
  centralCredits: (f) => creditedBy('disputed', f),
  centralTakes: (f) => [debit(f.as, f.takenRupiah, f.as === 'centralDifference' ? '' : f.paymentId), credit('floatUsed', f.takenRupiah)],
  writeOff: (f) => [debit('writtenOff', f.openRupiah, f.paymentId), credit('disputed', f.openRupiah, f.paymentId)],
  handOver: (f) => [debit('held', f.totalRupiah), credit('interTerminal', f.totalRupiah)],
  takeOver: (f) => [debit('interTerminal', f.totalRupiah), credit('held', f.totalRupiah)],
  // Its customer has the money from the first terminal: that advance goes along, and no terminal owes the other one.
  handOverAdvanced: (f) => [debit('held', f.totalRupiah), credit('advances', f.totalRupiah, f.paymentId)],
  takeOverAdvanced: (f) => [debit('advances', f.totalRupiah, f.paymentId), credit('held', f.totalRupiah)],
  shiftOpen: (f) => [debitDrawer(f.shiftId, f.startingFloatRupiah), credit('safe', f.startingFloatRupiah)],
  drop: (f) => [debit('safe', f.amountRupiah), debitDrawer(f.shiftId, -f.amountRupiah)],
  pickUp: (f) => [debitDrawer(f.shiftId, f.amountRupiah), credit('safe', f.amountRupiah)],
  paidIn: (f) => [debitDrawer(f.shiftId, f.amountRupiah), credit('paidInOut', f.amountRupiah)],
  paidOut: (f) => [debit('paidInOut', f.amountRupiah), debitDrawer(f.shiftId, -f.amountRupiah)],
  countDifference: (f) => [debitDrawer(f.shiftId, f.overRupiah), credit('cashOverShort', f.overRupiah)],
  bankDeposit: (f) => [debit('bank', f.amountRupiah), credit('safe', f.amountRupiah)],
  tenderSettled: (f) => [
    debit('bank', f.grossRupiah - f.discountRupiah),
    debit('merchantDiscount', f.discountRupiah),
    credit('clearing', f.grossRupiah, f.tender),
  ],
  tenderReversedBeforeSending: (f) => [
    debit('held', f.totalRupiah),
    credit('clearing', f.reversedRupiah, f.tender),
    ...f.released.map((part) => credit('unallocated', part.amountRupiah, part.tender)),
    credit('refundsDue', cashOwed(f), f.paymentId),
  ],
  tenderReversedAfter: (f) => [debit('receivable', f.totalRupiah, f.tender), credit('clearing', f.totalRupiah, f.tender)],
  tenderReversedOwedBack: (f) => [debit('refundsDue', f.totalRupiah), credit('clearing', f.totalRupiah, f.tender)],
  receivableEvened: (f) => [debit('refundsDue', f.amountRupiah), credit(f.account, f.amountRupiah, f.tender)],
  receivableAgain: (f) => [debit('receivable', f.amountRupiah, f.tender), credit('refundsDue', f.amountRupiah)],
  receivableCollected: (f) => [
    debitTill(f.till, f.tillRupiah),
    debit('cashRounding', f.totalRupiah - f.tillRupiah),
    credit('receivable', f.totalRupiah, f.tender),
  ],
  receivableWrittenOff: (f) => [debit('writtenOff', f.amountRupiah, f.tender), credit('receivable', f.amountRupiah, f.tender)],
  tenderConfirmed: (f) => [debit('clearing', f.amountRupiah, f.tender), credit('unallocated', f.amountRupiah, f.tender)],
  tenderReturned: (f) => [debit('unallocated', f.amountRupiah, f.tender), credit('clearing', f.amountRupiah, f.tender)],
  cashOwedGiven: (f) => [debit('refundsDue', f.totalRupiah, f.paymentId), ...givenBack(f)],
}

/** What the central's "paid" does with held money: the float as deducted, commission and fee as agreed, the rest by name. */
function passedOn(f: Paid): Line[] {
  return [
    credit('floatUsed', f.deductedRupiah),
    credit('commission', f.commissionRupiah),
    credit('counterFee', f.counterFeeRupiah),
    credit('centralDifference', restOf(f)),
  ]
}

function creditedBy(open: 'claimOnCentral' | 'disputed', f: Credited): Line[] {
  return [
    debit('floatUsed', f.creditedRupiah),
    debit('centralDifference', f.openRupiah - f.creditedRupiah),
    credit(open, f.openRupiah, f.paymentId),
  ]
}

function claimClosed(f: Reopened): Line[] {
  return [debit('floatUsed', f.openClaimRupiah), credit('claimOnCentral', f.openClaimRupiah, f.paymentId)]
}

function restOf(f: Paid): Rupiah {
  return f.heldRupiah - f.deductedRupiah - f.commissionRupiah - f.counterFeeRupiah
}

function givenBack(f: Returned): Line[] {
  return [
    debitTill(f.till, -f.tillRupiah),
    ...(f.parts ?? []).map((part) => credit(part.account, part.amountRupiah, part.dimension)),
    credit('cashRounding', f.totalRupiah - f.tillRupiah - sumOfParts(f)),
  ]
}

function sumOfParts(f: Returned): Rupiah {
  return (f.parts ?? []).reduce((sum, part) => sum + part.amountRupiah, 0)
}

function cashOwed(f: PostingFacts['tenderReversedBeforeSending']): Rupiah {
  return f.totalRupiah - f.reversedRupiah - f.released.reduce((sum, part) => sum + part.amountRupiah, 0)
}

function debit(account: Account, amountRupiah: Rupiah, dimension = ''): Line {
  return { account, dimension, amountRupiah }
}

function credit(account: Account, amountRupiah: Rupiah, dimension = ''): Line {
  return { account, dimension, amountRupiah: -amountRupiah }
}

function debitTill(till: Till, amountRupiah: Rupiah): Line {
  return { account: till.account, dimension: till.dimension, amountRupiah }
}

function debitDrawer(shiftId: string, amountRupiah: Rupiah): Line {
  return { account: 'drawer', dimension: shiftId, amountRupiah }
}
