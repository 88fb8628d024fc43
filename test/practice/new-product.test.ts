import { expect, test } from 'vitest'
import type { NewProduct } from '../../main/practice/assortment.ts'
import { type Counter, until } from '../support/counter.ts'
import { textOf } from '../support/receipts.ts'
import { openStory } from '../support/story-terminal.ts'
import { openOutlet } from './outlet.ts'

/** School fees: no line of the terminal knows of them, and it has never heard of their slip, one of their questions or a kind of their lines. */
const schoolFee: NewProduct = {
  product: {
    code: 'SPPSMA1',
    group: 'spp',
    groupName: 'SPP Sekolah',
    name: 'SPP SMA Negeri 1',
    biller: 'SMA Negeri 1',
    kind: 'postpaid',
    receiptTemplate: 'sekolah-2031' as 'generic',
    customerNumber: { label: 'NIS', labelEn: 'Pupil number', pattern: '^\\d{9}$', example: '202600011', check: 'luhn' },
    fields: [
      {
        code: 'term',
        label: { id: 'Semester', en: 'Term' },
        kind: 'choice',
        saidAgainBy: 'inquiry',
        choices: [
          { value: 'ganjil', label: { id: 'Ganjil', en: 'First' } },
          { value: 'genap', label: { id: 'Genap', en: 'Second' } },
        ],
      },
      { code: 'house', label: { id: 'Regu', en: 'House' }, kind: 'colour', saidAgainBy: 'inquiry', default: 'merah' },
    ],
    offline: 'knownBill',
    inquiry: 'required',
    nominalRupiah: null,
    adminRupiah: 1_500,
    priceRupiah: null,
    commissionRupiah: 500,
    counterFeeRupiah: 1_000,
    sheetsMax: 3,
    cutOff: null,
  },
  bills: Object.fromEntries(
    ['202600011', '202600029'].map((number) => [
      number,
      {
        customerName: 'RINA WATI',
        fields: [
          { label: 'KELAS', value: 'XI-2' },
          { label: 'UANG PANGKAL', value: '1250000', kind: 'money' },
          { label: 'JATUH TEMPO', value: '2026-11-30', kind: 'date' },
          { label: 'MULAI', value: '202607', kind: 'period' },
          { label: 'KODE', value: '4X-9', kind: 'barcode' },
        ],
        sheets: [
          { period: '202610', amountRupiah: 251_500, billRupiah: 250_000, penaltyRupiah: 0, adminRupiah: 1_500 },
          {
            period: '202611',
            amountRupiah: 261_500,
            billRupiah: 250_000,
            penaltyRupiah: 10_000,
            adminRupiah: 1_500,
            lines: [{ label: 'EKSKUL', value: '25000', kind: 'money' }],
          },
        ],
        slip: {
          title: 'STRUK PEMBAYARAN SPP',
          numberLabel: 'NIS',
          periodLabel: 'BULAN',
          sentence: 'SMA Negeri 1 menyatakan struk ini sebagai bukti pembayaran yang sah',
          closing: ['SIMPAN UNTUK RAPOR'],
        },
      },
    ]),
  ),
}

/** A terminal hears of the new catalogue with the next look at its feed. */
async function productsOnceKnown(counter: Counter) {
  await counter.call('tryCentral', {})
  const { products } = await until(
    () => counter.call('products', {}),
    ({ products: known }) => known.some(({ code }) => code === 'SPPSMA1'),
  )
  return products
}

test('a product of an unknown family is sold as soon as the central has it: found, paid, and printed in its own words', async () => {
  const { sari, server, billsPaid } = await openStory()
  const wish = { productCode: 'SPPSMA1', customerNumber: '2026 0001-1' }
  await expect(sari.call('inquire', wish)).rejects.toMatchObject({ code: 'productUnknown' })
  expect(server.central.addProduct(schoolFee)).toBe(true)
  const products = await productsOnceKnown(sari)
  const shown = products.find(({ code }) => code === 'SPPSMA1')
  expect(shown?.fields?.map(({ code, label, kind }) => [code, label.id, label.en, kind])).toEqual([
    ['term', 'Semester', 'Term', 'choice'],
    ['house', 'Regu', 'House', 'colour'],
  ])

  await expect(sari.call('inquire', wish)).rejects.toMatchObject({ code: 'answerMissing', detail: { field: 'term', label: 'Semester' } })
  await expect(sari.call('inquire', { ...wish, answers: { term: 'pendek' } })).rejects.toMatchObject({ code: 'answerMalformed' })
  await expect(sari.call('inquire', { ...wish, customerNumber: '202600012', answers: { term: 'genap' } })).rejects.toMatchObject({
    code: 'customerNumberMalformed',
  })
  const bill = await sari.call('inquire', { ...wish, answers: { term: 'genap' } })
  expect(bill).toMatchObject({ customerNumber: '202600011', customerName: 'RINA WATI', billTotalRupiah: 513_000, totalRupiah: 514_000 })
  expect(bill.fields).toEqual([
    { label: 'KELAS', value: 'XI-2' },
    { label: 'UANG PANGKAL', value: 'Rp 1.250.000' },
    { label: 'JATUH TEMPO', value: '30/11/2026' },
    { label: 'MULAI', value: 'JUL26' },
    { label: 'KODE', value: '4X-9' },
  ])
  expect(bill.sheets.map(({ lines }) => lines)).toEqual([undefined, [{ label: 'EKSKUL', value: 'Rp 25.000' }]])
  const paymentId = (await sari.accept(await sari.fill([bill]))).items[0]?.paymentId ?? ''
  await until(
    () => sari.payment(paymentId),
    ({ state }) => state === 'paid',
  )
  const preview = await sari.call('receipt', { paymentId, columns: 42 })
  expect(preview.slips.map(textOf).join('\n')).toMatch(
    new RegExp(
      [
        'STRUK PEMBAYARAN SPP',
        'NIS           : 202600011',
        'NAMA          : RINA WATI',
        'KELAS         : XI-2',
        'UANG PANGKAL  : Rp 1.250.000',
        'BULAN         : OKT26',
        'BULAN         : NOV26',
        'EKSKUL        : Rp 25.000',
        'DENDA         : Rp 10.000',
        'SMA Negeri 1 menyatakan struk ini',
        'ADMIN         : Rp 3.000',
        'TOTAL BAYAR   : Rp 513.000',
        'Adm Loket     : Rp 1.000',
        'SIMPAN UNTUK RAPOR',
      ].join('[^]*'),
    ),
  )
  const line = 'SPPSMA1 202600011 [202610,202611] 513000'
  expect(billsPaid()).toEqual({ atBiller: [line], here: [line] })
})

test('it is sold offline by its policy too: the bill of today by the same answers, queued, provisional, and paid when the link is back', async () => {
  const { sari, server, billsPaid } = await openStory()
  expect(server.central.addProduct(schoolFee)).toBe(true)
  await productsOnceKnown(sari)
  const wish = { productCode: 'SPPSMA1', customerNumber: '202600029', answers: { term: 'ganjil' } }
  const seen = await sari.call('inquire', wish)
  await server.central.faults.set('offline')
  await expect(sari.call('inquire', { ...wish, answers: { term: 'genap' } })).rejects.toMatchObject({ code: 'billUnknownOffline' })
  const bill = await sari.call('inquire', wish)
  expect(bill).toMatchObject({ source: 'earlierInquiry', billTotalRupiah: 513_000, fields: seen.fields })
  const paymentId = (await sari.accept(await sari.fill([bill]))).items[0]?.paymentId ?? ''
  await until(
    () => sari.payment(paymentId),
    ({ state }) => state === 'queued',
  )
  const provisional = await sari.call('receipt', { paymentId, columns: 42 })
  expect(provisional.kind).toBe('provisional')
  expect(provisional.slips.map(textOf).join('\n')).not.toContain('menyatakan struk ini')
  await server.central.faults.set('none')
  await until(
    () => sari.payment(paymentId),
    ({ state }) => state === 'paid',
  )
  const printed = await sari.call('receipt', { paymentId, columns: 42 })
  expect(printed.slips.map(textOf).join('\n')).toContain('STRUK PEMBAYARAN SPP')
  const line = 'SPPSMA1 202600029 [202610,202611] 513000'
  expect(billsPaid()).toEqual({ atBiller: [line], here: [line] })
})

test('the operator adds a product over HTTP; one of the practice families, or a bill under a number it does not take, is not added', async () => {
  const { url, terminal } = await openOutlet()
  const { central } = await terminal()
  const add = async (product: unknown) => {
    const body = JSON.stringify(product)
    const reply = await fetch(`${url}/practice/products`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    return { status: reply.status, body: await reply.json() }
  }
  expect(await add(schoolFee)).toEqual({ status: 200, body: { done: true } })
  expect(await add({ ...schoolFee, product: { ...schoolFee.product, code: 'PLN' } })).toEqual({ status: 200, body: { done: false } })
  const [bill] = Object.values(schoolFee.bills)
  expect(await add({ ...schoolFee, bills: { '202600012': bill } })).toEqual({ status: 200, body: { done: false } })
  expect((await add({ product: { code: 'HALF' } })).status).toBe(400)
  const catalogue = await central.catalogue()
  if (catalogue.kind !== 'answer') throw new Error(catalogue.kind)
  expect(catalogue.answer.version).toBe(2)
  expect(catalogue.answer.products.at(-1)).toMatchObject({ code: 'SPPSMA1', receiptTemplate: 'generic' })
  const outcome = await central.inquire({ productCode: 'SPPSMA1', customerNumber: '202600011', answers: { term: 'genap' } })
  expect(outcome).toMatchObject({ kind: 'answer', answer: { totalRupiah: 513_000, answers: { term: 'genap', house: 'merah' } } })
})
