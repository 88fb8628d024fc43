import { describe, expect, test } from 'vitest'
import type { Central } from '../../main/central/central.ts'
import { type BillFinder, findBill } from '../../main/payments/bills.ts'
import { createTrustedTime } from '../../main/platform/trusted-time.ts'
import type { InquiryAnswer } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { Refusal, type RefusalCode } from '../../shared/refusals.ts'
import { type Book, bill45000, openBook, refusalOf, signedReply } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

const number = '530000000002'

async function refusedBill(finder: BillFinder, productCode: string, customerNumber: string): Promise<RefusalCode | null> {
  try {
    await findBill(finder, { productCode, customerNumber })
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code
  }
}

function answering(book: Book, code: CentralRefusalCode): BillFinder {
  const central = { inquire: async () => ({ kind: 'refused', code, reply: signedReply, roundTripMs: 1 }) } as unknown as Central
  return { ...book.billFinder(null), central }
}

const answer: InquiryAnswer = {
  serverTime: '2026-11-23T03:42:00.000Z',
  ledgerEpoch: 'epoch-1',
  idsKeptForDays: 90,
  inquiryReference: 'r-1',
  productCode: 'PLN',
  customerNumber: number,
  customerName: 'BUDI SANTOSO',
  fields: [{ label: 'TARIF/DAYA', value: 'R1/000001300VA' }],
  sheets: [
    { period: '202610', amountRupiah: 22_250, billRupiah: 19_500, penaltyRupiah: 0, adminRupiah: 2_750 },
    { period: '202611', amountRupiah: 22_750, billRupiah: 20_000, penaltyRupiah: 0, adminRupiah: 2_750 },
  ],
  sheetsOutstanding: 2,
  totalRupiah: 45_000,
  validUntil: '2026-11-23T17:00:00.000Z',
}

describe('a customer number', () => {
  test.each([
    ['XYZ', number, 'productUnknown'],
    ['x'.repeat(500), number, 'productUnknown'],
    ['PLN', '', 'customerNumberMissing'],
    ['PLN', ' .- ', 'customerNumberMissing'],
    ['PLN', '5'.repeat(33), 'customerNumberTooLong'],
    ['PLN', '5'.repeat(500), 'customerNumberTooLong'],
    ['PLN', '53000000000', 'customerNumberMalformed'],
    ['PLN', '53000000000A', 'customerNumberMalformed'],
    ['PLN', '５３０００００００００２', 'customerNumberMalformed'],
    ['PLN', "530000000002' OR 1", 'customerNumberMalformed'],
    ['TSEL20', '02112345678', 'customerNumberMalformed'],
  ] as const)('of %s "%s" is refused: %s, and nobody is asked', async (productCode, customerNumber, code) => {
    const book = openBook()
    const before = book.everything()
    const central = { inquire: () => Promise.reject(new Error('nobody should ask')) } as unknown as Central
    expect(await refusedBill({ ...book.billFinder(null), central }, productCode, customerNumber)).toBe(code)
    expect(book.everything()).toEqual(before)
  })

  test('may be typed with blanks, dots and dashes', async () => {
    const book = openBook()
    const bill = await findBill(book.billFinder(answer), { productCode: 'PLN', customerNumber: ' 5300-0000.0002\t' })
    expect(bill.customerNumber).toBe(number)
  })
})

describe('a bill', () => {
  test('is durable as the central gave it, with the reply that proves it', async () => {
    const book = openBook()
    const bill = await findBill(book.billFinder(answer), { productCode: 'PLN', customerNumber: number })
    expect(bill).toMatchObject({ source: 'central', billTotalRupiah: 45_000, sheets: answer.sheets, sheetsOutstanding: 2 })
    expect(book.everything().inquiries).toMatchObject([{ id: bill.id, reply: JSON.stringify(signedReply) }])
  })

  test.each([
    ['is another customer’s', { customerNumber: '530000000001' }],
    ['is another product’s', { productCode: 'PDAM' }],
    ['has sheets that are not the total', { totalRupiah: 44_000 }],
    ['has a month twice', { sheets: [answer.sheets[1], answer.sheets[1]], totalRupiah: 45_500 }],
    [
      'has more sheets than one payment takes',
      { sheets: Array.from({ length: 5 }, (_, index) => ({ ...answer.sheets[0], period: `20260${index}`, amountRupiah: 9_000 })) },
    ],
  ])('that %s is not sold', async (_, changes) => {
    const book = openBook()
    const odd = { ...answer, ...changes } as InquiryAnswer
    expect(await refusedBill(book.billFinder(odd), 'PLN', number)).toBe('centralUnreachable')
    expect(book.everything().inquiries).toEqual([])
  })

  test.each([
    ['billNotFound', 'billNotFound'],
    ['billAlreadyPaid', 'billAlreadyPaid'],
    ['customerNumberInvalid', 'customerNumberMalformed'],
    ['productUnknown', 'productUnknown'],
    ['productClosed', 'billerUnavailable'],
    ['billerUnavailable', 'billerUnavailable'],
    ['rateLimited', 'centralUnreachable'],
    ['internal', 'centralUnreachable'],
  ] as const)('the central refuses with %s is refused here as %s', async (said, code) => {
    expect(await refusedBill(answering(openBook(), said), 'PLN', number)).toBe(code)
  })

  test('is not sold by a catalogue or a config whose time is over', async () => {
    const over = { validUntil: '2026-11-23T03:42:00.000Z' }
    const [catalogue, config, both] = [
      openBook({ catalogue: over }),
      openBook({ config: over }),
      openBook({ catalogue: over, config: over }),
    ]
    expect(await refusedBill(catalogue.billFinder(answer), 'PLN', number)).toBe('catalogueExpired')
    expect(await refusedBill(config.billFinder(answer), 'PLN', number)).toBe('configExpired')
    expect(await refusedBill(both.billFinder(answer), 'PLN', number)).toBe('configExpired')
    expect(refusalOf(() => config.add(config.newBasket(), 'no inquiry'))?.code).toBe('inquiryUnknown')
  })

  test('is good until the WIB day ends, or shorter where the central says so', async () => {
    const book = openBook()
    const long = await findBill(book.billFinder({ ...answer, validUntil: '2026-12-31T17:00:00.000Z' }), {
      productCode: 'PLN',
      customerNumber: number,
    })
    expect(new Date(long.validUntilMs).toISOString()).toBe('2026-11-23T17:00:00.000Z')
    const short = await findBill(book.billFinder({ ...answer, validUntil: '2026-11-23T04:00:00.000Z' }), {
      productCode: 'PLN',
      customerNumber: number,
    })
    expect(new Date(short.validUntilMs).toISOString()).toBe('2026-11-23T04:00:00.000Z')
  })

  test('tells the time with its signature', async () => {
    const book = openBook()
    book.clock.reboot(0)
    const time = createTrustedTime(book.database, book.clock)
    expect(time.view().trusted).toBe(false)
    await findBill({ ...book.billFinder(answer), time }, { productCode: 'PLN', customerNumber: number })
    expect(time.view()).toMatchObject({ trusted: true, nowMs: Date.parse(answer.serverTime) })
  })
})

describe('without the link', () => {
  const offline = (book: Book) => book.billFinder(null, true)

  test('a denomination costs what the signed catalogue says, until the WIB day ends', async () => {
    const book = openBook()
    for (const [productCode, customerNumber, price] of [
      ['TSEL20', '081200001230', 21_500],
      ['PLNT20', '12345678901', 22_500],
    ] as const) {
      const bill = await findBill(offline(book), { productCode, customerNumber })
      expect(bill).toMatchObject({ source: 'catalogue', billTotalRupiah: price, validUntilMs: Date.parse('2026-11-23T17:00:00Z') })
    }
  })

  test('on a day that nobody vouches for only a fixed price is found', async () => {
    const book = openBook()
    await findBill(book.billFinder(answer), { productCode: 'PLN', customerNumber: number })
    book.clock.reboot(0)
    const finder = { ...offline(book), time: createTrustedTime(book.database, book.clock) }
    expect(await refusedBill(finder, 'PLN', number)).toBe('timeNotTrusted')
    expect(await refusedBill(finder, 'KAI', number)).toBe('timeNotTrusted')
    expect(await refusedBill(finder, 'TSEL20', '081200001230')).toBeNull()
  })

  test('nothing is found in the hours when its biller takes nothing', async () => {
    const book = openBook({ clock: manualClock(Date.parse('2026-11-23T16:30:00Z')) })
    expect(await refusedBill(offline(book), 'NIGHT', number)).toBe('productClosed')
    await book.clock.advance(3_600_000)
    expect(await refusedBill(offline(book), 'NIGHT', number)).toBe('billUnknownOffline')
  })

  test('a bill can not be invented', async () => {
    expect(await refusedBill(offline(openBook()), 'PLN', number)).toBe('billUnknownOffline')
    expect(await refusedBill(offline(openBook()), 'KAI', number)).toBe('offlineNotAllowed')
  })

  test('a bill found today is still the bill, under a new inquiry', async () => {
    const book = openBook()
    const found = await findBill(book.billFinder(answer), { productCode: 'PLN', customerNumber: number })
    await book.clock.advance(3_600_000)
    const again = await findBill(offline(book), { productCode: 'PLN', customerNumber: number })
    expect(again).toMatchObject({
      source: 'earlierInquiry',
      billTotalRupiah: 45_000,
      fetchedAtMs: found.fetchedAtMs,
      inquiryReference: 'r-1',
    })
    expect(again.id).not.toBe(found.id)
  })

  test('a bill that came with a hand-over, without the reply that proves it, is still the bill', async () => {
    const book = openBook()
    const finder = book.billFinder(answer)
    const bill = await findBill(finder, { productCode: 'PLN', customerNumber: number })
    book.database.prepare('UPDATE inquiries SET reply = NULL WHERE id = ?').run(bill.id)
    const again = await findBill(book.billFinder(null, true), { productCode: 'PLN', customerNumber: number })
    expect(again).toMatchObject({ source: 'earlierInquiry', billTotalRupiah: 45_000 })
  })

  test('a bill found today is not the bill of tomorrow, whatever its answer promised', async () => {
    const clock = manualClock(Date.parse('2026-11-23T16:30:00Z'))
    const book = openBook({ clock })
    await findBill(book.billFinder({ ...answer, validUntil: '2026-12-31T17:00:00.000Z' }), { productCode: 'PLN', customerNumber: number })
    await clock.advance(30 * 60_000)
    expect(await refusedBill(offline(book), 'PLN', number)).toBe('billUnknownOffline')
  })

  test('a central that does not answer is asked first, and then done without', async () => {
    const book = openBook()
    const bill = await findBill(book.billFinder(null), { productCode: 'PLNT20', customerNumber: '12345678901' })
    expect(bill.source).toBe('catalogue')
    expect(await refusedBill(book.billFinder(null), 'PLN', number)).toBe('billUnknownOffline')
  })
})

describe('a basket', () => {
  test('takes only what was found, in an order of refusals that is the list’s', async () => {
    const book = openBook()
    const inquiryId = await book.inquire(bill45000)
    expect(refusalOf(() => book.add('no basket', 'no inquiry'))?.code).toBe('inquiryUnknown')
    expect(refusalOf(() => book.add('no basket', inquiryId))?.code).toBe('basketUnknown')
    const basketId = book.newBasket()
    await book.clock.advance(24 * 3_600_000)
    expect(refusalOf(() => book.add(basketId, inquiryId))?.code).toBe('inquiryExpired')
  })

  test('that was accepted takes nothing more and gives nothing up', async () => {
    const book = openBook()
    book.openShift()
    const basketId = book.newBasket()
    const paymentId = book.add(basketId, await book.inquire(bill45000))
    book.accept(basketId)
    const other = await book.inquire({ ...bill45000, customerNumber: '530000000001' })
    expect(refusalOf(() => book.add(basketId, other))?.code).toBe('basketAlreadyAccepted')
    expect(refusalOf(() => book.remove(basketId, paymentId))?.code).toBe('basketAlreadyAccepted')
  })

  test('gives up what it holds, and only that', async () => {
    const book = openBook()
    const basketId = book.newBasket()
    const paymentId = book.add(basketId, await book.inquire(bill45000))
    expect(refusalOf(() => book.remove(basketId, 'nobody'))?.code).toBe('basketItemUnknown')
    book.remove(basketId, paymentId)
    expect(book.everything().basket_items).toEqual([])
  })

  test('holds twenty bills', async () => {
    const book = openBook()
    const basketId = book.newBasket()
    const numbered = (index: number) => ({ ...bill45000, customerNumber: `5300000010${String(index).padStart(2, '0')}` })
    for (let index = 0; index < 20; index += 1) book.add(basketId, await book.inquire(numbered(index)))
    const oneMore = await book.inquire(numbered(20))
    expect(refusalOf(() => book.add(basketId, oneMore))).toEqual({ code: 'basketFull', detail: { itemsMax: 20 } })
  })
})
