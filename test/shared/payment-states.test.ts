import { describe, expect, test } from 'vitest'
import {
  liveStates,
  nextState,
  type PaymentEvent,
  type PaymentState,
  paymentEvents,
  paymentStates,
  unsyncedStates,
} from '../../shared/payment-states.ts'
import { expectGolden } from '../support/golden.ts'

/** DESIGN's table once more, written by hand from the words of the agreement and not from the code. */
const agreed: readonly [PaymentState, PaymentEvent, PaymentState][] = [
  ['queued', 'send', 'sending'],
  ['queued', 'cancel', 'cancelled'],
  ['queued', 'handOver', 'handedOver'],
  ['sending', 'paid', 'paid'],
  ['sending', 'refusedFinal', 'rejected'],
  ['sending', 'refusedForNow', 'queued'],
  ['sending', 'voided', 'rejected'],
  ['sending', 'notReached', 'queued'],
  ['sending', 'pending', 'inDoubt'],
  ['sending', 'noAnswer', 'inDoubt'],
  ['sending', 'restarted', 'inDoubt'],
  ['inDoubt', 'paid', 'paid'],
  ['inDoubt', 'refusedFinal', 'rejected'],
  ['inDoubt', 'refusedForNow', 'queued'],
  ['inDoubt', 'voided', 'rejected'],
  ['inDoubt', 'unknownToCentral', 'queued'],
  ['inDoubt', 'pending', 'inDoubt'],
  ['inDoubt', 'advance', 'inDoubt'],
  ['inDoubt', 'handOver', 'handedOver'],
  ['paid', 'failedAtReconciliation', 'rejected'],
  ['rejected', 'refund', 'refunded'],
  ['rejected', 'repay', 'refunded'],
  ['rejected', 'paidAfterAll', 'paid'],
  ['refunded', 'paidAfterRefund', 'disputed'],
  ['cancelled', 'paidAfterRefund', 'disputed'],
  ['disputed', 'centralCredits', 'refunded'],
  ['disputed', 'writeOff', 'refunded'],
  // Money beside the payment: it stays where it is.
  ['paid', 'collectOwed', 'paid'],
  ['paid', 'writeOffOwed', 'paid'],
  ['paid', 'claimCredited', 'paid'],
  ['rejected', 'claimCredited', 'rejected'],
  ['refunded', 'claimCredited', 'refunded'],
  ['disputed', 'claimCredited', 'disputed'],
  ['refunded', 'centralCredits', 'refunded'],
  ['cancelled', 'claimCredited', 'cancelled'],
  ['refunded', 'failedAtReconciliation', 'refunded'],
  ['disputed', 'failedAtReconciliation', 'disputed'],
  ['disputed', 'paidAfterRefund', 'disputed'],
  ['paid', 'centralTakes', 'paid'],
  ['rejected', 'centralTakes', 'rejected'],
  ['refunded', 'centralTakes', 'refunded'],
  ['cancelled', 'centralTakes', 'cancelled'],
  ['disputed', 'centralTakes', 'disputed'],
  ['handedOver', 'takeBack', 'inDoubt'],
]
const everyPair = paymentStates.flatMap((state) => paymentEvents.map((event) => [state, event] as const))
const pairOf = (state: string, event: string) => `${state} ${event}`
const agreedPairs = new Set(agreed.map(([state, event]) => pairOf(state, event)))

describe('a payment', () => {
  test.each(agreed)('that is %s goes by %s to %s', (from, event, to) => {
    expect(nextState(from, event)).toBe(to)
  })

  test('moves in no other way', () => {
    const others = everyPair.filter(([state, event]) => !agreedPairs.has(pairOf(state, event)))
    expect(others).toHaveLength(paymentStates.length * paymentEvents.length - agreed.length)
    expect(others.filter(([state, event]) => nextState(state, event) !== null)).toEqual([])
  })

  test('once on its way leaves only by an answer, by proof that it never left, or into doubt', () => {
    const ways = agreed.filter(([from]) => from === 'sending').map(([, event]) => event)
    expect(ways.filter((event) => !['paid', 'refusedFinal', 'refusedForNow', 'voided', 'notReached'].includes(event))).toEqual([
      'pending',
      'noAnswer',
      'restarted',
    ])
  })

  test('gives cash back only by an event that a person does at a drawer', () => {
    const ends = agreed.filter(([, , to]) => to === 'cancelled' || to === 'refunded').map(([from, event]) => `${from} ${event}`)
    expect(ends.filter((way) => !/ (cancel|refund|repay)$/.test(way))).toEqual([
      'disputed centralCredits',
      'disputed writeOff',
      'refunded claimCredited',
      'refunded centralCredits',
      'cancelled claimCredited',
      'refunded failedAtReconciliation',
      'refunded centralTakes',
      'cancelled centralTakes',
    ])
  })

  test('in doubt is never settled by silence', () => {
    for (const event of ['notReached', 'noAnswer', 'restarted', 'cancel', 'send'] as const) expect(nextState('inDoubt', event)).toBeNull()
  })

  test('can reach every state from the till, and every event has a place in the table', () => {
    const reached = new Set<PaymentState>(['queued'])
    for (let size = 0; size !== reached.size; ) {
      size = reached.size
      for (const [from, , to] of agreed) if (reached.has(from)) reached.add(to)
    }
    expect([...reached].sort()).toEqual([...paymentStates].sort())
    expect(paymentEvents.filter((event) => !agreed.some(([, used]) => used === event))).toEqual([])
  })

  test('holds its bill for as long as the central may have it or keep it', () => {
    expect([...liveStates]).toEqual(['queued', 'sending', 'inDoubt', 'paid', 'disputed', 'handedOver'])
    expect([...unsyncedStates]).toEqual(['queued', 'sending', 'inDoubt'])
  })
})

test('the table is printed as the grid that the guide shows', () => {
  expectGolden('payment-states.txt', grid())
})

/** Events down, states across; each cell says where it leads. */
function grid(): string {
  const rows = paymentEvents.map((event) => [event, ...paymentStates.map((state) => nextState(state, event) ?? '·')])
  const table = [['', ...paymentStates], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  return `${table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}
