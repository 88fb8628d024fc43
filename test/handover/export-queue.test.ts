import { expect, test } from 'vitest'
import { openHandOverBook } from '../support/hand-over-book.ts'
import { bill45000, pulsa20, refusalOf, water } from '../support/ledger-book.ts'

test('what is exported is frozen, and the money is between the terminals', async () => {
  const book = openHandOverBook()
  book.openShift()
  const [queued = '', second = ''] = await book.sell(bill45000, pulsa20)
  book.send(second)
  book.silence(second, 'noAnswer')
  const { leftOut, again } = book.exportAll()
  expect({ leftOut, again }).toEqual({ leftOut: [], again: false })
  expect([book.state(queued), book.state(second)]).toEqual(['handedOver', 'handedOver'])
  expect(book.figures()).toMatchObject({ interTerminal: -66_500, drawer: 266_500 })
  expect(book.figures()).not.toHaveProperty('held')
  expect(book.audited()).toContain('staff-sari exportQueue')
})

test('the same file comes out again, however often it is asked for', async () => {
  const book = openHandOverBook()
  book.openShift()
  const ids = await book.sell(bill45000, pulsa20)
  const first = book.exportAll()
  const before = book.everything()
  for (const again of [book.exportAll(), book.exportAll(ids), book.exportAll(ids.slice(1))])
    expect(again).toEqual({ ...first, again: true })
  expect(book.everything()).toEqual(before)
})

test('what is sold after an export goes into the next one', async () => {
  const book = openHandOverBook()
  book.openShift()
  await book.sell(bill45000)
  const first = book.exportAll()
  await book.sell(pulsa20)
  const second = book.exportAll()
  expect(second.handOverId).not.toBe(first.handOverId)
  expect(second.text).toContain('Pembayaran : 1\n')
})

test('a payment on its way is left out and named; chosen by name it is refused', async () => {
  const book = openHandOverBook()
  book.openShift()
  const sending = await book.sendOne(pulsa20)
  const [queued = ''] = await book.sell(bill45000)
  const before = book.everything()
  expect(refusalOf(() => book.exportAll([queued, sending]))).toMatchObject({
    code: 'handOverSending',
    detail: { count: 1, customerNumber: pulsa20.customerNumber, paymentId: sending },
  })
  expect(book.everything()).toEqual(before)
  expect(book.exportAll().leftOut).toEqual([{ paymentId: sending, customerNumber: pulsa20.customerNumber, why: 'sending' }])
  expect([book.state(queued), book.state(sending)]).toEqual(['handedOver', 'sending'])
  expect(refusalOf(() => book.exportAll())?.code).toBe('handOverSending')
})

test('some of the queue can be handed over alone', async () => {
  const book = openHandOverBook()
  book.openShift()
  const [first = '', second = ''] = await book.sell(bill45000, water)
  book.exportAll([second])
  expect([book.state(first), book.state(second)]).toEqual(['queued', 'handedOver'])
})

test('with nothing in the queue and nothing ever exported there is nothing to hand over', () => {
  expect(refusalOf(() => openHandOverBook().exportAll())?.code).toBe('handOverEmpty')
})

test('a row that can not be read stays, is named, and holds up no other', async () => {
  const book = openHandOverBook()
  book.openShift()
  const [damaged = '', whole = ''] = await book.sell(bill45000, pulsa20)
  book.database.exec('DROP TRIGGER payments_facts_stand')
  book.database.prepare("UPDATE payments SET intent = '{' WHERE id = ?").run(damaged)
  expect(book.exportAll().leftOut).toEqual([{ paymentId: damaged, customerNumber: '', why: 'unreadable' }])
  expect(book.state(whole)).toBe('handedOver')
})
