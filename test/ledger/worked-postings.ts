import type { PostingEvent, PostingFacts } from '../../main/ledger/postings.ts'

export type Row<Event extends PostingEvent = PostingEvent> = {
  [E in Event]: [promise: string, event: E, facts: PostingFacts[E], figures: string]
}[Event]

export const drawer = { account: 'drawer', dimension: 'shift-1' } as const
export const qris = { account: 'clearing', dimension: 'qris' } as const
const confirmed = { account: 'unallocated', dimension: 'qris' } as const
/** A bill of 45.049 and a counter fee of 2.500, paid with 47.500 in cash; the central keeps 43.249 and the agent 1.800. */
const totalRupiah = 47_549
export const paymentId = 'payment-1'
const tillRupiah = 47_500
export const cash = { totalRupiah, till: drawer, tillRupiah }
export const passedOn = { heldRupiah: 47_549, deductedRupiah: 43_249, commissionRupiah: 1_800, counterFeeRupiah: 2_500 }

/** Every event of the posting table with its lines worked by hand, debit positive. */
export const rows: Row[] = [
  ['cash taken is held for the customer, its rounding apart', 'accept', cash, 'drawer 47.500, cashRounding 49, held -47.549'],
  [
    'cash rounded up is taken and the gain named',
    'accept',
    { ...cash, tillRupiah: 47_600 },
    'drawer 47.600, cashRounding -51, held -47.549',
  ],
  [
    'money by a tender is taken out of what was confirmed, the rest in cash',
    'accept',
    { totalRupiah, till: drawer, tillRupiah: 27_500, parts: [{ ...confirmed, amountRupiah: 20_000 }] },
    'drawer 27.500, unallocated 20.000, cashRounding 49, held -47.549',
  ],
  [
    'paid passes the held money on to float, commission and fee',
    'paid',
    passedOn,
    'held 47.549, floatUsed -43.249, commission -1.800, counterFee -2.500',
  ],
  [
    'a central that deducts 100 too much shows it as a difference against us',
    'paid',
    { ...passedOn, deductedRupiah: 43_349 },
    'held 47.549, floatUsed -43.349, commission -1.800, counterFee -2.500, centralDifference 100',
  ],
  ['a final no makes the held money owed back', 'refusedFinal', { totalRupiah }, 'held 47.549, refundsDue -47.549'],
  ['a refund leaves the drawer, rounded as it came', 'refund', cash, 'refundsDue 47.549, drawer -47.500, cashRounding -49'],
  ['paying again moves what is owed to the new payment', 'repay', { totalRupiah }, 'refundsDue 47.549, held -47.549'],
  ['a cancelled payment goes back out of the drawer', 'cancel', cash, 'held 47.549, drawer -47.500, cashRounding -49'],
  [
    'a payment goes back the way it came, each part to its own',
    'refund',
    { totalRupiah, till: drawer, tillRupiah: 27_500, parts: [{ ...qris, amountRupiah: 20_000 }] },
    'refundsDue 47.549, drawer -27.500, clearing -20.000, cashRounding -49',
  ],
  ['a void makes the held money owed back, until a hand gives it', 'voided', { totalRupiah }, 'held 47.549, refundsDue -47.549'],
  [
    'an advance leaves the drawer while the money stays held',
    'advance',
    { ...cash, paymentId },
    'advances 47.549, drawer -47.500, cashRounding -49',
  ],
  [
    'a no after an advance owes nothing more',
    'refundAgainst',
    { paymentId, against: 'advances', totalRupiah },
    'refundsDue 47.549, advances -47.549',
  ],
  [
    'a failure after an advance that was paid takes away what the customer owes',
    'refundAgainst',
    { paymentId, against: 'owedByCustomer', totalRupiah },
    'refundsDue 47.549, owedByCustomer -47.549',
  ],
  [
    'a failure after what the customer owed was written off takes the loss back',
    'refundAgainst',
    { paymentId, against: 'writtenOff', totalRupiah },
    'refundsDue 47.549, writtenOff -47.549',
  ],
  [
    'what a customer owes comes into the drawer, rounded',
    'collectOwed',
    { paymentId, ...cash },
    'drawer 47.500, cashRounding 49, owedByCustomer -47.549',
  ],
  ['what a customer never brings is written off', 'writeOffOwed', { paymentId, totalRupiah }, 'writtenOff 47.549, owedByCustomer -47.549'],
  [
    'paid after an advance is owed by the customer',
    'paidAfterAdvance',
    { ...passedOn, paymentId },
    'held 47.549, floatUsed -43.249, commission -1.800, counterFee -2.500, owedByCustomer 47.549, advances -47.549',
  ],
  [
    'failed at reconciliation is claimed from the central and owed to the customer',
    'failedAtReconciliation',
    { ...passedOn, paymentId },
    'claimOnCentral 43.249, commission 1.800, counterFee 2.500, refundsDue -47.549',
  ],
  [
    'a claim that is credited gives the float back',
    'claimCredited',
    { paymentId, creditedRupiah: 43_249, openRupiah: 43_249 },
    'floatUsed 43.249, claimOnCentral -43.249',
  ],
  [
    'a claim that is credited with 100 too little closes, the rest a difference against us',
    'claimCredited',
    { paymentId, creditedRupiah: 43_149, openRupiah: 43_249 },
    'floatUsed 43.149, centralDifference 100, claimOnCentral -43.249',
  ],
  [
    'a credit that nothing was claimed for is a difference for us',
    'claimCredited',
    { paymentId, creditedRupiah: 43_249, openRupiah: 0 },
    'floatUsed 43.249, centralDifference -43.249',
  ],
  [
    'paid after all takes what was owed back and passes it on',
    'paidAfterAll',
    { ...passedOn, paymentId, openClaimRupiah: 0 },
    'refundsDue 47.549, held -47.549, held 47.549, floatUsed -43.249, commission -1.800, counterFee -2.500',
  ],
  [
    'paid after all while the claim is open uses the float once, not twice',
    'paidAfterAll',
    { ...passedOn, paymentId, openClaimRupiah: 43_249 },
    'floatUsed 43.249, claimOnCentral -43.249, refundsDue 47.549, held -47.549, held 47.549, floatUsed -43.249, commission -1.800, counterFee -2.500',
  ],
  [
    'paid after the refund is disputed',
    'paidAfterRefund',
    { paymentId, deductedRupiah: 43_249, openClaimRupiah: 0 },
    'disputed 43.249, floatUsed -43.249',
  ],
  [
    'paid after the refund of a failed payment turns the claim into the dispute',
    'paidAfterRefund',
    { paymentId, deductedRupiah: 43_249, openClaimRupiah: 43_249 },
    'floatUsed 43.249, claimOnCentral -43.249, disputed 43.249, floatUsed -43.249',
  ],
  [
    'a dispute that is won gives the float back',
    'centralCredits',
    { paymentId, creditedRupiah: 43_249, openRupiah: 43_249 },
    'floatUsed 43.249, disputed -43.249',
  ],
  [
    'a deduction for what was never paid is claimed from the central',
    'centralTakes',
    { paymentId, takenRupiah: 43_249, as: 'claimOnCentral' },
    'claimOnCentral 43.249, floatUsed -43.249',
  ],
  [
    'a second deduction for what is disputed is disputed too',
    'centralTakes',
    { paymentId, takenRupiah: 43_249, as: 'disputed' },
    'disputed 43.249, floatUsed -43.249',
  ],
  [
    'more than the proof of a paid payment says is a difference against us',
    'centralTakes',
    { paymentId, takenRupiah: 1, as: 'centralDifference' },
    'centralDifference 1, floatUsed -1',
  ],
  ['a dispute that is lost is written off', 'writeOff', { paymentId, openRupiah: 43_249 }, 'writtenOff 43.249, disputed -43.249'],
  ['handed over, the money is owed between terminals', 'handOver', { totalRupiah }, 'held 47.549, interTerminal -47.549'],
  ['taken over, it is held where it arrives', 'takeOver', { totalRupiah }, 'interTerminal 47.549, held -47.549'],
  ['handed over after an advance, the advance goes along', 'handOverAdvanced', { paymentId, totalRupiah }, 'held 47.549, advances -47.549'],
  [
    'taken over with its advance, its customer has the money',
    'takeOverAdvanced',
    { paymentId, totalRupiah },
    'advances 47.549, held -47.549',
  ],
  [
    'a shift begins with cash from the safe',
    'shiftOpen',
    { shiftId: 'shift-1', startingFloatRupiah: 200_000 },
    'drawer 200.000, safe -200.000',
  ],
  ['a drop goes from the drawer to the safe', 'drop', { shiftId: 'shift-1', amountRupiah: 500_000 }, 'safe 500.000, drawer -500.000'],
  [
    'a pick-up comes from the safe into the drawer',
    'pickUp',
    { shiftId: 'shift-1', amountRupiah: 100_000 },
    'drawer 100.000, safe -100.000',
  ],
  ['money paid in is named', 'paidIn', { shiftId: 'shift-1', amountRupiah: 20_000 }, 'drawer 20.000, paidInOut -20.000'],
  ['money paid out is named', 'paidOut', { shiftId: 'shift-1', amountRupiah: 20_000 }, 'paidInOut 20.000, drawer -20.000'],
  [
    'a count over what the lines say is a gain',
    'countDifference',
    { shiftId: 'shift-1', overRupiah: 500 },
    'drawer 500, cashOverShort -500',
  ],
  [
    'a count short of what the lines say is a loss',
    'countDifference',
    { shiftId: 'shift-1', overRupiah: -500 },
    'drawer -500, cashOverShort 500',
  ],
  ['a bank deposit empties the safe into the bank', 'bankDeposit', { amountRupiah: 1_000_000 }, 'bank 1.000.000, safe -1.000.000'],
  [
    'a settled tender reaches the bank less its discount',
    'tenderSettled',
    { tender: 'qris', grossRupiah: 47_549, discountRupiah: 333 },
    'bank 47.216, merchantDiscount 333, clearing -47.549',
  ],
  [
    'a tender reversed before sending takes the held money along',
    'tenderReversedBeforeSending',
    { tender: 'qris', paymentId: 'payment-1', totalRupiah, reversedRupiah: totalRupiah, released: [] },
    'held 47.549, clearing -47.549',
  ],
  [
    'what else paid for the reversed payment is free again: the other tender unallocated, the cash owed back',
    'tenderReversedBeforeSending',
    { tender: 'qris', paymentId: 'payment-1', totalRupiah, reversedRupiah: 20_000, released: [{ tender: 'card', amountRupiah: 7_000 }] },
    'held 47.549, clearing -20.000, unallocated -7.000, refundsDue -20.549',
  ],
  [
    'cash owed for a payment that ended with its tender leaves the drawer, rounded',
    'cashOwedGiven',
    { paymentId: 'payment-1', totalRupiah: 20_549, till: drawer, tillRupiah: 20_500 },
    'refundsDue 20.549, drawer -20.500, cashRounding -49',
  ],
  [
    'a tender reversed after the bill was paid is owed to us',
    'tenderReversedAfter',
    { tender: 'qris', totalRupiah },
    'receivable 47.549, clearing -47.549',
  ],
  [
    'a tender reversed when the money was owed back pays what was owed',
    'tenderReversedOwedBack',
    { tender: 'qris', totalRupiah },
    'refundsDue 47.549, clearing -47.549',
  ],
  [
    'a payment rejected after its tender was reversed owes nothing for it',
    'receivableEvened',
    { tender: 'qris', amountRupiah: 20_000, account: 'receivable' },
    'refundsDue 20.000, receivable -20.000',
  ],
  [
    'a payment rejected after the loss was taken undoes the loss',
    'receivableEvened',
    { tender: 'qris', amountRupiah: 20_000, account: 'writtenOff' },
    'refundsDue 20.000, writtenOff -20.000',
  ],
  [
    'paid after all, the reversed part is owed to us again',
    'receivableAgain',
    { tender: 'qris', amountRupiah: 20_000 },
    'receivable 20.000, refundsDue -20.000',
  ],
  [
    'a customer who pays for the reversed tender owes nothing more',
    'receivableCollected',
    { tender: 'qris', totalRupiah, till: drawer, tillRupiah },
    'drawer 47.500, cashRounding 49, receivable -47.549',
  ],
  [
    'a reversed tender nobody pays for is a loss',
    'receivableWrittenOff',
    { tender: 'qris', amountRupiah: 20_000 },
    'writtenOff 20.000, receivable -20.000',
  ],
  [
    'confirmed money is the provider’s debt and nobody’s payment yet',
    'tenderConfirmed',
    { tender: 'qris', amountRupiah: 47_549 },
    'clearing 47.549, unallocated -47.549',
  ],
  [
    'money no payment took goes back the way it came',
    'tenderReturned',
    { tender: 'qris', amountRupiah: 47_549 },
    'unallocated 47.549, clearing -47.549',
  ],
]
