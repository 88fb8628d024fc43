import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ProductField } from '../../shared/central-api/product-fields.ts'
import { answersInSheets, chosenAmount, cleanCustomerNumber, fitsCustomerNumber, readAnswers } from '../../shared/product-answers.ts'

const label = { id: 'Isian', en: 'Field' }
const months: ProductField = { code: 'months', label, kind: 'months', saidAgainBy: 'sheetCount', default: '1', monthsMax: 12 }
const amount: ProductField = {
  code: 'amount',
  label,
  kind: 'amount',
  saidAgainBy: 'amount',
  amountMinRupiah: 10_000,
  amountMaxRupiah: 50_000,
  amountStepRupiah: 1_000,
}
const year: ProductField = { code: 'year', label, kind: 'digits', saidAgainBy: 'period', pattern: '^20\\d\\d$' }

const any = { label: 'Nomor', pattern: '^.{1,32}$', example: '1' }

describe('a customer number', () => {
  test('loses blanks, dots and dashes but for those that belong to it', () => {
    expect(cleanCustomerNumber({}, ' 53-00.0 0 ')).toBe('530000')
    expect(cleanCustomerNumber({ ...any, keep: '.' }, 'b 07.0012-26')).toBe('b07.001226')
    expect(cleanCustomerNumber({ ...any, keep: '.', upperCase: true }, 'b07.001226')).toBe('B07.001226')
  })

  test('written another way becomes the one that counts, and only that one is sent', () => {
    const card = { ...any, pattern: '^\\d{13}$', rewrite: { pattern: '^8[89]888(\\d{11})$', to: '00$1' } }
    expect(cleanCustomerNumber(card, '8888 8019 4435 8911')).toBe('0001944358911')
    expect(cleanCustomerNumber(card, '8988801944358911')).toBe('0001944358911')
    expect(cleanCustomerNumber(card, '0001944358911')).toBe('0001944358911')
    expect(fitsCustomerNumber(card, '0001944358911')).toBe(true)
    expect(fitsCustomerNumber({ ...card, pattern: '^\\d{13,16}$' }, '8888801944358911')).toBe(false)
  })

  test('that is cleaned once is clean', () => {
    const rule = { keep: '.', upperCase: true }
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const number = cleanCustomerNumber(rule, text)
        expect(cleanCustomerNumber(rule, number)).toBe(number)
      }),
    )
  })

  test('is held to the check of its product; one that nobody knows is left to the central, a broken pattern fits nothing', () => {
    expect(fitsCustomerNumber({ ...any, check: 'luhn' }, '4111111111111111')).toBe(true)
    expect(fitsCustomerNumber({ ...any, check: 'luhn' }, '4111111111111112')).toBe(false)
    expect(fitsCustomerNumber({ ...any, check: 'luhn' }, '4111A')).toBe(false)
    expect(fitsCustomerNumber({ ...any, check: 'quantum' }, '4111')).toBe(true)
    expect(fitsCustomerNumber({ ...any, pattern: '(' }, '4111')).toBe(false)
  })

  test.each([
    ['3302041708900001', true, 'a man of 17 August 1990'],
    ['3302045708900001', true, 'a woman of the same day'],
    ['3302042902000001', true, 'a leap day'],
    ['3302042902010001', false, 'a leap day in a year without one'],
    ['3302043104900001', false, '31 April'],
    ['3302041713900001', false, 'a thirteenth month'],
    ['3302047208900001', false, 'a woman of the 32nd'],
    ['3302044008900001', false, 'day 40'],
    ['0302041708900001', false, 'no region begins with 0'],
    ['3302041708900000', false, 'no serial number is 0000'],
    ['330204170890001', false, 'fifteen digits'],
  ])('%s is a NIK: %s, %s', (nik, isGood) => {
    expect(fitsCustomerNumber({ ...any, check: 'nik' }, nik)).toBe(isGood)
  })
})

describe('answers to the questions of a product', () => {
  test('take the default where nothing is said, and leave out what nobody asked', () => {
    expect(readAnswers([months, year], { year: ' 2026 ', colour: 'red' })).toEqual({
      kind: 'complete',
      answers: { months: '1', year: '2026' },
    })
    expect(readAnswers(undefined, { year: '2026' })).toEqual({ kind: 'complete', answers: {} })
  })

  test('name the first question without a good one', () => {
    expect(readAnswers([months, year], { months: '13' })).toEqual({ kind: 'malformed', field: months })
    expect(readAnswers([months, year], {})).toEqual({ kind: 'missing', field: year })
    expect(readAnswers([year], { year: '26' })).toEqual({ kind: 'malformed', field: year })
    // What every object inherits is no answer.
    const inherited: ProductField = { ...year, code: 'constructor' }
    expect(readAnswers([inherited], {})).toEqual({ kind: 'missing', field: inherited })
  })

  test.each(['9999', '51000', '10500', '1e4', '-10000', '10.000', '0x2710', 'NaN', '99999999999999'])('refuse the amount "%s"', (text) => {
    expect(readAnswers([amount], { amount: text }).kind).toBe('malformed')
  })

  test('of which a payment says months, amount and year again by its sheets', () => {
    const sheets = [{ period: '2026', amountRupiah: 21_500 }]
    expect(answersInSheets({ fields: [months, amount, year], adminRupiah: 1_500 }, sheets)).toEqual({
      months: '1',
      amount: '20000',
      year: '2026',
    })
    expect(answersInSheets({ fields: [{ ...year, saidAgainBy: 'inquiry' }], adminRupiah: 0 }, sheets)).toEqual({})
    expect(answersInSheets({ fields: [months], adminRupiah: 0 }, [])).toEqual({})
    expect(chosenAmount([amount], { amount: '20000' })).toBe(20_000)
    expect(chosenAmount([amount], {})).toBeNull()
    expect(chosenAmount(undefined, { amount: '20000' })).toBeNull()
  })

  test('are never good for any text of a stranger but what the field allows', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 64 }), (text) => {
        const read = readAnswers([amount], { amount: text })
        if (read.kind !== 'complete') return
        const rupiah = Number(read.answers.amount)
        expect(rupiah >= 10_000 && rupiah <= 50_000 && rupiah % 1_000 === 0).toBe(true)
      }),
    )
  })
})
