import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertBalanced } from '../../main/ledger/journal.ts'
import { accounts, type PostingEvent, postings } from '../../main/ledger/postings.ts'
import { formatRupiahDigits } from '../../shared/money.ts'
import { cash, drawer, passedOn, paymentId, qris, rows } from './worked-postings.ts'

describe('the posting table', () => {
  test.each(rows)('%s', (_, event, facts, figures) => {
    const lines = linesOf(event, facts).filter(([, amount]) => amount !== 0)
    expect(lines.map(([account, amount]) => `${account} ${amount < 0 ? '-' : ''}${formatRupiahDigits(Math.abs(amount))}`).join(', ')).toBe(
      figures,
    )
  })

  test('has no row without worked figures', () => {
    const worked = new Set(rows.map(([, event]) => event))
    expect((Object.keys(postings) as PostingEvent[]).filter((event) => !worked.has(event))).toEqual([])
  })

  test('names the shift of every drawer, the tender of all its money, and the payment of what is open', () => {
    const tenders = ['qris', 'card']
    const ofOnePayment: readonly string[] = ['advances', 'owedByCustomer', 'claimOnCentral', 'disputed']
    for (const [, event, facts] of rows) {
      for (const { account, dimension } of postings[event](facts as never)) {
        if (account === 'drawer') expect(dimension).toBe('shift-1')
        else if (account === 'clearing' || account === 'unallocated' || account === 'receivable') expect(tenders).toContain(dimension)
        else if (ofOnePayment.includes(account)) expect(dimension).toBe('payment-1')
        else expect(['', 'payment-1', ...(account === 'writtenOff' ? tenders : [])]).toContain(dimension)
      }
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
      paymentId: fc.constant('payment-1'),
      account: fc.constantFrom('receivable', 'writtenOff'),
      reversedRupiah: amount,
      released: fc.array(fc.record({ tender: fc.constantFrom('card', 'qris'), amountRupiah: amount }), { maxLength: 2 }),
      parts: fc.array(
        fc.record({ account: fc.constantFrom('unallocated', 'clearing'), dimension: fc.constant('qris'), amountRupiah: amount }),
        { maxLength: 2 },
      ),
      grossRupiah: amount,
      discountRupiah: amount,
      against: fc.constantFrom('advances', 'owedByCustomer', 'writtenOff'),
      openRupiah: amount,
      creditedRupiah: amount,
      openClaimRupiah: amount,
      takenRupiah: amount,
      as: fc.constantFrom('claimOnCentral', 'disputed', 'centralDifference'),
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
        ['voided', cash],
        ['refund', cash],
      ],
      [
        ['accept', cash],
        ['advance', { ...cash, paymentId }],
        ['refusedFinal', cash],
        ['refundAgainst', { paymentId, against: 'advances', totalRupiah: cash.totalRupiah }],
      ],
      [
        ['accept', cash],
        ['paid', passedOn],
        ['failedAtReconciliation', { ...passedOn, paymentId }],
        ['claimCredited', { paymentId, creditedRupiah: passedOn.deductedRupiah, openRupiah: passedOn.deductedRupiah }],
        ['refund', cash],
      ],
      [
        ['accept', cash],
        ['refusedFinal', cash],
        ['refund', cash],
        ['paidAfterRefund', { paymentId, deductedRupiah: passedOn.deductedRupiah, openClaimRupiah: 0 }],
        ['centralCredits', { paymentId, creditedRupiah: passedOn.deductedRupiah, openRupiah: passedOn.deductedRupiah }],
      ],
      [
        ['handOver', cash],
        ['takeOver', cash],
      ],
    ]
    for (const story of stories) expect(sums(story)).toEqual({})
    const paid = sums([
      ['accept', cash],
      ['paid', passedOn],
    ])
    const roundabout: [PostingEvent, unknown][][] = [
      [
        ['accept', cash],
        ['refusedFinal', cash],
        ['paidAfterAll', { ...passedOn, paymentId, openClaimRupiah: 0 }],
      ],
      [
        ['accept', cash],
        ['paid', passedOn],
        ['failedAtReconciliation', { ...passedOn, paymentId }],
        ['paidAfterAll', { ...passedOn, paymentId, openClaimRupiah: passedOn.deductedRupiah }],
      ],
      [
        ['accept', cash],
        ['advance', { ...cash, paymentId }],
        ['paidAfterAdvance', { ...passedOn, paymentId }],
        ['collectOwed', { paymentId, ...cash }],
      ],
    ]
    for (const story of roundabout) expect(sums(story)).toEqual(paid)
  })
})

function linesOf(event: PostingEvent, facts: unknown): [account: string, amountRupiah: number][] {
  return postings[event](facts as never).map(({ account, amountRupiah }) => [account, amountRupiah])
}

function sums(story: [PostingEvent, unknown][]): Record<string, number> {
  const totals: Record<string, number> = {}
  for (const [event, facts] of story)
    for (const [account, amount] of linesOf(event, facts)) totals[account] = (totals[account] ?? 0) + amount
  return Object.fromEntries(Object.entries(totals).filter(([, amount]) => amount !== 0))
}
