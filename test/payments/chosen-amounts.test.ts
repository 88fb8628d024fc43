import { expect, test } from 'vitest'
import { storeDocument } from '../../main/central/documents.ts'
import { findBill } from '../../main/payments/bills.ts'
import { openBook, refusalOf, signedReply } from '../support/ledger-book.ts'

/** A wallet filled with Rp 75.500 while the link is down, the admin of Rp 1.500 on top. */
async function filled() {
  const book = openBook()
  book.openShift()
  const answers = { amount: '75500' }
  const { id } = await findBill(book.billFinder(null), { productCode: 'GOPAY', customerNumber: '082100000001', answers })
  const basketId = book.newBasket()
  const paymentId = book.add(basketId, id)
  const publish = (version: number, changes: object) => {
    const products = book.catalogue.products.map((product) => (product.code === 'GOPAY' ? { ...product, ...changes } : product))
    storeDocument(book.database, 'catalogue', { ...book.catalogue, version, products }, signedReply, book.clock.nowMs())
  }
  return { book, basketId, paymentId, publish }
}

test('an amount of the customer’s choice is taken at its admin, also when a newer catalogue says the same', async () => {
  const { book, basketId, paymentId, publish } = await filled()
  publish(2, { commissionRupiah: 900 })
  book.accept(basketId, { offline: true })
  expect(book.payment(paymentId)).toMatchObject({
    state: 'queued',
    billTotalRupiah: 77_000,
    intent: { sheets: [{ period: '', amountRupiah: 77_000 }] },
  })
})

test.each([
  ['another admin', { adminRupiah: 2_000 }],
  ['one price for all', { priceRupiah: 50_000, nominalRupiah: 48_500 }],
])('it is looked up anew when a newer catalogue has %s, so the customer gets what was asked for', async (_, changes) => {
  const { book, basketId, publish } = await filled()
  publish(2, changes)
  expect(refusalOf(() => book.accept(basketId, { offline: true }))).toMatchObject({ code: 'inquiryExpired' })
})
