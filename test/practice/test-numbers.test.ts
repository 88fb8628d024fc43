import { describe, expect, test } from 'vitest'
import { answered, billOf, intentOf, openOutlet, paymentOf, pulsa20, token20 } from './outlet.ts'

describe('PLN postpaid', () => {
  test('530000000001 has one bill, 530000000002 two, and both are paid with a proof for each sheet', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    for (const [number, sheets, totalRupiah] of [
      ['530000000001', 1, null],
      ['530000000002', 2, 45_000],
    ] as const) {
      const bill = await billOf(central, number)
      expect(bill.sheets).toHaveLength(sheets)
      if (totalRupiah !== null) expect(bill.totalRupiah).toBe(totalRupiah)
      const request = paymentOf(intentOf(bill), clock)
      const answer = answered(await central.pay(request))
      if (answer.status !== 'paid') throw new Error(answer.status)
      expect(answer.proof.sheets.map((sheet) => sheet.amountRupiah)).toEqual(bill.sheets.map((sheet) => sheet.amountRupiah))
      expect(answer.proof.deductedRupiah + (answer.proof.commissionRupiah ?? 0)).toBe(request.totalRupiah)
      expect(answer.proof.commissionRupiah).toBe(1_800 * sheets)
      expect(answer.proof.sheetsRemaining).toBe(0)
      expect(answer.proof.reference).toMatch(/^[0-9A-F]{32}$/)
      expect(await central.inquire({ productCode: 'PLN', customerNumber: number })).toMatchObject({
        kind: 'refused',
        code: 'billAlreadyPaid',
      })
    }
    expect(server.central.billerBook().map(({ status, periods }) => [status, periods])).toEqual([
      ['paid', ['202611']],
      ['paid', ['202610', '202611']],
    ])
  })

  test('a paid number has a bill again in the next WIB month', async () => {
    const { terminal, clock, moveTo } = await openOutlet()
    const { central } = await terminal()
    const november = await billOf(central, '530000000001')
    expect(answered(await central.pay(paymentOf(intentOf(november), clock))).status).toBe('paid')
    // Still November in London, already December in Jakarta.
    moveTo('2026-11-30T17:00:00Z')
    const december = await billOf(central, '530000000001')
    expect(december.sheets.map(({ period }) => period)).toEqual(['202612'])
    expect(answered(await central.pay(paymentOf(intentOf(december), clock))).status).toBe('paid')
  })

  test('530000000003 has no bill, 530000000004 is paid already, 530000000006 is refused when paid', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const inquire = (customerNumber: string) => central.inquire({ productCode: 'PLN', customerNumber })
    expect(await inquire('530000000003')).toMatchObject({ kind: 'refused', code: 'billNotFound' })
    expect(await inquire('530000000004')).toMatchObject({ kind: 'refused', code: 'billAlreadyPaid' })
    const request = paymentOf(intentOf(await billOf(central, '530000000006')), clock)
    expect(answered(await central.pay(request))).toMatchObject({ status: 'refused', code: 'billerRefused', retry: 'never', created: true })
    expect(answered(await central.ask(request.paymentId, request.intentHash))).toMatchObject({ status: 'refused', code: 'billerRefused' })
    expect(server.central.book().float).toMatchObject({ balanceRupiah: 25_000_000, reservedRupiah: 0 })
  })

  test.each([
    ['630000000001', 'paid'],
    ['630000000006', 'refused'],
  ])('%s is pending first and ends %s, with a rising revision', async (number, end) => {
    const { terminal, clock, advance, server } = await openOutlet({ pendingForMs: 5_000 })
    const { central } = await terminal()
    const request = paymentOf(intentOf(await billOf(central, number)), clock)
    const first = answered(await central.pay(request))
    expect(first).toMatchObject({ status: 'pending', revision: 1 })
    expect(server.central.book().float).toMatchObject({ balanceRupiah: 25_000_000, reservedRupiah: request.totalRupiah - 1_800 })
    advance(4_999)
    expect(answered(await central.ask(request.paymentId, request.intentHash))).toMatchObject({ status: 'pending', revision: 1 })
    advance(1)
    expect(answered(await central.ask(request.paymentId, request.intentHash))).toMatchObject({ status: end, revision: 2 })
    expect(server.central.book().float.reservedRupiah).toBe(0)
    expect(server.central.billerBook().map(({ status }) => status)).toEqual([end === 'paid' ? 'paid' : 'failed'])
  })

  test('a number ending in 5 has a penalty; one ending in 7 has six months open, of which a payment takes the four oldest', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const late = await billOf(central, '231000000025')
    expect(late.sheets[0]?.penaltyRupiah).toBeGreaterThan(0)
    for (const sheet of late.sheets) expect(sheet.amountRupiah).toBe(sheet.billRupiah + sheet.penaltyRupiah + sheet.adminRupiah)
    const long = await billOf(central, '231000000027')
    expect(long.sheets.map(({ period }) => period)).toEqual(['202606', '202607', '202608', '202609'])
    expect(long.sheetsOutstanding).toBe(6)
    const answer = answered(await central.pay(paymentOf(intentOf(long), clock)))
    expect(answer).toMatchObject({ status: 'paid', proof: { sheetsRemaining: 2 } })
    const rest = await billOf(central, '231000000027')
    expect(rest.sheets.map(({ period }) => period)).toEqual(['202610', '202611'])
  })

  test('the same number always is the same customer with the same bill and a meter that only grows', async () => {
    const { terminal } = await openOutlet()
    const { central } = await terminal()
    const [first, again] = [await billOf(central, '231000000027'), await billOf(central, '231000000027')]
    expect(again.customerName).toBe(first.customerName)
    expect(again.sheets).toEqual(first.sheets)
    const stands = first.sheets.flatMap((sheet) => [Number(sheet.meterStart), Number(sheet.meterEnd)])
    expect(stands).toEqual([...stands].sort((a, b) => a - b))
  })
})

describe('PLN prepaid', () => {
  test('a token has twenty digits, energy, and parts that add up to the price', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const inquiry = await central.inquire({ productCode: 'PLNT20', customerNumber: '12345678901' })
    expect(inquiry).toMatchObject({ kind: 'answer', answer: { totalRupiah: 22_500 } })
    const answer = answered(await central.pay(paymentOf(token20('12345678901'), clock)))
    if (answer.status !== 'paid') throw new Error(answer.status)
    const { token, energyCentiKwh, taxes } = answer.proof
    expect(token).toMatch(/^\d{20}$/)
    expect(energyCentiKwh).toBeGreaterThan(0)
    expect(taxes).toMatchObject({ powerPurchaseRupiah: 18_181, streetLightingTaxRupiah: 1_819, adminRupiah: 2_500 })
  })

  test('the parts add up for every denomination and many customers', async () => {
    const { terminal, clock } = await openOutlet({ floatRupiah: 1_000_000_000 })
    const { central } = await terminal()
    const tokens = new Set<string>()
    for (const [index, nominal] of [20, 50, 100, 200, 500, 1_000].entries()) {
      for (const last of ['11', '22', '48', '79']) {
        const customerNumber = `1432100${index}0${last}`
        const sheets = [{ period: '', amountRupiah: nominal * 1_000 + 2_500 }]
        const answer = answered(await central.pay(paymentOf({ productCode: `PLNT${nominal}`, customerNumber, sheets }, clock)))
        if (answer.status !== 'paid') throw new Error(answer.status)
        const taxes = answer.proof.taxes
        if (taxes === undefined) throw new Error('a token has parts')
        expect(Object.values(taxes).reduce((sum, part) => sum + part, 0)).toBe(nominal * 1_000 + 2_500)
        tokens.add(answer.proof.token ?? '')
      }
    }
    expect(tokens.size).toBe(24)
  })

  test.each([
    ['12345671230', 'paid', 'paid'],
    ['12345671232', 'refused', 'refused'],
    ['12345671233', 'pending', 'paid'],
    ['12345671234', 'pending', 'refused'],
  ])('%s says %s and ends %s', async (number, first, end) => {
    const { terminal, clock, advance } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(token20(number), clock)
    expect(answered(await central.pay(request)).status).toBe(first)
    advance(5_000)
    expect(answered(await central.ask(request.paymentId, request.intentHash)).status).toBe(end)
  })
})

describe('pulsa Telkomsel', () => {
  test.each([
    ['081200001230', 'paid', 'paid'],
    ['081200001232', 'refused', 'refused'],
    ['081200001233', 'pending', 'paid'],
    ['081200001234', 'pending', 'refused'],
  ])('%s says %s and ends %s', async (number, first, end) => {
    const { terminal, clock, advance } = await openOutlet()
    const { central } = await terminal()
    const request = paymentOf(pulsa20(number), clock)
    expect(answered(await central.pay(request)).status).toBe(first)
    advance(5_000)
    const last = answered(await central.ask(request.paymentId, request.intentHash))
    expect(last.status).toBe(end)
    if (last.status === 'paid') expect(last.proof.serialNumber).toMatch(/^\d{16}$/)
  })

  test('a number of another operator is refused for good', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    expect(answered(await central.pay(paymentOf(pulsa20('087800001230'), clock)))).toMatchObject({
      status: 'refused',
      code: 'customerNumberInvalid',
    })
    expect(server.central.billerBook()).toEqual([])
  })
})
