import type { Product } from '../../../shared/central-api/catalogue.ts'
import { customerOf, numbersFrom } from '../customers.ts'
import { monthsUpTo } from '../periods.ts'
import { billProduct, type Family, monthOf, sheetOf, storiesOf } from './family.ts'
import { iakNumbers } from './water.ts'

/** Late at Telkom: 5 % and at least Rp 5.000 in the first month (money.kompas.com, 2022/10/02). */
const telkomPenalty = (billRupiah: number) => Math.max(5_000, Math.floor(billRupiah / 20))

export const telkom: Family = {
  products: [
    billProduct({
      code: 'TELKOM',
      group: 'telkom',
      groupName: 'Telkom / IndiHome',
      name: 'Telkom / IndiHome',
      biller: 'Telkom',
      customerNumber: {
        label: 'No. Jastel / Internet',
        labelEn: 'Telephone or internet number',
        pattern: '^\\d{9,13}$',
        example: '6391601001',
      },
      adminRupiah: 2_500,
      commissionRupiah: 1_000,
      sheetsMax: 3,
    }),
  ],
  stories: {
    ...iakNumbers('639160120'),
    ...storiesOf({
      paid: '6391601001',
      notFound: '6391601002',
      failed: '6391601005',
      pendingThenPaid: '7391601001',
      pendingThenFailed: '7391601005',
    }),
  },
  billOf: ({ product, customerNumber, wibDay }) => ({
    customerName: customerOf(customerNumber).name,
    fields: [
      { label: 'KODE AREA', value: customerNumber.slice(0, 3) },
      { label: 'DIVRE', value: '04' },
      { label: 'DATEL', value: '0011' },
    ],
    sheets: telephoneSheets(product, customerNumber, wibDay, 316_350, telkomPenalty),
  }),
  slip: {
    title: 'STRUK PEMBAYARAN TAGIHAN TELKOM',
    numberLabel: 'NO JASTEL',
    sentence: 'TELKOM menyatakan struk ini sebagai bukti pembayaran yang sah. Mohon Disimpan',
    closing: ['Terimakasih atas kepercayaan Anda membayar ke loket kami.'],
  },
}

const operators = [
  { code: 'HALO', group: 'hp-halo', name: 'Telkomsel Halo', biller: 'Telkomsel', prefixes: '0811|0812|0813|0821|0822|0823|0852|0853' },
  { code: 'XLPOST', group: 'hp-xl', name: 'XL Prioritas', biller: 'XL', prefixes: '0817|0818|0819|0859|0877|0878' },
  { code: 'MATRIX', group: 'hp-indosat', name: 'Indosat Matrix', biller: 'Indosat', prefixes: '0814|0815|0816|0855|0856|0857|0858' },
]

/** The published numbers are no telephone numbers. */
const testPattern = '[89]10205101132\\d{4}'

export const mobileBill: Family = {
  products: operators.map(({ code, group, name, biller, prefixes }) =>
    billProduct({
      code,
      group,
      groupName: name,
      name: `${name} Pascabayar`,
      biller,
      customerNumber: {
        label: 'Nomor HP',
        labelEn: 'Mobile number',
        pattern: `^(?:(?:${prefixes})\\d{6,9}|${testPattern})$`,
        example: `${prefixes.slice(0, 4)}55501234`,
        sentence: { id: `Bukan nomor ${biller}. Periksa awalannya.`, en: `Not a number of ${biller}. Check how it begins.` },
      },
      adminRupiah: 2_500,
      commissionRupiah: 1_200,
      sheetsMax: 3,
    }),
  ),
  stories: storiesOf({
    paid: '8102051011320001',
    notFound: '8102051011320002',
    failed: '8102051011320003',
    pendingThenPaid: '9102051011320001',
    pendingThenFailed: '9102051011320003',
  }),
  billOf: ({ product, customerNumber, wibDay }) => ({
    customerName: customerOf(customerNumber).name,
    fields: [{ label: 'LAYANAN', value: product.name }],
    sheets: telephoneSheets(product, customerNumber, wibDay, 85_000, () => 0),
  }),
  slip: {
    title: 'STRUK PEMBAYARAN TELEPON',
    numberLabel: 'NO HP',
    closing: ['SIMPANLAH STRUK INI SEBAGAI BUKTI PEMBAYARAN ANDA'],
  },
}

function telephoneSheets(
  { adminRupiah }: Product,
  customerNumber: string,
  wibDay: string,
  leastRupiah: number,
  penaltyOf: (billRupiah: number) => number,
) {
  const months = monthsUpTo(monthOf(wibDay), customerNumber.endsWith('2') ? 2 : 1)
  return months.map((period, index) => {
    const billRupiah = leastRupiah + (numbersFrom(`telephone ${customerNumber} ${period}`)(0) % 20) * 2_500
    return sheetOf({ period, billRupiah, penaltyRupiah: index < months.length - 1 ? penaltyOf(billRupiah) : 0, adminRupiah })
  })
}
