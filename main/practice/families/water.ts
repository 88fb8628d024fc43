import type { Sheet } from '../../../shared/central-api/payments.ts'
import { customerOf, numbersFrom, waterSheets } from '../customers.ts'
import { monthsUpTo } from '../periods.ts'
import { type BillQuestion, billProduct, type Family, monthOf, sheetOf, storiesOf } from './family.ts'

const thanks = 'Terima kasih atas kepercayaan Anda membayar di loket kami'
const proofSentence = 'PDAM menyatakan struk ini sebagai bukti pembayaran yang sah'

/** The one bill that may be taken from the customer's paper while the link is down: one month, no details. */
export const waterFromPaper: Family = {
  products: [
    billProduct({
      code: 'PDAMBJM',
      group: 'pdam',
      groupName: 'PDAM',
      name: 'PDAM Banjarmasin',
      biller: 'PDAM',
      receiptTemplate: 'pdam',
      customerNumber: { label: 'No. Sambungan', pattern: '^\\d{7}$', example: '1013226' },
      offline: 'statedAmount',
      adminRupiah: 2_500,
      commissionRupiah: 1_000,
      sheetsMax: 4,
    }),
  ],
  // As Digiflazz publishes them.
  stories: storiesOf({
    paid: '1013226',
    notFound: ['1013227', '1013223'],
    failed: '1013230',
    pendingThenPaid: '2013226',
    pendingThenFailed: '2013230',
  }),
  billOf: ({ product, customerNumber, wibDay }) => ({
    customerName: customerOf(customerNumber).name,
    fields: [],
    sheets: waterSheets(customerNumber, monthOf(wibDay), product),
  }),
}

/** Months one by one, each with its meter and the parts a company prints. All of them must be paid together (IAK code 32). */
export const waterByMonth: Family = {
  products: [
    billProduct({
      code: 'PDAMSBY',
      group: 'pdam-sby',
      groupName: 'PDAM Surabaya',
      name: 'PDAM Surya Sembada Surabaya',
      biller: 'PDAM Surabaya',
      customerNumber: { label: 'No. Pelanggan', labelEn: 'Customer number', pattern: '^\\d{8,9}$', example: '10202001' },
      adminRupiah: 2_500,
      commissionRupiah: 900,
      sheetsMax: 24,
    }),
  ],
  stories: iakNumbers('1020200'),
  billOf: ({ product, customerNumber, wibDay }) => ({
    customerName: customerOf(customerNumber).name,
    fields: [
      { label: 'ALAMAT', value: addressOf(customerNumber) },
      { label: 'GOLONGAN', value: '4A RUMAH TANGGA' },
      { label: 'JATUH TEMPO', value: `${wibDay.slice(0, 7)}-20`, kind: 'date' },
    ],
    sheets: monthsUpTo(monthOf(wibDay), openMonths(customerNumber)).map((period, index, months) =>
      monthSheet(customerNumber, period, index < months.length - 1, product.adminRupiah),
    ),
  }),
  slip: { title: 'STRUK PEMBAYARAN PDAM', numberLabel: 'NO PELANGGAN', periodLabel: 'BL/TH', sentence: proofSentence, closing: [thanks] },
}

/** Numbers with letters and dots, as some districts give them. */
export const waterOfDistrict: Family = {
  ...waterByMonth,
  products: [
    billProduct({
      code: 'PDAMBMS',
      group: 'pdam-bms',
      groupName: 'PDAM Banyumas',
      name: 'PDAM Tirta Satria Banyumas',
      biller: 'PDAM Banyumas',
      customerNumber: {
        label: 'No. Sambungan',
        labelEn: 'Connection number',
        pattern: '^[A-Z]\\d{2}\\.\\d{4,6}$',
        example: 'B07.001226',
        keep: '.',
        upperCase: true,
      },
      adminRupiah: 2_000,
      commissionRupiah: 800,
      sheetsMax: 24,
    }),
  ],
  stories: storiesOf({ paid: 'B07.001226', notFound: 'B07.001227', failed: 'B07.001230', pendingThenPaid: 'B08.001226' }),
}

/** Many companies state all the months as one amount (IAK's unified detail): one sheet, whose period is the span. */
export const waterUnified: Family = {
  products: [
    billProduct({
      code: 'PDAMBDG',
      group: 'pdam-bdg',
      groupName: 'PDAM Bandung',
      name: 'PDAM Tirtawening Bandung',
      biller: 'PDAM Bandung',
      customerNumber: { label: 'No. Pelanggan', labelEn: 'Customer number', pattern: '^\\d{10}$', example: '1020300001' },
      adminRupiah: 2_500,
      commissionRupiah: 900,
    }),
  ],
  stories: iakNumbers('102030000'),
  billOf: ({ product, customerNumber, wibDay }) => {
    const months = monthsUpTo(monthOf(wibDay), openMonths(customerNumber))
    const sheets = months.map((period, index) => monthSheet(customerNumber, period, index < months.length - 1, 0))
    const sum = (part: 'billRupiah' | 'penaltyRupiah') => sheets.reduce((total, sheet) => total + sheet[part], 0)
    const [first = '', last = first] = [months[0], months.at(-1)]
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'ALAMAT', value: addressOf(customerNumber) },
        { label: 'JML BULAN', value: String(months.length) },
      ],
      sheets: [
        sheetOf({
          period: first === last ? first : `${first}-${last}`,
          billRupiah: sum('billRupiah'),
          penaltyRupiah: sum('penaltyRupiah'),
          adminRupiah: product.adminRupiah,
          meterStart: sheets[0]?.meterStart ?? '',
          meterEnd: sheets.at(-1)?.meterEnd ?? '',
        }),
      ],
    }
  },
  slip: { title: 'STRUK PEMBAYARAN PDAM', numberLabel: 'NO PELANGGAN', sentence: proofSentence, closing: [thanks] },
}

/** IAK's last digits: 1 one bill, 2 several, 3 time-out, 4 paid, 5 wrong number, 6 fails when paid, 7 pending, 8 trouble at the biller. */
export function iakNumbers(beginning: string) {
  return storiesOf({
    paid: [`${beginning}1`, `${beginning}2`],
    unavailable: [`${beginning}3`, `${beginning}8`],
    alreadyPaid: `${beginning}4`,
    wrongNumber: `${beginning}5`,
    failed: `${beginning}6`,
    pendingThenPaid: `${beginning}7`,
  })
}

function monthSheet(customerNumber: string, period: string, isLate: boolean, adminRupiah: number): Sheet {
  const usedM3 = 8 + (numbersFrom(`water ${customerNumber} ${period}`)(0) % 35)
  const waterRupiah = usedM3 * 4_700
  // Counted on from 2020 by more than any month's use, so that a stand never runs backwards.
  const monthsSince2020 = (Number(period.slice(0, 4)) - 2_020) * 12 + Number(period.slice(4))
  const meterStart = 100 + monthsSince2020 * 45
  return sheetOf({
    period,
    billRupiah: waterRupiah + 12_500,
    penaltyRupiah: isLate ? 7_500 : 0,
    adminRupiah,
    meterStart: String(meterStart),
    meterEnd: String(meterStart + usedM3),
    lines: [
      { label: 'PEMAKAIAN', value: `${usedM3} m3` },
      { label: 'HARGA AIR', value: String(waterRupiah), kind: 'money' },
      { label: 'ABODEMEN', value: '7500', kind: 'money' },
      { label: 'RETRIBUSI', value: '5000', kind: 'money' },
    ],
  })
}

function openMonths(customerNumber: string): number {
  if (customerNumber.endsWith('2')) return 3
  return customerNumber.endsWith('1') || customerNumber.endsWith('6') ? 1 : 1 + (numbersFrom(`water months ${customerNumber}`)(0) % 3)
}

const streets = ['JL MAWAR', 'JL MELATI', 'JL KENANGA', 'JL PAHLAWAN', 'JL DIPONEGORO', 'GG BUNTU']

export function addressOf(customerNumber: BillQuestion['customerNumber']): string {
  const numbers = numbersFrom(`address ${customerNumber}`)
  return `${streets[numbers(0) % streets.length]} NO ${1 + (numbers(1) % 99)}`
}
