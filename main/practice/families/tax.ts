import { customerOf, numbersFrom } from '../customers.ts'
import { billProduct, type Family, sheetOf, storiesOf } from './family.ts'
import { addressOf } from './water.ts'

/** Land and building tax: one bill a year, still owed for some years back. */
export const landTax: Family = {
  products: [
    ['PBBBMS', 'bms', 'Kab. Banyumas'],
    ['PBBSBY', 'sby', 'Kota Surabaya'],
  ].map(([code = '', key, region = '']) =>
    billProduct({
      code,
      group: `pbb-${key}`,
      groupName: `PBB ${region}`,
      name: `PBB ${region}`,
      biller: `Pemda ${region}`,
      customerNumber: {
        label: 'NOP',
        labelEn: 'Tax object number',
        pattern: '^\\d{18}$',
        example: '330217001000100010',
        sentence: { id: 'NOP 18 angka, seperti di SPPT.', en: 'The 18 digits on the tax notice.' },
      },
      fields: [
        {
          code: 'year',
          label: { id: 'Tahun pajak', en: 'Tax year' },
          kind: 'digits',
          saidAgainBy: 'period',
          pattern: '^20\\d{2}$',
          sentence: { id: 'Empat angka, misalnya 2026.', en: 'Four digits, such as 2026.' },
        },
      ],
      adminRupiah: 2_500,
      commissionRupiah: 1_000,
    }),
  ),
  // None are published.
  stories: storiesOf({
    paid: '330217001000100010',
    notFound: '330217001000100020',
    failed: '330217001000100050',
    pendingThenPaid: '330217001000100070',
    pendingThenFailed: '330217001000100080',
  }),
  billOf: ({ product, customerNumber, answers, wibDay }) => {
    const year = Number(answers.year)
    const thisYear = Number(wibDay.slice(0, 4))
    if (!(year <= thisYear && year > thisYear - 5)) return null
    const numbers = numbersFrom(`land ${customerNumber}`)
    const landM2 = 60 + (numbers(0) % 400)
    const billRupiah = landM2 * 450
    // 2 % of a year's tax for each month late, as long as it is one of the years before.
    const penaltyRupiah = year < thisYear ? Math.floor((billRupiah * 24) / 100) : 0
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'ALAMAT', value: addressOf(customerNumber) },
        { label: 'KELURAHAN', value: 'KRANJI' },
        { label: 'KECAMATAN', value: 'PURWOKERTO TIMUR' },
        { label: 'LUAS TANAH', value: `${landM2} m2` },
        { label: 'LUAS GEDUNG', value: `${Math.floor(landM2 / 2)} m2` },
        { label: 'JATUH TEMPO', value: `${year}-09-30`, kind: 'date' },
      ],
      sheets: [sheetOf({ period: String(year), billRupiah, penaltyRupiah, adminRupiah: product.adminRupiah })],
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN PBB',
    numberLabel: 'NOP',
    periodLabel: 'TAHUN PAJAK',
    sentence: 'Pemerintah daerah menyatakan struk ini sebagai bukti pembayaran yang sah',
    closing: ['TERIMA KASIH'],
  },
}

/** The one pair of numbers that is published; for any other payment code every identity is taken. */
const publishedPair = { paymentCode: '9658548523568705', identity: '0212502110170100' }

/** Vehicle tax: a payment code from the tax office's application, and the owner's identity number beside it. */
export const vehicleTax: Family = {
  products: [
    billProduct({
      code: 'SAMSATJTG',
      group: 'samsat-jateng',
      groupName: 'SAMSAT Jateng',
      name: 'SAMSAT Jawa Tengah',
      biller: 'SAMSAT',
      customerNumber: { label: 'Kode Pembayaran', labelEn: 'Payment code', pattern: '^\\d{16}$', example: '8102051011310001' },
      fields: [
        {
          code: 'identity',
          label: { id: 'Nomor identitas', en: 'Identity number' },
          kind: 'digits',
          saidAgainBy: 'inquiry',
          pattern: '^\\d{16}$',
          sentence: { id: '16 angka, seperti di KTP pemilik.', en: "The 16 digits of the owner's identity card." },
        },
      ],
      adminRupiah: 5_000,
      commissionRupiah: 2_000,
    }),
  ],
  stories: storiesOf({
    paid: ['8102051011310001', publishedPair.paymentCode],
    notFound: '8102051011310002',
    failed: '8102051011310003',
    pendingThenPaid: '9102051011310001',
    pendingThenFailed: '9102051011310003',
  }),
  billOf: ({ product, customerNumber, answers, wibDay }) => {
    // A payment carries no identity: its inquiry had to.
    const isStranger = answers.identity !== undefined && answers.identity !== publishedPair.identity
    if (customerNumber === publishedPair.paymentCode && isStranger) return null
    const numbers = numbersFrom(`vehicle ${customerNumber}`)
    const taxRupiah = 180_000 + (numbers(0) % 80) * 15_000
    const isLate = numbers(1) % 4 === 0
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'NO POLISI', value: `R ${1_000 + (numbers(2) % 9_000)} AB` },
        { label: 'JENIS', value: numbers(3) % 2 === 0 ? 'SEPEDA MOTOR' : 'MOBIL PENUMPANG' },
        { label: 'BERLAKU S/D', value: `${Number(wibDay.slice(0, 4)) + 1}-${wibDay.slice(5, 7)}-15`, kind: 'date' },
      ],
      sheets: [
        sheetOf({
          period: wibDay.slice(0, 4),
          billRupiah: taxRupiah + 35_000,
          penaltyRupiah: isLate ? Math.floor(taxRupiah / 4) : 0,
          adminRupiah: product.adminRupiah,
          lines: [
            { label: 'PKB', value: String(taxRupiah), kind: 'money' },
            { label: 'SWDKLLJ', value: '35000', kind: 'money' },
          ],
        }),
      ],
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN PAJAK KENDARAAN',
    numberLabel: 'KODE BAYAR',
    periodLabel: 'TAHUN PAJAK',
    sentence: 'SAMSAT menyatakan struk ini sebagai bukti pembayaran yang sah',
    closing: ['Sahkan STNK di kantor SAMSAT paling lambat 30 hari', 'TERIMA KASIH'],
  },
}
