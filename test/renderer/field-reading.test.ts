import { describe, expect, it } from 'vitest'
import { type FieldReading, readField } from '../../renderer/screens/counter/field-reading.ts'
import { groupProducts, matchDenominations } from '../../renderer/screens/counter/product-groups.ts'
import { limits } from '../../shared/limits.ts'
import { sampleProducts } from './sample-products.ts'

const groups = groupProducts(sampleProducts)
const codes = (reading: FieldReading) => reading.groups.map(({ code }) => code)

describe('what the one field means', () => {
  it('takes twelve digits for a PLN bill first and a PLN token second', () => {
    const reading = readField('530000000002', groups, null)
    expect(reading).toMatchObject({ kind: 'number', number: '530000000002', fits: true })
    expect(codes(reading)).toEqual(['pln-postpaid', 'pln-prepaid'])
  })

  it('takes eleven digits for a PLN meter', () => {
    expect(codes(readField('12345678901', groups, null))).toEqual(['pln-prepaid'])
  })

  it('takes a phone number for pulsa although PLN would take its digits too', () => {
    expect(codes(readField('081200001230', groups, null))[0]).toBe('pulsa-telkomsel')
  })

  it('reads a number through the blanks, dots and dashes people type', () => {
    expect(readField(' 5300-0000.0002 ', groups, null)).toMatchObject({ kind: 'number', number: '530000000002' })
  })

  it('keeps the dots a product counts, and knows a card by its virtual account', () => {
    const [pln] = sampleProducts
    if (pln === undefined) throw new Error('no sample')
    const water = {
      ...pln,
      code: 'w',
      group: 'w',
      customerNumber: { label: '', pattern: '^[A-Z]\\d{2}\\.\\d{6}$', example: '', keep: '.', upperCase: true },
    }
    const rewrite = { pattern: '^8[89]888(\\d{11})$', to: '00$1' }
    const card = { ...pln, code: 'c', group: 'c', customerNumber: { label: '', pattern: '^\\d{13}$', example: '', rewrite } }
    const more = groupProducts([...sampleProducts, water, card])
    expect(readField('b07.001226', more, null)).toMatchObject({ fits: true, typed: 'b07.001226' })
    expect(codes(readField('b07.001226', more, null))).toEqual(['w'])
    expect(codes(readField('8888801234560001', more, null))).toEqual(['c'])
  })

  it('filters products by the beginnings of words', () => {
    expect(codes(readField('tok', groups, null))).toEqual(['pln-prepaid'])
    expect(codes(readField('PLN tag', groups, null))).toEqual(['pln-postpaid'])
    expect(readField('kereta', groups, null)).toEqual({ kind: 'words', groups: [] })
  })

  it('takes a word and a number together', () => {
    expect(readField('token 530000000002', groups, null)).toMatchObject({ kind: 'number', number: '530000000002', fits: true })
    expect(codes(readField('token 530000000002', groups, null))).toEqual(['pln-prepaid'])
  })

  it('offers every product for a number that fits none, and says that none fits', () => {
    const reading = readField('99', groups, null)
    expect(reading).toMatchObject({ kind: 'number', fits: false })
    expect(codes(reading)).toEqual(groups.map(({ code }) => code))
  })

  it('keeps to the product a person chose, whatever the shape', () => {
    const pinned = groups.find(({ code }) => code === 'pln-prepaid') ?? null
    expect(codes(readField('081200001230', groups, pinned))).toEqual(['pln-prepaid'])
  })

  it('calls what no customer number can be too long', () => {
    expect(readField('1'.repeat(limits.customerNumberLengthMax + 1), groups, null).kind).toBe('tooLong')
    expect(readField('1'.repeat(limits.customerNumberLengthMax), groups, null).kind).toBe('number')
  })

  it('survives a catalogue pattern that is no regular expression', () => {
    const broken = groupProducts(
      sampleProducts.map((product) => ({ ...product, customerNumber: { ...product.customerNumber, pattern: '(' } })),
    )
    expect(readField('530000000002', broken, null)).toMatchObject({ kind: 'number', fits: false })
  })
})

describe('denominations', () => {
  const pulsa = groups.find(({ code }) => code === 'pulsa-telkomsel')?.products ?? []
  const nominals = (typed: string) => matchDenominations(pulsa, typed).map(({ nominalRupiah }) => nominalRupiah)

  it('stand from small to large until something is typed', () => {
    expect(nominals('')).toEqual([5_000, 10_000, 20_000, 50_000, 100_000])
  })

  it('are meant in thousands first: 5 is 5.000 before 50.000, 10 is 10.000 before 100.000', () => {
    expect(nominals('5')).toEqual([5_000, 50_000])
    expect(nominals('10')).toEqual([10_000, 100_000])
  })

  it('without a face value stand in catalogue order and are found by a number or word of their name', () => {
    const [first] = pulsa
    if (first === undefined) throw new Error('no sample')
    const packages = ['Data 8 GB 30 hari', 'Data 3 GB 30 hari'].map((name) => ({
      ...first,
      code: name,
      group: 'data',
      name,
      nominalRupiah: null,
    }))
    const named = (typed: string) => matchDenominations(groupProducts(packages)[0]?.products ?? [], typed).map(({ name }) => name)
    expect(named('')).toEqual(['Data 8 GB 30 hari', 'Data 3 GB 30 hari'])
    expect(named('3')).toEqual(['Data 3 GB 30 hari'])
    expect(named('8 gb')).toEqual(['Data 8 GB 30 hari'])
    expect(named('5')).toEqual([])
  })

  it('may be typed in full, with or without dots', () => {
    expect(nominals('20.000')).toEqual([20_000])
    expect(nominals('20000')).toEqual([20_000])
    expect(nominals('7')).toEqual([])
  })
})
