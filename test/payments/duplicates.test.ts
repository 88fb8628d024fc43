import { describe, expect, test } from 'vitest'
import { livePaymentsOf } from '../../main/payments/live-bills.ts'
import { type Book, bill45000, openBook, paid, pulsa20, ratna, refusalOf, refused, type Wanted } from '../support/ledger-book.ts'
import { manualClock } from '../support/manual-clock.ts'

function shiftBook(): Book {
  const book = openBook()
  book.openShift()
  return book
}

async function keyAgain(book: Book, bill: Wanted, overridesPaymentId: string | null = null) {
  const inquiryId = await book.inquire(bill)
  return refusalOf(() => book.add(book.newBasket(), inquiryId, overridesPaymentId))
}

describe('the same bill keyed again', () => {
  test.each(['queued', 'sending', 'inDoubt', 'paid'] as const)('while the first is %s is refused and names it', async (state) => {
    const book = shiftBook()
    const [first = ''] = await book.sell(bill45000)
    if (state !== 'queued') book.send(first)
    if (state === 'inDoubt') book.silence(first, 'noAnswer')
    if (state === 'paid') book.hear(first, paid(2))
    expect(await keyAgain(book, bill45000)).toEqual({
      code: 'duplicateBill',
      detail: { firstPaymentId: first, firstState: state, customerNumber: '530000000002' },
    })
  })

  test('is free again once the first was refused for good', async () => {
    const book = shiftBook()
    const first = await book.sendOne()
    book.hear(first, refused('billerRefused', 2))
    expect(await keyAgain(book, bill45000)).toBeNull()
  })

  test('with one month in common is the same bill, another month is not', async () => {
    const book = shiftBook()
    await book.sell(bill45000)
    const common: Wanted = {
      ...bill45000,
      sheets: [
        ['202610', 40_000],
        ['202611', 45_000],
      ],
    }
    expect((await keyAgain(book, common))?.code).toBe('duplicateBill')
    expect(await keyAgain(book, { ...bill45000, sheets: [['202612', 45_000]] })).toBeNull()
  })

  test('with another amount is the same bill all the same', async () => {
    const book = shiftBook()
    await book.sell(bill45000)
    expect((await keyAgain(book, { ...bill45000, sheets: [['202611', 48_000]] }))?.code).toBe('duplicateBill')
  })

  test('into the same basket is refused there', async () => {
    const book = shiftBook()
    const basketId = book.newBasket()
    book.add(basketId, await book.inquire(bill45000))
    const again = await book.inquire(bill45000)
    expect(refusalOf(() => book.add(basketId, again))).toEqual({
      code: 'duplicateBill',
      detail: { inThisBasket: true, customerNumber: '530000000002' },
    })
  })

  test('in two windows goes to whoever takes the money first', async () => {
    const book = shiftBook()
    const [one, other] = [book.newBasket(), book.newBasket()]
    book.add(one, await book.inquire(bill45000))
    book.add(other, await book.inquire(bill45000))
    book.accept(one)
    expect(refusalOf(() => book.accept(other))?.code).toBe('duplicateBill')
    expect(book.figures()).toEqual({ drawer: 245_000, held: -45_000, safe: -200_000 })
  })
})

describe('the same credit bought again', () => {
  test('on the same WIB day is a duplicate, after midnight WIB it is another purchase', async () => {
    // 23.50 WIB; in Jayapura the next day is almost two hours old.
    const clock = manualClock(Date.parse('2026-11-23T16:50:00Z'))
    const book = openBook({ clock })
    book.openShift()
    await book.sell(pulsa20)
    await clock.advance(9 * 60_000)
    expect((await keyAgain(book, pulsa20))?.code).toBe('duplicateBill')
    await clock.advance(60_000)
    await book.sell(pulsa20)
    expect(book.everything().live_bills).toMatchObject([
      { bill_key: 'TSEL20|081200001230|day:2026-11-23' },
      { bill_key: 'TSEL20|081200001230|day:2026-11-24' },
    ])
  })

  test('of another size, or for another number, is another purchase', async () => {
    const book = shiftBook()
    await book.sell(pulsa20)
    await book.sell({ ...pulsa20, productCode: 'TSEL10' }, { ...pulsa20, customerNumber: '081200001231' })
    expect(book.figures()).toEqual({ drawer: 200_000 + 21_500 + 11_500 + 21_500, held: -54_500, safe: -200_000 })
  })
})

describe('a deliberate second payment', () => {
  async function twice(): Promise<{ book: Book; first: string; second: string }> {
    const book = shiftBook()
    const [first = ''] = await book.sell(bill45000)
    const basketId = book.newBasket()
    const second = book.add(basketId, await book.inquire(bill45000), first, ratna.id)
    book.accept(basketId)
    return { book, first, second }
  }

  test('names the first one, is audited and tells the central', async () => {
    const { book, first, second } = await twice()
    expect(book.payment(second)).toMatchObject({ state: 'queued', overridesPaymentId: first })
    expect(book.audited()).toEqual(['staff-ratna payDuplicate'])
    expect(book.everything().audit_entries).toMatchObject([{ detail: JSON.stringify({ paymentId: second, firstPaymentId: first }) }])
    expect(book.figures()).toEqual({ drawer: 290_000, held: -90_000, safe: -200_000 })
  })

  test('has to name exactly the payment that has the bill', async () => {
    const book = shiftBook()
    const [first = ''] = await book.sell(bill45000)
    const [other = ''] = await book.sell(pulsa20)
    expect((await keyAgain(book, bill45000, other))?.detail).toMatchObject({ firstPaymentId: first })
  })

  test('is no override at all when the bill is free: nothing is audited', async () => {
    const book = shiftBook()
    const [other = ''] = await book.sell(pulsa20)
    const basketId = book.newBasket()
    const id = book.add(basketId, await book.inquire(bill45000), other)
    book.accept(basketId)
    expect(book.payment(id).overridesPaymentId).toBeNull()
    expect(book.audited()).toEqual([])
  })

  test('leaves no way for a third: it would have to name the second', async () => {
    const { book, first, second } = await twice()
    expect((await keyAgain(book, bill45000))?.detail).toMatchObject({ firstPaymentId: second })
    expect((await keyAgain(book, bill45000, first))?.detail).toMatchObject({ firstPaymentId: second })
    expect(await keyAgain(book, bill45000, second)).toBeNull()
  })

  test('goes on holding the bill after the first was rejected', async () => {
    const { book, first, second } = await twice()
    book.send(first)
    book.hear(first, refused('billerRefused', 2))
    expect(livePaymentsOf(book.database, book.payment(second).intent, book.clock.nowMs())).toEqual([second])
    expect((await keyAgain(book, bill45000))?.detail).toMatchObject({ firstPaymentId: second })
  })

  test('that names the payment of one month does not let another month through', async () => {
    const book = shiftBook()
    const [october = ''] = await book.sell({ ...bill45000, sheets: [['202610', 40_000]] })
    const [november = ''] = await book.sell(bill45000)
    const both: Wanted = {
      ...bill45000,
      sheets: [
        ['202610', 40_000],
        ['202611', 45_000],
      ],
    }
    expect((await keyAgain(book, both, october))?.detail).toMatchObject({ firstPaymentId: november })
    expect((await keyAgain(book, both, november))?.detail).toMatchObject({ firstPaymentId: october })
  })
})

describe('a bill of several months', () => {
  const months = (...periods: string[]): Wanted => ({
    ...bill45000,
    sheets: periods.map((period) => [period, 40_000] as const),
  })

  async function repeat(book: Book, bill: Wanted, first: string): Promise<string> {
    const basketId = book.newBasket()
    const id = book.add(basketId, await book.inquire(bill), first, ratna.id)
    book.accept(basketId)
    return id
  }

  test.each([
    ['the first month of it', ['202610']],
    ['the last month of it', ['202611']],
    ['one of its months and another', ['202611', '202612']],
    ['all of it and more', ['202609', '202610', '202611', '202612']],
  ])('is the same bill as %s', async (_, periods) => {
    const book = shiftBook()
    const [first = ''] = await book.sell(months('202610', '202611'))
    expect((await keyAgain(book, months(...periods)))?.detail).toMatchObject({ firstPaymentId: first })
  })

  test('frees no month while another payment of one of them goes on', async () => {
    const book = shiftBook()
    const [both = ''] = await book.sell(months('202610', '202611'))
    const october = await repeat(book, months('202610'), both)
    book.send(both)
    book.hear(both, refused('billChanged', 2))
    expect(await keyAgain(book, months('202611'))).toBeNull()
    expect((await keyAgain(book, months('202610')))?.detail).toMatchObject({ firstPaymentId: october })
  })

  test('of which one month was repeated still holds the other: naming the repeat is not naming it', async () => {
    const book = shiftBook()
    const [both = ''] = await book.sell(months('202610', '202611'))
    const october = await repeat(book, months('202610'), both)
    expect((await keyAgain(book, months('202610', '202611'), october))?.detail).toMatchObject({ firstPaymentId: both })
    expect((await keyAgain(book, months('202611'), october))?.detail).toMatchObject({ firstPaymentId: both })
    expect(await keyAgain(book, months('202610'), october)).toBeNull()
  })

  test('repeated and repeated again holds though the one in the middle failed: the last is the one to name', async () => {
    const book = shiftBook()
    const [first = ''] = await book.sell(bill45000)
    const second = await repeat(book, bill45000, first)
    const third = await repeat(book, bill45000, second)
    book.send(second)
    book.hear(second, refused('billerRefused', 2))
    expect((await keyAgain(book, bill45000, first))?.detail).toMatchObject({ firstPaymentId: third })
    expect((await keyAgain(book, bill45000, second))?.detail).toMatchObject({ firstPaymentId: third })
    expect(await keyAgain(book, bill45000, third)).toBeNull()
  })
})

describe('two windows that both mean to repeat a payment', () => {
  test('repeat it once: the second has to see the first one’s', async () => {
    const book = shiftBook()
    const [first = ''] = await book.sell(bill45000)
    const [one, other] = [book.newBasket(), book.newBasket()]
    const repeated = book.add(one, await book.inquire(bill45000), first, ratna.id)
    book.add(other, await book.inquire(bill45000), first, ratna.id)
    book.accept(one)
    expect(refusalOf(() => book.accept(other))?.detail).toMatchObject({ firstPaymentId: repeated })
  })

  test('go ahead without it when it has failed meanwhile', async () => {
    const book = shiftBook()
    const first = await book.sendOne()
    const basketId = book.newBasket()
    book.add(basketId, await book.inquire(bill45000), first, ratna.id)
    book.hear(first, refused('billerRefused', 2))
    book.accept(basketId)
    expect((await keyAgain(book, bill45000))?.code).toBe('duplicateBill')
  })
})

describe('credit bought just before midnight WIB', () => {
  const lateEvening = () => openBook({ clock: manualClock(Date.parse('2026-11-23T16:59:00Z')) })

  test('stays yesterday’s purchase however late it is sent, and leaves today’s free', async () => {
    const book = lateEvening()
    book.openShift()
    const [late = ''] = await book.sell(pulsa20)
    await book.clock.advance(2 * 60_000)
    book.send(late)
    book.silence(late, 'noAnswer')
    const [today = ''] = await book.sell(pulsa20)
    expect(book.everything().live_bills).toMatchObject([
      { bill_key: 'TSEL20|081200001230|day:2026-11-23', payment_id: late },
      { bill_key: 'TSEL20|081200001230|day:2026-11-24', payment_id: today },
    ])
    expect(new Date(book.payment(late).acceptedAtMs).toISOString()).toBe('2026-11-23T16:59:00.000Z')
  })

  test('looked up before midnight is not sold after it: the day of the purchase is the day of the money', async () => {
    const book = lateEvening()
    book.openShift()
    const basketId = await book.basketOf(pulsa20)
    await book.clock.advance(60_000)
    expect(refusalOf(() => book.accept(basketId))?.code).toBe('inquiryExpired')
  })

  test('that failed and turns out paid after all takes yesterday’s place again, not today’s', async () => {
    const book = lateEvening()
    book.openShift()
    const late = await book.sendOne(pulsa20)
    book.hear(late, refused('billerRefused', 2))
    await book.clock.advance(2 * 60_000)
    book.hear(late, paid(3, { deductedRupiah: 20_700 }))
    expect(book.everything().live_bills).toMatchObject([{ bill_key: 'TSEL20|081200001230|day:2026-11-23', payment_id: late }])
    expect(await keyAgain(book, pulsa20)).toBeNull()
  })
})
