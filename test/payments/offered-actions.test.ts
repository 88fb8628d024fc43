import { expect, test } from 'vitest'
import { actionsFor } from '../../main/payments/actions.ts'
import { owedRupiah } from '../../main/payments/advances.ts'
import type { PaymentEvent, PaymentState } from '../../shared/payment-states.ts'
import { paymentStates } from '../../shared/payment-states.ts'
import { openBook } from '../support/ledger-book.ts'
import { afterEvents, waysTo } from '../support/payment-in-state.ts'

/** What a person is offered, by how the payment came there. */
const offered: readonly [PaymentState, why: string, way: readonly PaymentEvent[], actions: string][] = [
  ['queued', 'never sent', [], 'cancel'],
  ['queued', 'sent before', ['send', 'noAnswer', 'unknownToCentral'], 'void'],
  ['sending', 'on its way', waysTo.sending, ''],
  ['inDoubt', 'nobody knows', waysTo.inDoubt, 'void advance'],
  ['inDoubt', 'its money given back already', ['send', 'noAnswer', 'advance'], 'void'],
  ['paid', 'with no slip yet', waysTo.paid, 'printReceipt'],
  ['paid', 'after an advance', ['send', 'noAnswer', 'advance', 'paid'], 'printReceipt collectOwed writeOffOwed'],
  ['rejected', 'its money owed back', waysTo.rejected, 'refund repay'],
  ['refunded', 'done', waysTo.refunded, ''],
  ['cancelled', 'done', waysTo.cancelled, ''],
  ['disputed', 'paid after the refund', waysTo.disputed, 'writeOff'],
  ['handedOver', 'another terminal has it', waysTo.handedOver, ''],
]

test.each(offered)('a %s payment, %s, offers what can be done to it and nothing else', async (state, _, way, actions) => {
  const book = openBook()
  book.openShift(200_000)
  const id = await afterEvents(book, way)
  expect(book.state(id)).toBe(state)
  expect(actionsFor(book.payment(id), false, owedRupiah(book.database, id)).join(' ')).toBe(actions)
})

test('a printed slip is offered again, and every state has its line here', async () => {
  const book = openBook()
  book.openShift(200_000)
  const id = await afterEvents(book, waysTo.paid)
  expect(actionsFor(book.payment(id), true)).toEqual(['reprint'])
  expect([...new Set(offered.map(([state]) => state))].sort()).toEqual([...paymentStates].sort())
})
