import { customerOf } from '../customers.ts'
import { serialNumber } from './credit.ts'
import { type Family, storiesOf, topUpProduct } from './family.ts'

/** The customer says how much; the admin comes on top. */
function amountField(amountMinRupiah: number, amountMaxRupiah: number, amountStepRupiah: number) {
  return {
    code: 'amount',
    label: { id: 'Nominal', en: 'Amount' },
    kind: 'amount',
    saidAgainBy: 'amount',
    amountMinRupiah,
    amountMaxRupiah,
    amountStepRupiah,
    sentence:
      amountStepRupiah === 1
        ? {
            id: `Paling sedikit ${amountMinRupiah}, paling banyak ${amountMaxRupiah}.`,
            en: `At least ${amountMinRupiah}, at most ${amountMaxRupiah}.`,
          }
        : { id: `Kelipatan Rp ${amountStepRupiah}.`, en: `A multiple of Rp ${amountStepRupiah}.` },
  }
}

const wallets = [
  ['GOPAY', 'gopay', 'GoPay'],
  ['OVO', 'ovo', 'OVO'],
  ['DANA', 'dana', 'DANA'],
  ['SHOPEEPAY', 'shopeepay', 'ShopeePay'],
  ['LINKAJA', 'linkaja', 'LinkAja'],
] as const

export const eWallet: Family = {
  products: wallets.map(([code, key, name]) =>
    topUpProduct({
      code,
      group: `wallet-${key}`,
      groupName: name,
      name: `Isi Saldo ${name}`,
      biller: name,
      customerNumber: { label: 'Nomor HP', labelEn: 'Mobile number', pattern: '^08\\d{8,11}$', example: '082100000001' },
      fields: [amountField(10_000, 2_000_000, 1)],
      inquiry: 'whenOnline',
      nominalRupiah: null,
      priceRupiah: null,
      adminRupiah: 1_500,
      commissionRupiah: 800,
    }),
  ),
  // IAK's numbers of ShopeePay, for all of them.
  stories: storiesOf({
    paid: '082100000001',
    unavailable: ['082100000003', '082100000008'],
    wrongNumber: '082100000005',
    failed: '082100000006',
    pendingThenPaid: '082100000007',
  }),
  billOf: ({ customerNumber }) => ({ customerName: customerOf(customerNumber).name, fields: [], sheets: [] }),
  slip: { title: 'STRUK TOP UP E-MONEY', numberLabel: 'NO HP' },
  proofOf: serialNumber,
}

/** Cards for toll roads and trains, by the number on the card; whole thousands only (Digiflazz code 87). */
export const eMoneyCard: Family = {
  products: [
    ['EMANDIRI', 'mandiri', 'Mandiri e-Money'],
    ['BRIZZI', 'brizzi', 'BRI Brizzi'],
  ].map(([code = '', key, name = '']) =>
    topUpProduct({
      code,
      group: `emoney-${key}`,
      groupName: name,
      name: `Isi ${name}`,
      biller: name,
      customerNumber: { label: 'No. Kartu', labelEn: 'Card number', pattern: '^\\d{16}$', example: '8102051011300001' },
      fields: [amountField(20_000, 1_000_000, 1_000)],
      inquiry: 'whenOnline',
      nominalRupiah: null,
      priceRupiah: null,
      adminRupiah: 1_500,
      commissionRupiah: 700,
    }),
  ),
  stories: storiesOf({
    paid: '8102051011300001',
    notFound: '8102051011300002',
    failed: '8102051011300003',
    pendingThenPaid: '9102051011300001',
    pendingThenFailed: '9102051011300003',
  }),
  billOf: () => ({ customerName: '', fields: [{ label: 'KETERANGAN', value: 'Tempelkan kartu untuk menambah saldo' }], sheets: [] }),
  slip: { title: 'STRUK TOP UP E-MONEY', numberLabel: 'NO KARTU' },
  proofOf: serialNumber,
}
