import { expect, test } from 'vitest'
import { storeDocument } from '../../main/central/documents.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { openLoop } from './loop.ts'

const hourMs = 3_600_000

/** It is 10.42 WIB. */
function closing(start: string, end: string) {
  const loop = openLoop({ started: false })
  const nowMs = loop.clock.nowMs()
  const validity = { issuedAt: new Date(nowMs).toISOString(), validUntil: new Date(nowMs + 240 * hourMs).toISOString() }
  const products = practiceProducts(null).map((product) => (product.code === 'TSEL20' ? { ...product, cutOff: { start, end } } : product))
  storeDocument(loop.database, 'catalogue', { version: 2, ...validity, products }, { status: 200, headers: {}, body: '' }, nowMs)
  return loop
}

test('a payment waits while its biller takes nothing, goes when the window ends, and says so; others go meanwhile', async () => {
  const loop = closing('10:30', '11:30')
  const [closed, open] = [loop.add(), loop.add({ productCode: 'TSEL50' })]
  const startMs = loop.clock.nowMs()
  loop.start()
  await loop.until(() => loop.row(open).state === 'paid')
  expect(loop.row(closed)).toMatchObject({ state: 'queued', reason: 'productClosed', ever_sent: 0, not_before_ms: startMs + 48 * 60_000 })
  await loop.until(() => loop.row(closed).state === 'paid', 2 * hourMs)
  const sent = loop.told.about().find(({ items }) => items.some(({ paymentId }) => paymentId === closed))
  expect((sent?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(48 * 60_000)
})

test('inside the window what is in doubt is asked about all the same', async () => {
  const loop = closing('10:45', '11:30')
  const id = loop.add()
  loop.told.losesReply = ({ route }) => (route === 'pay' ? 'after' : false)
  loop.start()
  await loop.until(() => loop.row(id).state === 'inDoubt')
  await loop.clock.advance(5 * 60_000)
  expect(loop.row(id).state).toBe('paid')
})

test('an id that the central may soon forget is never sent; it says why, and younger ones of other numbers go', async () => {
  const loop = openLoop({ started: false })
  const old = loop.add()
  await loop.clock.advance(0.81 * 90 * 24 * hourMs)
  const young = loop.add()
  loop.start()
  await loop.until(() => loop.row(young).state === 'paid')
  await loop.clock.advance(2 * hourMs)
  expect(loop.row(old)).toMatchObject({ state: 'queued', reason: 'idTooOld', ever_sent: 0 })
  expect(loop.attempts(old)).toEqual([])
})
