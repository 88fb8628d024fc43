import { describe, expect, test } from 'vitest'
import type { Central } from '../../main/central/central.ts'
import type { InquiryAnswer } from '../../shared/central-api/payments.ts'
import { answered, intentOf, openOutlet, paymentOf, token20 } from './outlet.ts'

type Asked = { productCode: string; customerNumber: string; answers?: Record<string, string> }

async function found(central: Central, asked: Asked): Promise<InquiryAnswer> {
  const outcome = await central.inquire(asked)
  if (outcome.kind !== 'answer') throw new Error(JSON.stringify(outcome))
  return outcome.answer
}

const periods = (bill: InquiryAnswer) => bill.sheets.map(({ period }) => period)
const detailOf = (bill: Pick<InquiryAnswer, 'fields'>, name: string) => bill.fields.find(({ label }) => label === name)?.value

describe('BPJS Kesehatan', () => {
  const card = (months?: string, customerNumber = '8801234560001'): Asked => ({
    productCode: 'BPJSKS',
    customerNumber,
    ...(months === undefined ? {} : { answers: { months } }),
  })

  test('is paid for the months asked for, and afterwards for the months that follow', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    expect(periods(await found(central, card()))).toEqual(['202611'])
    const three = await found(central, card('3'))
    expect(periods(three)).toEqual(['202611', '202612', '202701'])
    expect(three.answers).toEqual({ months: '3' })
    const paid = answered(await central.pay(paymentOf(intentOf(three), clock)))
    expect(paid).toMatchObject({ status: 'paid', proof: { sheetsRemaining: 0 } })
    expect(periods(await found(central, card('2')))).toEqual(['202702', '202703'])
  })

  test('takes all arrears together, however few months are asked for; more than twelve are refused', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const bill = await found(central, card('1', '8801234560009'))
    expect(periods(bill)).toEqual(['202608', '202609', '202610', '202611'])
    const [first, ...rest] = intentOf(bill).sheets
    const withoutFirst = paymentOf({ ...intentOf(bill), sheets: rest }, clock)
    expect(answered(await central.pay(withoutFirst))).toMatchObject({ status: 'refused', code: 'billChanged' })
    const onlyFirst = paymentOf({ ...intentOf(bill), sheets: first === undefined ? [] : [first] }, clock)
    expect(answered(await central.pay(onlyFirst))).toMatchObject({ status: 'refused', code: 'billChanged' })
    expect(await central.inquire(card('13'))).toMatchObject({
      kind: 'refused',
      code: 'answersInvalid',
      billerMessage: 'Nominal tidak valid',
    })
    expect(await central.inquire(card('x'))).toMatchObject({ kind: 'refused', code: 'answersInvalid' })
  })
})

describe('an amount of the customer’s choice', () => {
  const top = (productCode: string, customerNumber: string, amount: string): Asked => ({ productCode, customerNumber, answers: { amount } })

  test('costs its admin more, and is inside the bounds and steps of the product, also when nobody asked first', async () => {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const bill = await found(central, top('GOPAY', '082100000001', '75500'))
    expect(bill).toMatchObject({ totalRupiah: 77_000, sheets: [{ period: '', billRupiah: 75_500, adminRupiah: 1_500 }] })
    expect(bill.customerName).not.toBe('')
    for (const amount of ['9999', '2000001', '-20000', '2e4', '']) {
      expect(await central.inquire(top('GOPAY', '082100000001', amount)), amount).toMatchObject({ code: 'answersInvalid' })
    }
    expect(await central.inquire(top('BRIZZI', '8102051011300001', '20500'))).toMatchObject({ code: 'answersInvalid' })
    const pay = async (productCode: string, customerNumber: string, amountRupiah: number) =>
      answered(await central.pay(paymentOf({ productCode, customerNumber, sheets: [{ period: '', amountRupiah }] }, clock)))
    expect(await pay('BRIZZI', '8102051011300001', 22_000)).toMatchObject({ status: 'refused', code: 'answersInvalid', retry: 'never' })
    expect(await pay('BRIZZI', '8102051011300001', 21_500)).toMatchObject({ status: 'paid', proof: { sheets: [{ billRupiah: 20_000 }] } })
    expect(await pay('GOPAY', '082100000001', 77_000)).toMatchObject({ status: 'paid', proof: { customerName: bill.customerName } })
    expect(server.central.billerBook().map(({ amountRupiah }) => amountRupiah)).toEqual([21_500, 77_000])
  })
})

describe('PLN prepaid', () => {
  test('a meter with unsold tokens says so, and each is handed out once', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const asked = { productCode: 'PLNUNSOLD', customerNumber: '12345678902' }
    const plain = await found(central, { ...token20(asked.customerNumber), productCode: 'PLNT20' })
    expect(plain.fields.filter(({ kind }) => kind === 'money').map(({ value }) => value)).toEqual(['20000', '50000'])
    const tokens: (string | undefined)[] = []
    for (const billRupiah of [20_000, 50_000]) {
      const bill = await found(central, asked)
      expect(bill.sheets).toMatchObject([{ billRupiah, adminRupiah: 2_500 }])
      const answer = answered(await central.pay(paymentOf(intentOf(bill), clock)))
      if (answer.status !== 'paid') throw new Error(answer.status)
      const { taxes, token } = answer.proof
      expect(Object.values(taxes ?? {}).reduce((sum, part) => sum + part, 0)).toBe(billRupiah + 2_500)
      tokens.push(token)
    }
    expect(tokens[0]).toMatch(/^\d{20}$/)
    expect(tokens[1]).not.toBe(tokens[0])
    expect(await central.inquire(asked)).toMatchObject({
      kind: 'refused',
      code: 'billAlreadyPaid',
      billerMessage: 'Tagihan sudah terbayar',
    })
    expect(await central.inquire({ ...asked, customerNumber: '12345678901' })).toMatchObject({ code: 'billNotFound' })
  })

  test('a big connection pays VAT, an old debt its instalment, and a meter full for the month is refused', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const token200 = async (customerNumber: string) => {
      const request = { productCode: 'PLNT200', customerNumber, sheets: [{ period: '', amountRupiah: 202_500 }] }
      return answered(await central.pay(paymentOf(request, clock)))
    }
    // Rp 200.000 at 7.700 VA: 165.290 of energy, 16.529 of street lighting tax and 18.181 of VAT.
    expect(await token200('12345670066')).toMatchObject({
      proof: { taxes: { powerPurchaseRupiah: 165_290, streetLightingTaxRupiah: 16_529, vatRupiah: 18_181, adminRupiah: 2_500 } },
    })
    const indebted = await token200('12345670077')
    if (indebted.status !== 'paid') throw new Error(indebted.status)
    expect(indebted.proof.taxes?.instalmentRupiah).toBe(15_000)
    expect(Object.values(indebted.proof.taxes ?? {}).reduce((sum, part) => sum + part, 0)).toBe(202_500)
    expect(await token200('12345671239')).toMatchObject({ status: 'refused', code: 'billerRefused', retry: 'never' })
  })
})

describe('water', () => {
  test('in Surabaya is billed month by month, with its penalty and parts, and all of it must be paid', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const bill = await found(central, { productCode: 'PDAMSBY', customerNumber: '10202002' })
    expect(bill.sheets.map(({ period, penaltyRupiah }) => [period, penaltyRupiah])).toEqual([
      ['202609', 7_500],
      ['202610', 7_500],
      ['202611', 0],
    ])
    for (const { billRupiah, lines = [] } of bill.sheets) {
      const parts = lines.filter(({ kind }) => kind === 'money').map(({ value }) => Number(value))
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(billRupiah)
    }
    const one = paymentOf({ ...intentOf(bill), sheets: intentOf(bill).sheets.slice(0, 1) }, clock)
    expect(answered(await central.pay(one))).toMatchObject({ status: 'refused', code: 'billChanged' })
    expect(answered(await central.pay(paymentOf(intentOf(bill), clock)))).toMatchObject({ status: 'paid' })
  })

  test('in Bandung all the months are one amount', async () => {
    const { terminal } = await openOutlet()
    const { central } = await terminal()
    const bill = await found(central, { productCode: 'PDAMBDG', customerNumber: '1020300002' })
    expect(periods(bill)).toEqual(['202609-202611'])
    expect(detailOf(bill, 'JML BULAN')).toBe('3')
    expect(bill.sheets[0]?.penaltyRupiah).toBe(15_000)
  })
})

describe('taxes', () => {
  test('land tax is owed year by year, late ones with a penalty, and a year is paid once', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const land = (year?: string): Asked => ({
      productCode: 'PBBBMS',
      customerNumber: '330217001000100010',
      ...(year === undefined ? {} : { answers: { year } }),
    })
    const late = await found(central, land('2024'))
    const [sheet] = late.sheets
    expect(sheet).toMatchObject({ period: '2024', penaltyRupiah: Math.floor(((sheet?.billRupiah ?? 0) * 24) / 100) })
    expect((await found(central, land('2026'))).sheets).toMatchObject([{ period: '2026', penaltyRupiah: 0 }])
    expect(answered(await central.pay(paymentOf(intentOf(late), clock)))).toMatchObject({ status: 'paid' })
    expect(await central.inquire(land('2024'))).toMatchObject({ code: 'billAlreadyPaid' })
    expect(await central.inquire(land('2019'))).toMatchObject({ code: 'billNotFound' })
    expect(await central.inquire(land())).toMatchObject({ code: 'answersInvalid' })
    expect(await central.inquire(land('26'))).toMatchObject({ code: 'answersInvalid' })
  })

  test('vehicle tax asks for the identity that belongs to its payment code', async () => {
    const { terminal, clock } = await openOutlet()
    const { central } = await terminal()
    const vehicle = (identity: string): Asked => ({ productCode: 'SAMSATJTG', customerNumber: '9658548523568705', answers: { identity } })
    expect(await central.inquire(vehicle('3302041708900001'))).toMatchObject({ code: 'billNotFound' })
    const bill = await found(central, vehicle('0212502110170100'))
    const request = paymentOf(intentOf(bill), clock, { inquiryReference: bill.inquiryReference })
    expect(answered(await central.pay(request))).toMatchObject({ status: 'paid' })
  })
})

test('instalments, seats, gas and television come with the lines of their slips', async () => {
  const { terminal } = await openOutlet()
  const { central } = await terminal()
  const labels = async (productCode: string, customerNumber: string) => {
    const bill = await found(central, { productCode, customerNumber })
    return [...bill.fields, ...bill.sheets.flatMap(({ lines = [] }) => lines)].map(({ label }) => label)
  }
  expect(await labels('FNMEGA', '6391601201')).toEqual(['KENDARAAN', 'NO POLISI', 'NO RANGKA', 'TENOR', 'JATUH TEMPO'])
  expect(await labels('KAITIKET', 'KAI001')).toEqual(['NO KERETA', 'KERETA', 'RUTE', 'TANGGAL', 'JAM', 'NO KURSI', 'JML PENUMPANG'])
  expect(await labels('PGN', '0110014602')).toEqual(['ALAMAT', 'STAND METER', 'PEMAKAIAN', 'STAND METER', 'PEMAKAIAN'])
  expect(await labels('TVTRANS', '127246500101')).toEqual(['PAKET', 'BILL REFF'])
  const late = await found(central, { productCode: 'FNMEGA', customerNumber: '6391601209' })
  expect(late.sheets[0]).toMatchObject({ penaltyRupiah: 18_500 })
})

test('answers that are no answers are refused as malformed, and what every object inherits is none', async () => {
  const { terminal } = await openOutlet()
  const { central } = await terminal()
  const asked = { productCode: 'PBBBMS', customerNumber: '330217001000100010' }
  const odd: unknown[] = ['2026', ['2026'], { year: 2026 }, { year: null }, { year: '2'.repeat(65) }, { ['y'.repeat(33)]: '2026' }]
  for (const answers of odd) {
    expect(await central.inquire({ ...asked, answers: answers as Record<string, string> }), JSON.stringify(answers)).toMatchObject({
      kind: 'refused',
      code: 'malformedRequest',
    })
  }
  for (const answers of [{}, JSON.parse('{"__proto__": "2026"}'), { toString: '2026' }, { Year: '2026' }]) {
    expect(await central.inquire({ ...asked, answers })).toMatchObject({ kind: 'refused', code: 'answersInvalid' })
  }
  // A product without questions does not mind.
  const known = await central.inquire({ productCode: 'PLN', customerNumber: '530000000001', answers: { colour: 'red' } })
  expect(known.kind === 'answer' && 'answers' in known.answer).toBe(false)
})

test('a bill of any family may change between the look and the payment, and is then refused for good', async () => {
  for (const change of ['otherSheets', 'otherTotal', 'nextPeriod'] as const) {
    const { terminal, clock, server } = await openOutlet()
    const { central } = await terminal()
    const wishes: Asked[] = [
      { productCode: 'FNMEGA', customerNumber: '6391601201' },
      { productCode: 'PDAMBDG', customerNumber: '1020300002' },
      { productCode: 'PBBBMS', customerNumber: '330217001000100010', answers: { year: '2026' } },
      { productCode: 'BPJSKS', customerNumber: '8801234560001', answers: { months: '2' } },
      { productCode: 'KAITIKET', customerNumber: 'KAI001' },
    ]
    for (const asked of wishes) {
      const bill = await found(central, asked)
      server.central.changeBill(asked.customerNumber, change)
      const answer = answered(await central.pay(paymentOf(intentOf(bill), clock)))
      expect(answer.status, `${asked.productCode} ${change}`).toBe('refused')
      if (answer.status === 'refused') expect(['billChanged', 'billAlreadyPaid']).toContain(answer.code)
      // What it is now can be looked up and reads as the contract says.
      expect((await found(central, asked)).sheets.length).toBeGreaterThan(0)
    }
    expect(server.central.billerBook()).toEqual([])
  }
})
