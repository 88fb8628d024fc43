import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertBalanced } from '../../main/ledger/journal.ts'
import { accounts, type PostingEvent, type PostingFacts, postings } from '../../main/ledger/postings.ts'

type Figures = [account: string, amountRupiah: number][]
type Row<Event extends PostingEvent = PostingEvent> = {
  [E in Event]: [promise: string, event: E, facts: PostingFacts[E], figures: Figures]
}[Event]

const drawer = { account: 'drawer', dimension: 'shift-1' } as const
const qris = { account: 'clearing', dimension: 'qris' } as const
/** A bill of 45.049 and a counter fee of 2.500, paid with 47.500 in cash; the central keeps 43.249 and the agent 1.800. */
const totalRupiah = 47_549
const tillRupiah = 47_500
const cash = { totalRupiah, till: drawer, tillRupiah }
const passedOn = { heldRupiah: 47_549, deductedRupiah: 43_249, commissionRupiah: 1_800, counterFeeRupiah: 2_500 }

/** Worked by hand, debit positive; a row of DESIGN's posting table each. */
const rows: Row[] = [
  [
    'cash taken is held for the customer, its rounding apart',
    'accept',
    cash,
    [
      ['drawer', 47_500],
      ['cashRounding', 49],
      ['held', -47_549],
    ],
  ],
  [
    'cash rounded up is taken and the gain named',
    'accept',
    { ...cash, tillRupiah: 47_600 },
    [
      ['drawer', 47_600],
      ['cashRounding', -51],
      ['held', -47_549],
    ],
  ],
  [
    'money by another tender waits in its clearing',
    'accept',
    { totalRupiah, till: qris, tillRupiah: totalRupiah },
    [
      ['clearing', 47_549],
      ['held', -47_549],
    ],
  ],
  [
    'paid passes the held money on to float, commission and fee',
    'paid',
    passedOn,
    [
      ['held', 47_549],
      ['floatUsed', -43_249],
      ['commission', -1_800],
      ['counterFee', -2_500],
    ],
  ],
  [
    'a central that deducts 100 too much shows it as a difference against us',
    'paid',
    { ...passedOn, deductedRupiah: 43_349 },
    [
      ['held', 47_549],
      ['floatUsed', -43_349],
      ['commission', -1_800],
      ['counterFee', -2_500],
      ['centralDifference', 100],
    ],
  ],
  [
    'a final no makes the held money owed back',
    'refusedFinal',
    { totalRupiah },
    [
      ['held', 47_549],
      ['refundsDue', -47_549],
    ],
  ],
  [
    'a refund leaves the drawer, rounded as it came',
    'refund',
    cash,
    [
      ['refundsDue', 47_549],
      ['drawer', -47_500],
      ['cashRounding', -49],
    ],
  ],
  [
    'paying again moves what is owed to the new payment',
    'repay',
    { totalRupiah },
    [
      ['refundsDue', 47_549],
      ['held', -47_549],
    ],
  ],
  [
    'a cancelled payment goes back out of the drawer',
    'cancel',
    cash,
    [
      ['held', 47_549],
      ['drawer', -47_500],
      ['cashRounding', -49],
    ],
  ],
  [
    'a voided payment goes back the way it came',
    'voided',
    { totalRupiah, till: qris, tillRupiah: totalRupiah },
    [
      ['held', 47_549],
      ['clearing', -47_549],
    ],
  ],
  [
    'an advance leaves the drawer while the money stays held',
    'advance',
    cash,
    [
      ['advances', 47_549],
      ['drawer', -47_500],
      ['cashRounding', -49],
    ],
  ],
  [
    'a final no after an advance owes nothing more',
    'refusedFinalAfterAdvance',
    { totalRupiah },
    [
      ['held', 47_549],
      ['advances', -47_549],
    ],
  ],
  [
    'a void after an advance owes nothing more',
    'voidedAfterAdvance',
    { totalRupiah },
    [
      ['held', 47_549],
      ['advances', -47_549],
    ],
  ],
  [
    'paid after an advance is owed by the customer',
    'paidAfterAdvance',
    passedOn,
    [
      ['held', 47_549],
      ['floatUsed', -43_249],
      ['commission', -1_800],
      ['counterFee', -2_500],
      ['owedByCustomer', 47_549],
      ['advances', -47_549],
    ],
  ],
  [
    'failed at reconciliation is claimed from the central and owed to the customer',
    'failedAtReconciliation',
    passedOn,
    [
      ['claimOnCentral', 43_249],
      ['commission', 1_800],
      ['counterFee', 2_500],
      ['refundsDue', -47_549],
    ],
  ],
  [
    'a claim that is credited gives the float back',
    'claimCredited',
    { deductedRupiah: 43_249 },
    [
      ['floatUsed', 43_249],
      ['claimOnCentral', -43_249],
    ],
  ],
  [
    'paid after all takes what was owed back and passes it on',
    'paidAfterAll',
    passedOn,
    [
      ['refundsDue', 47_549],
      ['held', -47_549],
      ['held', 47_549],
      ['floatUsed', -43_249],
      ['commission', -1_800],
      ['counterFee', -2_500],
    ],
  ],
  [
    'paid after the refund is disputed',
    'paidAfterRefund',
    { deductedRupiah: 43_249 },
    [
      ['disputed', 43_249],
      ['floatUsed', -43_249],
    ],
  ],
  [
    'a dispute that is won gives the float back',
    'centralCredits',
    { deductedRupiah: 43_249 },
    [
      ['floatUsed', 43_249],
      ['disputed', -43_249],
    ],
  ],
  [
    'a dispute that is lost is written off',
    'writeOff',
    { deductedRupiah: 43_249 },
    [
      ['writtenOff', 43_249],
      ['disputed', -43_249],
    ],
  ],
  [
    'handed over, the money is owed between terminals',
    'handOver',
    { totalRupiah },
    [
      ['held', 47_549],
      ['interTerminal', -47_549],
    ],
  ],
  [
    'taken over, it is held where it arrives',
    'takeOver',
    { totalRupiah },
    [
      ['interTerminal', 47_549],
      ['held', -47_549],
    ],
  ],
  [
    'a shift begins with cash from the safe',
    'shiftOpen',
    { shiftId: 'shift-1', startingFloatRupiah: 200_000 },
    [
      ['drawer', 200_000],
      ['safe', -200_000],
    ],
  ],
  [
    'a drop goes from the drawer to the safe',
    'drop',
    { shiftId: 'shift-1', amountRupiah: 500_000 },
    [
      ['safe', 500_000],
      ['drawer', -500_000],
    ],
  ],
  [
    'a pick-up comes from the safe into the drawer',
    'pickUp',
    { shiftId: 'shift-1', amountRupiah: 100_000 },
    [
      ['drawer', 100_000],
      ['safe', -100_000],
    ],
  ],
  [
    'money paid in is named',
    'paidIn',
    { shiftId: 'shift-1', amountRupiah: 20_000 },
    [
      ['drawer', 20_000],
      ['paidInOut', -20_000],
    ],
  ],
  [
    'money paid out is named',
    'paidOut',
    { shiftId: 'shift-1', amountRupiah: 20_000 },
    [
      ['paidInOut', 20_000],
      ['drawer', -20_000],
    ],
  ],
  [
    'a count over what the lines say is a gain',
    'countDifference',
    { shiftId: 'shift-1', overRupiah: 500 },
    [
      ['drawer', 500],
      ['cashOverShort', -500],
    ],
  ],
  [
    'a count short of what the lines say is a loss',
    'countDifference',
    { shiftId: 'shift-1', overRupiah: -500 },
    [
      ['drawer', -500],
      ['cashOverShort', 500],
    ],
  ],
  [
    'a bank deposit empties the safe into the bank',
    'bankDeposit',
    { amountRupiah: 1_000_000 },
    [
      ['bank', 1_000_000],
      ['safe', -1_000_000],
    ],
  ],
  [
    'a settled tender reaches the bank less its discount',
    'tenderSettled',
    { tender: 'qris', grossRupiah: 47_549, discountRupiah: 333 },
    [
      ['bank', 47_216],
      ['merchantDiscount', 333],
      ['clearing', -47_549],
    ],
  ],
  [
    'a tender reversed before sending takes the held money along',
    'tenderReversedBeforeSending',
    { tender: 'qris', totalRupiah },
    [
      ['held', 47_549],
      ['clearing', -47_549],
    ],
  ],
  [
    'a tender reversed after the bill was paid is owed to us',
    'tenderReversedAfter',
    { tender: 'qris', totalRupiah },
    [
      ['receivable', 47_549],
      ['clearing', -47_549],
    ],
  ],
  [
    'late money is nobody’s until somebody says whose',
    'lateMoney',
    { tender: 'qris', amountRupiah: 47_549 },
    [
      ['clearing', 47_549],
      ['unallocated', -47_549],
    ],
  ],
]

describe('the posting table', () => {
  test.each(rows)('%s', (_, event, facts, figures) => {
    expect(linesOf(event, facts).filter(([, amount]) => amount !== 0)).toEqual(figures)
  })

  test('has no row without worked figures', () => {
    const worked = new Set(rows.map(([, event]) => event))
    expect((Object.keys(postings) as PostingEvent[]).filter((event) => !worked.has(event))).toEqual([])
  })

  test('names the shift of every drawer and the tender of every clearing', () => {
    for (const [, event, facts] of rows) {
      for (const { account, dimension } of postings[event](facts as never))
        expect([account, dimension]).toEqual([account, account === 'drawer' ? 'shift-1' : account === 'clearing' ? 'qris' : ''])
    }
  })

  test('sums to zero over known accounts, whatever the facts', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 })
    const facts = fc.record({
      totalRupiah: amount,
      tillRupiah: amount,
      till: fc.constantFrom(drawer, qris),
      heldRupiah: amount,
      deductedRupiah: amount,
      commissionRupiah: amount,
      counterFeeRupiah: amount,
      shiftId: fc.uuid(),
      startingFloatRupiah: amount,
      amountRupiah: amount,
      overRupiah: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      tender: fc.constantFrom('qris', 'card'),
      grossRupiah: amount,
      discountRupiah: amount,
    })
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(postings) as PostingEvent[])), facts, (event, any) => {
        const lines = postings[event](any as never)
        assertBalanced(lines, event)
        expect(lines.every(({ account }) => accounts.includes(account))).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test('brings every story to its end with nothing left over', () => {
    const stories: [PostingEvent, unknown][][] = [
      [
        ['accept', cash],
        ['cancel', cash],
      ],
      [
        ['accept', cash],
        ['refusedFinal', cash],
        ['refund', cash],
      ],
      [
        ['accept', cash],
        ['advance', cash],
        ['refusedFinalAfterAdvance', cash],
      ],
      [
        ['accept', cash],
        ['advance', cash],
        ['voidedAfterAdvance', cash],
      ],
      [
        ['accept', cash],
        ['paid', passedOn],
        ['failedAtReconciliation', passedOn],
        ['claimCredited', passedOn],
        ['refund', cash],
      ],
      [
        ['handOver', cash],
        ['takeOver', cash],
      ],
    ]
    for (const story of stories) expect(sums(story)).toEqual({})
    expect(
      sums([
        ['accept', cash],
        ['refusedFinal', cash],
        ['paidAfterAll', passedOn],
      ]),
    ).toEqual(
      sums([
        ['accept', cash],
        ['paid', passedOn],
      ]),
    )
  })
})

function linesOf(event: PostingEvent, facts: unknown): Figures {
  return postings[event](facts as never).map(({ account, amountRupiah }) => [account, amountRupiah])
}

function sums(story: [PostingEvent, unknown][]): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const [event, facts] of story)
    for (const [account, amount] of linesOf(event, facts)) totals[account] = (totals[account] ?? 0) + amount
  return Object.fromEntries(Object.entries(totals).filter(([, amount]) => amount !== 0))
}
