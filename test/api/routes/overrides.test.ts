import { describe, expect, test } from 'vitest'
import { until } from '../../support/counter.ts'
import { saidNo, terminalUnderTest } from '../../support/terminal-under-test.ts'

const pulsa = { productCode: 'TSEL100', customerNumber: '081200001230' }
const token = { productCode: 'PLNT1000', customerNumber: '12345678901' }
const pln = { productCode: 'PLN', customerNumber: '530000000002' }

/** A counter whose link is gone, with somebody at it. */
async function offlineCounter() {
  const terminal = await terminalUnderTest()
  const sari = await terminal.person('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  await terminal.server.central.faults.set('offline')
  await terminal.clock.advance(60_000)
  await until(sari.status, ({ link }) => link.state === 'offline')
  return { terminal, sari }
}

describe('a limit lifted at the counter', () => {
  test('works without the link, by the supervisor’s own PIN beside the cashier, once', async () => {
    const { terminal, sari } = await offlineCounter()
    await sari.sell(pulsa)
    await terminal.clock.advance(20 * 3_600_000)
    expect((await sari.status()).queue).toMatchObject({ count: 1, warnings: ['queueAgeLimit'] })
    await terminal.clock.advance(4 * 3_600_000)
    const basket = await sari.fill([await sari.call('inquire', token)])
    expect(await saidNo(sari.accept(basket))).toMatchObject({ code: 'queueAgeLimit' })
    const [item] = basket.items
    const wanted = { basketId: basket.id, paymentId: item?.paymentId ?? '', refusal: 'queueAgeLimit' as const, reason: 'pelanggan tetap' }
    expect(await saidNo(sari.call('overrideLimit', { ...wanted, staffId: 'staff-ratna', pin: '0000' }))).toMatchObject({ code: 'pinWrong' })
    expect(await saidNo(sari.call('overrideLimit', { ...wanted, staffId: 'staff-sari', pin: '1111' }))).toMatchObject({
      code: 'notPermitted',
      permission: 'overrideLimit',
    })
    expect(await saidNo(sari.accept(basket))).toMatchObject({ code: 'queueAgeLimit' })
    expect(await sari.call('overrideLimit', { ...wanted, staffId: 'staff-ratna', pin: '3333' })).toEqual({
      countLeft: 9,
      leftRupiah: 8_997_500,
    })
    await sari.accept(basket)
    const next = await sari.fill([await sari.call('inquire', pulsa)])
    expect(await saidNo(sari.accept(next))).toMatchObject({ code: 'queueAgeLimit' })
    expect(terminal.books().complaints).toEqual([])
  })

  test('can not be the float’s, an id’s age or a product’s policy: there is no word for them', async () => {
    const terminal = await terminalUnderTest()
    const sari = await terminal.person('staff-sari')
    for (const refusal of ['floatLimit', 'idTooOld', 'offlineNotAllowed', 'timeNotTrusted', 'duplicateBill']) {
      const wanted = { basketId: 'b', paymentId: 'p', refusal: refusal as 'paymentLimit', reason: 'x', staffId: 'staff-ratna', pin: '3333' }
      expect(await saidNo(sari.call('overrideLimit', wanted))).toMatchObject({ code: 'malformedRequest', member: 'refusal' })
    }
  })
})

describe('after a start of the machine without the link', () => {
  async function morningAfter() {
    const { terminal, sari } = await offlineCounter()
    await sari.call('inquire', pulsa)
    terminal.clock.reboot(8 * 3_600_000)
    await terminal.restart()
    return { terminal, sari: await terminal.person('staff-sari'), ratna: await terminal.person('staff-ratna') }
  }

  test('the terminal says that it does not know the time and sells fixed prices alone', async () => {
    const { sari } = await morningAfter()
    const { time, nowMs } = await sari.status()
    expect(time).toMatchObject({ trusted: false, source: null })
    expect(time.suggestedMs - nowMs).toBeGreaterThan(7 * 3_600_000)
    expect(await saidNo(sari.call('inquire', pln))).toMatchObject({ code: 'timeNotTrusted' })
    await sari.accept(await sari.fill([await sari.call('inquire', pulsa)]))
  })

  test('a supervisor confirms the date shown, nobody else, and it is audited', async () => {
    const { terminal, sari, ratna } = await morningAfter()
    const { suggestedMs: dateMs } = (await ratna.status()).time
    expect(await saidNo(sari.call('confirmTime', { dateMs }))).toMatchObject({ code: 'notPermitted', permission: 'confirmTime' })
    expect(await saidNo(ratna.call('confirmTime', { dateMs: 0 }))).toMatchObject({ code: 'dateImplausible' })
    await ratna.call('confirmTime', { dateMs })
    expect((await sari.status()).time).toMatchObject({ trusted: true, source: 'person', sinceMs: dateMs })
    expect(await saidNo(sari.call('inquire', pln))).toMatchObject({ code: 'billUnknownOffline' })
    await terminal.server.central.faults.set('none')
    const later = async () => {
      await terminal.clock.advance(30_000)
      return sari.status()
    }
    await until(later, ({ time }) => time.source === 'central')
    expect(await saidNo(ratna.call('confirmTime', { dateMs }))).toMatchObject({ code: 'timeAlreadyTrusted' })
  })
})
