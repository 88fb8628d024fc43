import { expect, test } from 'vitest'
import type { Central } from '../../main/central/central.ts'
import { findBill } from '../../main/payments/bills.ts'
import type { InquiryAnswer, InquiryRequest } from '../../shared/central-api/payments.ts'
import type { Answers } from '../../shared/central-api/product-fields.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { openBook, signedReply } from '../support/ledger-book.ts'

const premium = { productCode: 'BPJSKS', customerNumber: '8801234560001' }

function answerSaying(answers: Answers | undefined): InquiryAnswer {
  return {
    serverTime: '2026-11-23T03:42:00.000Z',
    ledgerEpoch: 'epoch-1',
    idsKeptForDays: 90,
    inquiryReference: 'r-1',
    ...premium,
    customerName: 'SITI AMINAH',
    ...(answers === undefined ? {} : { answers }),
    fields: [],
    sheets: [{ period: '202611', amountRupiah: 44_500, billRupiah: 42_000, penaltyRupiah: 0, adminRupiah: 2_500 }],
    sheetsOutstanding: 1,
    totalRupiah: 44_500,
    validUntil: '2026-11-23T17:00:00.000Z',
  }
}

test('the central is asked with every answer, defaults included, and with none for a product that asks nothing', async () => {
  const asked: InquiryRequest[] = []
  const book = openBook()
  const finder = book.billFinder(answerSaying({ months: '1' }))
  const central = { inquire: (request) => asked.push(request) && finder.central.inquire(request) } as Central
  await findBill({ ...finder, central }, premium)
  await expect(findBill({ ...finder, central }, { productCode: 'PLN', customerNumber: '530000000002' })).rejects.toThrow()
  expect(asked).toEqual([
    { ...premium, answers: { months: '1' } },
    { productCode: 'PLN', customerNumber: '530000000002' },
  ])
})

test('a bill found with other answers is not believed; one that a newer catalogue asked more for is', async () => {
  const book = openBook()
  const found = (said: Answers | undefined) => findBill(book.billFinder(answerSaying(said)), { ...premium, answers: { months: '1' } })
  for (const said of [undefined, {}, { months: '3' }]) {
    await expect(found(said)).rejects.toMatchObject({ code: 'centralUnreachable', detail: { why: 'the answer is to other questions' } })
  }
  expect(await found({ months: '1', class: '3' })).toMatchObject({ billTotalRupiah: 44_500 })
})

test.each([
  ['answersInvalid', 'answerMalformed'],
  ['billerRefused', 'billerRefused'],
  ['billNotFound', 'billNotFound'],
] as const)('the central says %s: the operator reads %s, with the biller’s own message', async (code: CentralRefusalCode, told) => {
  const book = openBook()
  const refused = { kind: 'refused', code, billerMessage: 'Tagihan belum tersedia', reply: signedReply, roundTripMs: 1 }
  const central = { inquire: async () => refused } as unknown as Central
  await expect(findBill({ ...book.billFinder(null), central }, premium)).rejects.toMatchObject({
    code: told,
    detail: { billerMessage: 'Tagihan belum tersedia' },
  })
})
