import { customerOf, numbersFrom } from '../customers.ts'
import { monthAfter, monthsUpTo } from '../periods.ts'
import { type BillQuestion, billProduct, type Family, monthOf, sheetOf, storiesOf } from './family.ts'

const months = {
  code: 'months',
  label: { id: 'Jumlah bulan', en: 'Months' },
  kind: 'months',
  saidAgainBy: 'sheetCount',
  default: '1',
  monthsMax: 12,
}

/** Premium of class 3 for one person. */
const premiumRupiah = 42_000

/** A family pays together, all arrears first; months ahead are paid on request. What was paid is not refused: the next month is due then. */
export const healthInsurance: Family = {
  products: [
    billProduct({
      code: 'BPJSKS',
      group: 'bpjs-kesehatan',
      groupName: 'BPJS Kesehatan',
      name: 'BPJS Kesehatan',
      biller: 'BPJS Kesehatan',
      customerNumber: {
        label: 'No. Kartu / VA',
        labelEn: 'Card or VA number',
        pattern: '^\\d{13}$',
        example: '8801234560001',
        // The virtual account of a card is a bank's five digits and the card's last eleven.
        rewrite: { pattern: '^8[89]888(\\d{11})$', to: '00$1' },
        sentence: { id: 'Nomor kartu BPJS 13 angka, VA 16 angka.', en: 'A card has 13 digits, a VA 16.' },
      },
      fields: [{ ...months, sentence: { id: 'Satu sampai 12 bulan.', en: 'One to 12 months.' } }],
      adminRupiah: 2_500,
      commissionRupiah: 700,
      sheetsMax: 24,
    }),
  ],
  stories: {
    ...storiesOf({ unavailable: ['8801234560003', '8801234560008'], alreadyPaid: '8801234560004', pendingThenPaid: '8801234560007' }),
    ...storiesOf({
      paid: '8801234560001',
      notFound: '8801234560002',
      failed: '8801234560005',
      pendingThenPaid: '9801234560001',
      pendingThenFailed: '9801234560005',
    }),
  },
  billOf: ({ product, customerNumber, answers, wibDay }) => {
    const members = 1 + (numbersFrom(`family ${customerNumber}`)(0) % 5)
    const month = monthOf(wibDay)
    const sheet = (period: string) =>
      sheetOf({ period, billRupiah: members * premiumRupiah, penaltyRupiah: 0, adminRupiah: product.adminRupiah })
    const due = monthsUpTo(month, arrears(customerNumber))
    const count = Number(answers.months ?? '1')
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'JML PESERTA', value: String(members) },
        { label: 'NAMA CABANG', value: 'PURWOKERTO' },
        { label: 'PREMI', value: String(members * premiumRupiah), kind: 'money' },
      ],
      sheets: due.map(sheet),
      ahead: { sheets: Array.from({ length: 24 }, (_, index) => sheet(monthAfter(month, index + 1))), count },
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN IURAN BPJS KESEHATAN',
    numberLabel: 'NO KARTU',
    sentence: 'BPJS KESEHATAN MENYATAKAN STRUK INI SEBAGAI BUKTI PEMBAYARAN YANG SAH',
    closing: ['Rincian Tagihan dapat diakses pada www.bpjs-kesehatan.go.id'],
  },
}

/** At least 1; a number ending in 9 has three months of arrears beside the running one. */
function arrears(customerNumber: string): number {
  return customerNumber.endsWith('9') ? 4 : 1
}

/** Members who pay for themselves, known by their NIK, who choose for how many months. */
export const workInsurance: Family = {
  products: [
    billProduct({
      code: 'BPJSTK',
      group: 'bpjs-tk',
      groupName: 'BPJS Ketenagakerjaan',
      name: 'BPJS Ketenagakerjaan BPU',
      biller: 'BPJS TK',
      customerNumber: {
        label: 'NIK',
        labelEn: 'National id',
        pattern: '^\\d{16}$',
        example: '3302041708900001',
        check: 'nik',
        sentence: { id: 'NIK 16 angka, seperti di KTP.', en: 'The 16 digits of the identity card.' },
      },
      fields: [
        {
          ...months,
          kind: 'choice',
          choices: [1, 2, 3, 6, 12].map((count) => ({ value: String(count), label: { id: `${count} bulan`, en: `${count} months` } })),
        },
      ],
      adminRupiah: 2_500,
      commissionRupiah: 700,
      sheetsMax: 12,
    }),
  ],
  stories: storiesOf({
    paid: '3302041708900001',
    notFound: '3302041708900002',
    failed: '3302041708900005',
    pendingThenPaid: '3302041708900007',
    pendingThenFailed: '3302041708900008',
  }),
  billOf: ({ product, customerNumber, answers, wibDay }: BillQuestion) => {
    const month = monthOf(wibDay)
    const count = Number(answers.months ?? '1')
    const sheet = (period: string) =>
      sheetOf({
        period,
        billRupiah: 36_800,
        penaltyRupiah: 0,
        adminRupiah: product.adminRupiah,
        lines: [
          { label: 'JHT', value: '20000', kind: 'money' },
          { label: 'JKK', value: '10000', kind: 'money' },
          { label: 'JKM', value: '6800', kind: 'money' },
        ],
      })
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'KODE IURAN', value: `9${String(numbersFrom(`iuran ${customerNumber}`)(0)).padStart(10, '0')}` },
        { label: 'KODE PROGRAM', value: 'JHT-JKK-JKM' },
        { label: 'TGL BERLAKU', value: `${wibDay.slice(0, 7)}-01`, kind: 'date' },
      ],
      sheets: [sheet(month)],
      ahead: { sheets: Array.from({ length: 23 }, (_, index) => sheet(monthAfter(month, index + 1))), count },
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN IURAN BPJS KETENAGAKERJAAN',
    numberLabel: 'NIK',
    sentence: 'BPJS KETENAGAKERJAAN menyatakan struk ini sebagai bukti pembayaran yang sah',
    closing: ['TERIMA KASIH'],
  },
}
