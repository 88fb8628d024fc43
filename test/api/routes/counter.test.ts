import { describe, expect, test } from 'vitest'
import { paidAtBiller } from '../../support/books.ts'
import { until } from '../../support/counter.ts'
import { saidNo, terminalUnderTest } from '../../support/terminal-under-test.ts'

const pulsa = { productCode: 'TSEL20', customerNumber: '081200001230' }
const pln = { productCode: 'PLN', customerNumber: '530000000002' }
const atBiller = (terminal: Awaited<ReturnType<typeof terminalUnderTest>>) => paidAtBiller(terminal.server.central.billerBook())

describe('one basket', () => {
  test('paid by a double click is taken once', async () => {
    const terminal = await terminalUnderTest()
    const sari = await terminal.person('staff-sari')
    await sari.call('openShift', { startingFloatRupiah: 200_000 })
    const basket = await sari.fill([await sari.call('inquire', pln), await sari.call('inquire', pulsa)])
    const answers = await Promise.all([saidNo(sari.accept(basket)), saidNo(sari.accept(basket))])
    expect(answers.map(({ code }) => code ?? 'accepted').sort()).toEqual(['accepted', 'basketAlreadyAccepted'])
    await until(sari.status, ({ queue }) => queue.count === 0)
    expect(terminal.books()).toMatchObject({ states: { paid: 2 }, drawerRupiah: 266_500, floatUsedRupiah: 62_100, commissionRupiah: 4_400 })
    expect(atBiller(terminal)).toEqual(['PLN 530000000002 [202610,202611] 45000', 'TSEL20 081200001230 [] 21500'])
  })

  test('open in two windows is paid by the one whose shift it is', async () => {
    const terminal = await terminalUnderTest()
    const [sari, joko] = [await terminal.person('staff-sari'), await terminal.person('staff-joko')]
    await sari.call('openShift', { startingFloatRupiah: 0 })
    expect(await saidNo(joko.call('openShift', { startingFloatRupiah: 0 }))).toEqual({
      code: 'shiftAlreadyOpen',
      number: 1,
      staffName: 'Sari',
    })
    const basket = await sari.fill([await sari.call('inquire', pulsa)])
    expect(await saidNo(joko.accept(basket))).toEqual({ code: 'shiftOfOther', staffName: 'Sari' })
    const accepted = await sari.accept(basket, 22_000)
    expect(accepted.changeRupiah).toBe(500)
    expect(await saidNo(joko.accept(basket))).toMatchObject({ code: 'shiftOfOther' })
  })

  test('filled without a shift is not paid without one', async () => {
    const terminal = await terminalUnderTest()
    const sari = await terminal.person('staff-sari')
    const basket = await sari.fill([await sari.call('inquire', pulsa)])
    expect(await saidNo(sari.accept(basket))).toEqual({ code: 'shiftRequired' })
    expect(terminal.books()).toMatchObject({ states: {}, drawerRupiah: 0 })
  })

  test('keeps the change that was given, and what was removed is not in it', async () => {
    const terminal = await terminalUnderTest()
    const sari = await terminal.person('staff-sari')
    await sari.call('openShift', { startingFloatRupiah: 0 })
    const both = await sari.fill([await sari.call('inquire', pln), await sari.call('inquire', pulsa)])
    const one = await sari.call('removeFromBasket', { basketId: both.id, paymentId: both.items[0]?.paymentId ?? '' })
    expect(one).toMatchObject({ totalRupiah: 21_500, items: [{ productCode: 'TSEL20', state: null }] })
    expect(await saidNo(sari.accept(both, 70_000))).toEqual({ code: 'totalChanged', totalRupiah: 21_500 })
    await sari.accept(one, 50_000)
    expect(await sari.call('basket', { basketId: one.id })).toMatchObject({
      state: 'accepted',
      cashDueRupiah: 21_500,
      changeRupiah: 28_500,
    })
  })
})

describe('the same bill', () => {
  test('keyed again while the first is in doubt is refused with its state; a supervisor may repeat it on purpose, and the central knows', async () => {
    const terminal = await terminalUnderTest()
    const [sari, ratna] = [await terminal.person('staff-sari'), await terminal.person('staff-ratna')]
    await sari.call('openShift', { startingFloatRupiah: 0 })
    const early = await sari.call('inquire', pulsa)
    await terminal.server.central.faults.set('resetAfterCommit')
    const first = await sari.sell(pulsa)
    await until(
      () => sari.payment(first.id),
      ({ state }) => state === 'inDoubt',
    )
    const { id: basketId } = await sari.call('openBasket', {})
    const again = { basketId, inquiryId: early.inquiryId }
    expect(await saidNo(sari.call('addToBasket', again))).toMatchObject({
      code: 'duplicateBill',
      firstPaymentId: first.id,
      firstState: 'inDoubt',
    })
    expect(await saidNo(sari.call('addToBasket', { ...again, overridesPaymentId: first.id }))).toEqual({
      code: 'notPermitted',
      permission: 'payDuplicate',
    })

    await terminal.server.central.faults.set('none')
    await ratna.call('addToBasket', { ...again, overridesPaymentId: first.id })
    await sari.accept(await sari.call('basket', { basketId }))
    await until(
      async () => {
        await terminal.clock.advance(1_000)
        return sari.payments()
      },
      (rows) => rows.every(({ state }) => state === 'paid'),
    )
    expect(terminal.books()).toMatchObject({
      states: { paid: 2 },
      drawerRupiah: 43_000,
      heldRupiah: 0,
      floatUsedRupiah: 41_400,
      complaints: [],
    })
    // Twice on purpose, each under its own id: the first one, in doubt, was never paid again.
    expect(atBiller(terminal)).toEqual(['TSEL20 081200001230 [] 21500', 'TSEL20 081200001230 [] 21500'])
  })
})

describe('while the link', () => {
  test('is still being checked, a sale waits for the answer with its slip', async () => {
    const terminal = await terminalUnderTest()
    await terminal.server.central.faults.set('slow', 3_000)
    await terminal.restart()
    const sari = await terminal.person('staff-sari')
    await sari.call('openShift', { startingFloatRupiah: 0 })
    expect((await sari.status()).link.state).toBe('checking')
    const sold = await sari.sell(pulsa)
    expect(sold).toMatchObject({ state: 'queued', everSent: false })
    // This terminal's allotment counts until the central is heard.
    expect((await sari.status()).float.availableRupiah).toBe(5_000_000 - 20_700)
    const { story } = await sari.call('payment', { paymentId: sold.id })
    expect(story.filter(({ kind }) => kind === 'print').map(({ detail }) => `${detail.slip} ${detail.state}`)).toEqual([
      'receipt awaitingResult',
    ])
    await terminal.server.central.faults.set('none')
    await until(
      async () => {
        await terminal.clock.advance(500)
        return sari.payment(sold.id)
      },
      ({ state }) => state === 'paid',
    )
    expect(terminal.books()).toMatchObject({ drawerRupiah: 21_500, heldRupiah: 0, floatUsedRupiah: 20_700, complaints: [] })
    expect(atBiller(terminal)).toEqual(['TSEL20 081200001230 [] 21500'])
  })

  test('is down, the screen counts what is held; signing out asks first; a sale that never left can be cancelled', async () => {
    const terminal = await terminalUnderTest()
    const [sari, ratna] = [await terminal.person('staff-sari'), await terminal.person('staff-ratna')]
    await sari.call('openShift', { startingFloatRupiah: 200_000 })
    await terminal.server.central.faults.set('offline')
    const first = await sari.sell(pulsa)
    await until(
      () => sari.payment(first.id),
      ({ state, reason }) => state === 'queued' && reason === 'notReached',
    )
    const second = await sari.sell({ ...pulsa, customerNumber: '081200001231' })
    await terminal.clock.advance(100)
    expect(await sari.status()).toMatchObject({
      shift: { drawerRupiah: 243_000 },
      link: { state: 'offline', cause: 'central' },
      queue: { count: 2, inDoubtCount: 0, totalRupiah: 43_000, oldestAgeMs: 100, warnings: [] },
      float: { balanceRupiah: 25_000_000, availableRupiah: 5_000_000 - 41_400 },
    })
    expect(await sari.call('receipt', { paymentId: first.id })).toMatchObject({ kind: 'provisional' })
    expect(await saidNo(sari.call('signOut', {}))).toMatchObject({ code: 'signOutUnsynced', count: 2, totalRupiah: 43_000 })
    expect(await saidNo(sari.call('cancelPayment', { paymentId: second.id, reason: 'salah nomor' }))).toMatchObject({
      code: 'notPermitted',
    })
    expect(await ratna.call('cancelPayment', { paymentId: second.id, reason: 'salah nomor' })).toMatchObject({ state: 'cancelled' })
    expect(terminal.books()).toMatchObject({
      states: { queued: 1, cancelled: 1 },
      drawerRupiah: 221_500,
      heldRupiah: 21_500,
      complaints: [],
    })
    await sari.call('signOut', { evenThoughUnsynced: true })
    expect(await saidNo(sari.call('products', {}))).toEqual({ code: 'signInRequired' })

    await terminal.server.central.faults.set('none')
    await until(
      async () => {
        await terminal.clock.advance(1_000)
        return ratna.payment(first.id)
      },
      ({ state }) => state === 'paid',
    )
    expect(atBiller(terminal)).toEqual(['TSEL20 081200001230 [] 21500'])
    expect(terminal.books()).toMatchObject({ drawerRupiah: 221_500, heldRupiah: 0, floatUsedRupiah: 20_700 })
  })
})

describe('signing in', () => {
  test('is locked after five wrong PINs, for five minutes, also across a restart', async () => {
    const terminal = await terminalUnderTest()
    const page = await terminal.page()
    const tryPin = (pin: string) => saidNo(page.call('signIn', { staffId: 'staff-sari', pin }))
    for (const attemptsLeft of [4, 3, 2, 1, 0]) expect(await tryPin('0000')).toEqual({ code: 'pinWrong', attemptsLeft })
    expect(await tryPin('1111')).toEqual({ code: 'pinLocked', waitMs: 300_000 })
    // The restart itself takes a minute of this clock.
    await terminal.restart()
    expect(await tryPin('1111')).toEqual({ code: 'pinLocked', waitMs: 240_000 })
    await terminal.clock.advance(240_000)
    expect(await tryPin('1111')).toEqual({ answered: { id: 'staff-sari', name: 'Sari', role: 'cashier' } })
    expect((await page.status()).staff).toMatchObject({ id: 'staff-sari', permissions: expect.arrayContaining(['serve']) })
  })

  test('is one page’s: another page and the next process have to do it themselves', async () => {
    const terminal = await terminalUnderTest()
    const sari = await terminal.person('staff-sari')
    expect(await saidNo((await terminal.page()).call('openBasket', {}))).toEqual({ code: 'signInRequired' })
    await terminal.restart()
    expect(await saidNo(sari.call('openBasket', {}))).toEqual({ code: 'signInRequired' })
    expect((await sari.status()).mode).toBe('practice')
  })
})

test('faults are switched in the practice central of this process, and only there', async () => {
  const own = await terminalUnderTest({ inProcessCentral: true })
  const sari = await own.person('staff-sari')
  expect(await sari.call('practiceFaults', {})).toEqual({ fault: 'none' })
  await sari.call('setPracticeFault', { fault: 'unavailable' })
  expect(await sari.call('practiceFaults', {})).toEqual({ fault: 'unavailable' })
  await sari.call('setPracticeFault', { fault: 'none' })
  const other = await (await terminalUnderTest()).person('staff-sari')
  expect(await saidNo(other.call('setPracticeFault', { fault: 'offline' }))).toMatchObject({ code: 'hostCannot' })
})
