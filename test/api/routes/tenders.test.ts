import { expect, test } from 'vitest'
import { until } from '../../support/counter.ts'
import { saidNo, terminalUnderTest } from '../../support/terminal-under-test.ts'

const pln = { productCode: 'PLN', customerNumber: '530000000002' }
const pulsa = { productCode: 'TSEL20', customerNumber: '081200001230' }
const slip = { approvalCode: 'a1b2c3', maskedPan: '411111******1234' }

async function counter() {
  const terminal = await terminalUnderTest()
  const sari = await terminal.person('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  return { terminal, sari }
}

test('a bill is paid by card and cash together, and the slip’s code stays with it', async () => {
  const { terminal, sari } = await counter()
  const basket = await sari.fill([await sari.call('inquire', pln)])
  const asked = await sari.call('askTender', { basketId: basket.id, kind: 'card', amountRupiah: 30_000 })
  expect(asked).toMatchObject({ state: 'asked', amountRupiah: 30_000, unallocatedRupiah: 0 })
  const confirmed = await sari.call('confirmCardTender', { tenderId: asked.id, ...slip })
  expect(confirmed).toMatchObject({ state: 'confirmed', reference: 'A1B2C3', maskedPan: '411111******1234', unallocatedRupiah: 30_000 })
  expect(await sari.call('basketTenders', { basketId: basket.id })).toMatchObject({
    confirmedRupiah: 30_000,
    stillDueRupiah: 15_000,
    cashDueRupiah: 15_000,
  })
  await sari.call('acceptBasket', { basketId: basket.id, expectedTotalRupiah: 45_000, cashReceivedRupiah: 15_000 })
  await until(sari.status, ({ queue }) => queue.count === 0)
  expect(terminal.books()).toMatchObject({ states: { paid: 1 }, drawerRupiah: 215_000, complaints: [] })
})

test('a QR that nobody pays expires, and cash pays instead', async () => {
  const { terminal, sari } = await counter()
  const basket = await sari.fill([await sari.call('inquire', pulsa)])
  await sari.call('askTender', { basketId: basket.id, kind: 'qris', amountRupiah: 21_500 })
  expect(await saidNo(sari.call('askTender', { basketId: basket.id, kind: 'card', amountRupiah: 1_000 }))).toEqual({
    code: 'tenderMoreThanDue',
    dueRupiah: 0,
  })
  await terminal.clock.advance(15 * 60_000)
  expect((await sari.call('basketTenders', { basketId: basket.id })).tenders).toMatchObject([{ state: 'expired' }])
  await sari.accept(await sari.call('basket', { basketId: basket.id }))
  expect(terminal.books()).toMatchObject({ drawerRupiah: 221_500, complaints: [] })
})

test('a card charged for a basket that is paid in cash is shown until an agent returns it', async () => {
  const { sari, terminal } = await counter()
  const basket = await sari.fill([await sari.call('inquire', pulsa)])
  const { id: tenderId } = await sari.call('askTender', { basketId: basket.id, kind: 'card', amountRupiah: 21_500 })
  await sari.accept(basket)
  await sari.call('confirmCardTender', { tenderId, ...slip })
  const late = (await sari.call('notices', {})).notices.filter(({ kind }) => kind === 'lateMoney')
  expect(late).toMatchObject([{ paymentId: null, detail: { tenderId, totalRupiah: 21_500 } }])
  expect((await sari.call('lateMoney', {})).tenders).toMatchObject([{ id: tenderId, unallocatedRupiah: 21_500, allocatedBasketId: null }])
  expect(await saidNo(sari.call('returnTender', { tenderId, reason: 'sudah tunai' }))).toMatchObject({ code: 'notPermitted' })
  const joko = await terminal.person('staff-joko')
  expect(await joko.call('returnTender', { tenderId, reason: 'sudah tunai' })).toMatchObject({ unallocatedRupiah: 0 })
  expect((await sari.call('lateMoney', {})).tenders).toEqual([])
  expect(terminal.books().complaints).toEqual([])
})

test('late money goes to the customer’s own basket by the cashier, to another one by an agent', async () => {
  const { sari, terminal } = await counter()
  const own = await sari.fill([await sari.call('inquire', pulsa)])
  const { id: tenderId } = await sari.call('askTender', { basketId: own.id, kind: 'card', amountRupiah: 21_500 })
  await sari.call('failTender', { tenderId })
  await sari.call('confirmCardTender', { tenderId, ...slip })
  const other = await sari.fill([await sari.call('inquire', pln)])
  expect(await saidNo(sari.call('allocateTender', { tenderId, basketId: other.id }))).toMatchObject({ code: 'notPermitted' })
  expect(await sari.call('allocateTender', { tenderId, basketId: own.id })).toMatchObject({ allocatedBasketId: own.id })
  await sari.call('acceptBasket', { basketId: own.id, expectedTotalRupiah: 21_500, cashReceivedRupiah: 0 })
  expect(terminal.books()).toMatchObject({ drawerRupiah: 200_000, complaints: [] })
})

test('a tender that does not exist is unknown, whatever is done to it', async () => {
  const { sari, terminal } = await counter()
  const joko = await terminal.person('staff-joko')
  const tenderId = '01990000-0000-7000-8000-000000000000'
  const basket = await sari.call('openBasket', {})
  const answers = [
    await saidNo(sari.call('confirmCardTender', { tenderId, ...slip })),
    await saidNo(sari.call('failTender', { tenderId })),
    await saidNo(sari.call('allocateTender', { tenderId, basketId: basket.id })),
    await saidNo(joko.call('returnTender', { tenderId, reason: 'x' })),
    await saidNo(sari.call('collectReceivable', { tenderId })),
  ]
  expect(answers).toEqual(answers.map(() => ({ code: 'tenderUnknown' })))
})
