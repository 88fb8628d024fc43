import type { Product } from '../../../shared/central-api/catalogue.ts'
import { bigMeter, connectionOf, customerOf, numbersFrom, plnSheets, tariffAndPower } from '../customers.ts'
import { indebtedMeter, tokenReceipt } from '../token.ts'
import { type BillQuestion, billProduct, type Family, inThousands, monthOf, sheetOf, storiesOf, topUpProduct } from './family.ts'

export const electricityBill: Family = {
  products: [
    billProduct({
      code: 'PLN',
      group: 'pln-postpaid',
      groupName: 'PLN Tagihan',
      name: 'PLN Tagihan Listrik',
      biller: 'PLN',
      receiptTemplate: 'pln-postpaid',
      customerNumber: { label: 'ID Pelanggan', pattern: '^\\d{12}$', example: '530000000001' },
      adminRupiah: 2_750,
      commissionRupiah: 1_800,
      sheetsMax: 4,
    }),
  ],
  stories: storiesOf({
    paid: ['530000000001', '530000000002'],
    notFound: '530000000003',
    alreadyPaid: '530000000004',
    wrongNumber: '530000000005',
    failed: '530000000006',
    pendingThenPaid: ['630000000001', '630000000002', '530000000007'],
    pendingThenFailed: '630000000006',
    unavailable: '530000000008',
  }),
  billOf: ({ product, customerNumber, wibDay }) => ({
    customerName: customerOf(customerNumber).name,
    fields: [{ label: 'TARIF/DAYA', value: tariffAndPower(customerOf(customerNumber)) }],
    sheets: plnSheets(customerNumber, monthOf(wibDay), product),
  }),
}

const tokenAdminRupiah = 2_500
// On the card is a meter number (11) or an IDPEL (12).
const meterOrIdpel = { label: 'No. Meter / IDPEL', pattern: '^\\d{11,12}$', example: '12345678901' }

/** Meters with tokens paid for and never handed out, by face value (buying option 1 of PLN's switching). */
const unsoldTokens: Readonly<Record<string, readonly number[]>> = { '12345678902': [20_000, 50_000], '12345678903': [100_000] }

export const electricityToken: Family = {
  products: [20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000].map((nominalRupiah) =>
    topUpProduct({
      code: `PLNT${nominalRupiah / 1_000}`,
      group: 'pln-prepaid',
      groupName: 'PLN Token',
      name: `PLN Token ${inThousands(nominalRupiah)}`,
      biller: 'PLN',
      receiptTemplate: 'pln-prepaid',
      customerNumber: meterOrIdpel,
      inquiry: 'whenOnline',
      nominalRupiah,
      adminRupiah: tokenAdminRupiah,
      priceRupiah: nominalRupiah + tokenAdminRupiah,
      commissionRupiah: 1_200,
    }),
  ),
  // 12345678901 is IAK's; the others have the last digits of the numbers Digiflazz publishes for xld10.
  stories: storiesOf({
    paid: ['12345678901', '12345671230', ...Object.keys(unsoldTokens), bigMeter, indebtedMeter],
    notFound: '12345671231',
    failed: '12345671232',
    pendingThenPaid: '12345671233',
    pendingThenFailed: '12345671234',
    wrongNumber: '12345671235',
    unavailable: '12345671238',
    overLimit: '12345671239',
  }),
  billOf: (question) => {
    const unsold = unsoldTokens[question.customerNumber] ?? []
    const told = unsold.map((nominalRupiah, index) => ({
      label: `TOKEN BELUM TERJUAL ${index + 1}`,
      value: String(nominalRupiah),
      kind: 'money',
    }))
    return { ...meterOwner(question), fields: [...meterOwner(question).fields, ...told], sheets: [] }
  },
  proofOf: ({ product, customerNumber, reference }) =>
    tokenReceipt({ nominalRupiah: product.nominalRupiah ?? 0, adminRupiah: product.adminRupiah }, customerNumber, reference),
}

/** A token that was paid for once and not handed out is a bill of its own: its period is its number at PLN, so it is sold once. */
export const unsoldToken: Family = {
  products: [
    billProduct({
      code: 'PLNUNSOLD',
      group: 'pln-unsold',
      groupName: 'PLN Token Belum Terjual',
      name: 'PLN Token Belum Terjual',
      biller: 'PLN',
      receiptTemplate: 'pln-prepaid',
      customerNumber: { ...meterOrIdpel, example: '12345678902' },
      offline: 'never',
      adminRupiah: tokenAdminRupiah,
      commissionRupiah: 1_200,
    }),
  ],
  stories: storiesOf({ paid: Object.keys(unsoldTokens) }),
  billOf: (question) => {
    const tokens = unsoldTokens[question.customerNumber]
    if (tokens === undefined) return null
    const { adminRupiah } = question.product
    const sheets = tokens.map((billRupiah, index) => sheetOf({ period: `TOKEN ${index + 1}`, billRupiah, penaltyRupiah: 0, adminRupiah }))
    return { ...meterOwner(question), sheets }
  },
  proofOf: ({ product, customerNumber, sheets, reference }) => {
    const amountRupiah = sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0)
    const { adminRupiah } = product
    return tokenReceipt({ nominalRupiah: amountRupiah - adminRupiah, adminRupiah }, customerNumber, reference)
  },
}

/** What PLN does for money besides selling energy: known by a registration number of 13 digits; the published test numbers have 16. */
export const electricityService: Family = {
  products: [
    billProduct({
      code: 'PLNNON',
      group: 'pln-nontaglis',
      groupName: 'PLN Non Tagihan',
      name: 'PLN Non Tagihan Listrik',
      biller: 'PLN',
      customerNumber: {
        label: 'No. Registrasi',
        labelEn: 'Registration number',
        pattern: '^(?:\\d{13}|[89]10205101129\\d{4})$',
        example: '3225030005922',
      },
      adminRupiah: 3_000,
      commissionRupiah: 1_500,
    }),
  ],
  stories: storiesOf({
    paid: ['3225030005922', '8102051011290001'],
    notFound: '8102051011290002',
    failed: '8102051011290003',
    pendingThenPaid: '9102051011290001',
    pendingThenFailed: '9102051011290003',
  }),
  billOf: ({ product, customerNumber, wibDay }) => {
    const { name } = customerOf(customerNumber)
    const numbers = numbersFrom(`nontaglis ${customerNumber}`)
    const isNew = numbers(0) % 2 === 0
    const connection = connectionOf(customerNumber)
    const billRupiah = Math.round((connection.powerVa * (isNew ? 937 : 969)) / 100) * 100
    return {
      customerName: name,
      fields: [
        { label: 'TRANSAKSI', value: isNew ? 'PENYAMBUNGAN BARU' : 'PERUBAHAN DAYA' },
        { label: 'TGL REGISTRASI', value: `${wibDay.slice(0, 7)}-01`, kind: 'date' },
        { label: 'IDPEL', value: `53${String(numbers(1)).padStart(10, '0').slice(0, 10)}` },
      ],
      sheets: [sheetOf({ period: isNew ? 'PASANG BARU' : 'UBAH DAYA', billRupiah, penaltyRupiah: 0, adminRupiah: product.adminRupiah })],
    }
  },
  slip: {
    title: 'STRUK NON TAGIHAN LISTRIK',
    numberLabel: 'NO REGISTRASI',
    periodLabel: 'JENIS',
    sentence: 'PLN menyatakan struk ini sebagai bukti pembayaran yang sah',
    closing: ['Rincian tagihan dapat diakses di www.pln.co.id atau PLN terdekat', 'TERIMA KASIH'],
  },
}

function meterOwner({ customerNumber }: BillQuestion) {
  const customer = customerOf(customerNumber)
  return {
    customerName: customer.name,
    fields: [
      { label: 'NO METER', value: customer.meterNumber },
      { label: 'IDPEL', value: customer.idpel },
      { label: 'TARIF/DAYA', value: tariffAndPower(customer) },
    ],
  }
}

/** Of PLN's products, whose nightly window is the operator's to set. */
export function isElectricity(product: Product): boolean {
  return product.biller === 'PLN'
}
