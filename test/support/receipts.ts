import type { PaidProof } from '../../shared/central-api/payments.ts'
import type { AdvanceReceipt, BasketSummary, PaidReceipt, ProvisionalReceipt } from '../../shared/receipt/receipt-data.ts'

/** Receipts to lay out and print: one per product, with the numbers the biller's own samples have. */
const outlet = { name: 'LOKET SUMBER REJEKI', address: 'Jl. Melati No. 7, Banjarmasin', phone: '0511-330000', zone: 'WITA' } as const
const paidAtMs = Date.UTC(2026, 8, 11, 3, 11, 51)

export const postpaidProof: PaidProof = {
  reference: '11002500AAA1A11B22C33D44E55F66A7',
  paidAt: '2026-09-11T03:11:51.000Z',
  deductedRupiah: 139_000,
  commissionRupiah: null,
  customerName: 'PT. CONTOH SEJAHTERA ABADI SENTOSA',
  fields: [{ label: 'TARIF/DAYA', value: 'R1/000001300VA' }],
  sheets: [
    {
      period: '202608',
      amountRupiah: 69_729,
      billRupiah: 63_979,
      penaltyRupiah: 3_000,
      adminRupiah: 2_750,
      meterStart: '11501',
      meterEnd: '11701',
    },
    {
      period: '202609',
      amountRupiah: 73_229,
      billRupiah: 70_479,
      penaltyRupiah: 0,
      adminRupiah: 2_750,
      meterStart: '11701',
      meterEnd: '11847',
    },
  ],
  sheetsRemaining: 1,
}

export const prepaidProof: PaidProof = {
  reference: '0TMS2100AAAA1111BBBB2222CCCC3333',
  paidAt: '2026-09-11T03:11:51.000Z',
  deductedRupiah: 22_000,
  commissionRupiah: null,
  customerName: 'BUDI SANTOSO',
  fields: [
    { label: 'IDPEL', value: '231000000002' },
    { label: 'TARIF/DAYA', value: 'R1/000001300VA' },
  ],
  sheets: [{ period: '', amountRupiah: 23_500, billRupiah: 20_000, penaltyRupiah: 0, adminRupiah: 3_500 }],
  sheetsRemaining: 0,
  token: '11112222333344445555',
  energyCentiKwh: 1_260,
  taxes: {
    stampRupiah: 0,
    vatRupiah: 0,
    streetLightingTaxRupiah: 1_819,
    instalmentRupiah: 0,
    powerPurchaseRupiah: 18_181,
    adminRupiah: 3_500,
  },
}

export const pdamProof: PaidProof = {
  reference: '77002500AAA1A11B22C33D44E55F66A7',
  paidAt: '2026-09-11T03:11:51Z',
  deductedRupiah: 148_500,
  commissionRupiah: 2_000,
  customerName: 'NURUL HIDAYAH',
  fields: [],
  sheets: [
    {
      period: '202608',
      amountRupiah: 83_000,
      billRupiah: 75_500,
      penaltyRupiah: 5_000,
      adminRupiah: 2_500,
      meterStart: '1204',
      meterEnd: '1219',
    },
    {
      period: '202609',
      amountRupiah: 67_500,
      billRupiah: 65_000,
      penaltyRupiah: 0,
      adminRupiah: 2_500,
      meterStart: '1219',
      meterEnd: '1232',
    },
  ],
  sheetsRemaining: 0,
}

const pulsaProof: PaidProof = {
  reference: 'TSEL-20260911-000123',
  paidAt: '2026-09-11T03:11:51.000Z',
  deductedRupiah: 20_150,
  commissionRupiah: null,
  customerName: '',
  fields: [{ label: 'MASA AKTIF', value: '30 Hari' }],
  sheets: [{ period: '', amountRupiah: 21_500, billRupiah: 21_500, penaltyRupiah: 0, adminRupiah: 0 }],
  sheetsRemaining: 0,
  serialNumber: '01234567890123456789',
}

/** An instalment as a central sends it that the terminal knows by its data alone: lines of every kind, one of a kind nobody knows. */
const genericProof: PaidProof = {
  reference: 'FN002500AAA1A11B22C33D44E55F66A7',
  paidAt: '2026-09-11T03:11:51Z',
  deductedRupiah: 1_500_500,
  commissionRupiah: 4_000,
  customerName: 'AGUS RIYADI',
  fields: [
    { label: 'KENDARAAN', value: 'HONDA BEAT' },
    { label: 'JATUH TEMPO', value: '2026-09-05', kind: 'date' },
    { label: 'SISA POKOK', value: '4500000', kind: 'money' },
    { label: 'MULAI', value: '202601', kind: 'period' },
    { label: 'KODE', value: '4X-9', kind: 'barcode' },
  ],
  sheets: [
    {
      period: 'ANGSURAN 8',
      amountRupiah: 748_500,
      billRupiah: 725_000,
      penaltyRupiah: 18_500,
      adminRupiah: 5_000,
      lines: [{ label: 'TERMASUK TAGIH', value: '10000', kind: 'money' }],
    },
    { period: 'ANGSURAN 9', amountRupiah: 755_000, billRupiah: 750_000, penaltyRupiah: 0, adminRupiah: 5_000 },
  ],
  sheetsRemaining: 3,
  slip: {
    title: 'STRUK PEMBAYARAN ANGSURAN',
    numberLabel: 'NO KONTRAK',
    periodLabel: 'UNTUK',
    sentence: 'Simpan bukti pembayaran ini sebagai tanda pembayaran yang sah',
    closing: ['Layanan pelanggan 1500-123'],
  },
}

const paid = { kind: 'paid', outlet, terminalId: 'T-0001', staffName: 'Sari', paidAtMs, copy: { kind: 'first' }, practice: false } as const

export const paidReceipts = {
  'pln-postpaid': {
    ...paid,
    product: { name: 'PLN Tagihan', template: 'pln-postpaid' },
    customerNumber: '530000000002',
    proof: postpaidProof,
    counterFeeRupiah: 2_000,
    cashRoundingRupiah: 42,
  },
  'pln-prepaid': {
    ...paid,
    product: { name: 'PLN Token 20.000', template: 'pln-prepaid' },
    customerNumber: '12345678901',
    proof: prepaidProof,
    counterFeeRupiah: 0,
    cashRoundingRupiah: 0,
  },
  pulsa: {
    ...paid,
    product: { name: 'Telkomsel 20.000', template: 'pulsa' },
    customerNumber: '081234567890',
    proof: pulsaProof,
    counterFeeRupiah: 0,
    cashRoundingRupiah: 0,
  },
  pdam: {
    ...paid,
    product: { name: 'PDAM Banjarmasin', template: 'pdam' },
    customerNumber: '1013226',
    proof: pdamProof,
    counterFeeRupiah: 2_500,
    cashRoundingRupiah: 0,
  },
  generic: {
    ...paid,
    product: { name: 'Angsuran Mega Central Finance', template: 'generic' },
    customerNumber: '6391601201',
    proof: genericProof,
    counterFeeRupiah: 2_000,
    cashRoundingRupiah: 0,
  },
} satisfies Record<string, PaidReceipt>

export type ProductKey = keyof typeof paidReceipts
export const productKeys = Object.keys(paidReceipts) as ProductKey[]

export function repeated(receipt: PaidReceipt): PaidReceipt {
  const copy = { kind: 'repeat', number: 1, reason: 'struk pertama basah', staffName: 'Budi', atMs: paidAtMs + 3_600_000 } as const
  return { ...receipt, copy }
}

export function provisionalOf(receipt: PaidReceipt): ProvisionalReceipt {
  const sheets = receipt.proof.sheets.map(({ period, amountRupiah }) => ({ period, amountRupiah }))
  return {
    kind: 'provisional',
    outlet,
    terminalId: receipt.terminalId,
    staffName: receipt.staffName,
    productName: receipt.product.name,
    customerNumber: receipt.customerNumber,
    customerName: receipt.proof.customerName,
    sheets,
    totalRupiah: sheets.reduce((total, { amountRupiah }) => total + amountRupiah, 0),
    counterFeeRupiah: receipt.counterFeeRupiah,
    cashRoundingRupiah: receipt.cashRoundingRupiah,
    paymentId: '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071',
    acceptedAtMs: paidAtMs,
    stateWord: 'inDoubt',
    practice: receipt.practice,
  }
}

export const advanceReceipt: AdvanceReceipt = {
  kind: 'advance',
  outlet,
  terminalId: 'T-0001',
  staffName: 'Ratna',
  productName: 'PLN Tagihan',
  customerNumber: '530000000002',
  customerName: 'PT. CONTOH SEJAHTERA ABADI SENTOSA',
  paymentId: '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071',
  cashRupiah: 100_000,
  nonCashRupiah: 44_958,
  givenAtMs: paidAtMs,
  practice: false,
}

export const basketSummary: BasketSummary = {
  outlet,
  terminalId: 'T-0001',
  staffName: 'Sari',
  items: [
    { productName: 'PLN Tagihan', customerNumber: '530000000002', totalRupiah: 144_958 },
    { productName: 'Telkomsel 20.000', customerNumber: '081234567890', totalRupiah: 21_500 },
  ],
  totalRupiah: 166_458,
  roundingRupiah: 42,
  receivedRupiah: 200_000,
  changeRupiah: 33_500,
  acceptedAtMs: paidAtMs,
  practice: false,
}

export function textOf(slip: readonly { text: string }[]): string {
  return slip.map(({ text }) => text).join('\n')
}
