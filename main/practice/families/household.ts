import { customerOf, numbersFrom } from '../customers.ts'
import { monthsUpTo } from '../periods.ts'
import { billProduct, type Family, monthOf, sheetOf, storiesOf } from './family.ts'
import { addressOf } from './water.ts'

const channels = ['FAMILY PACK', 'SPORT PACK', 'GALAXY PACK']

export const television: Family = {
  products: ['Transvision', 'MNC Vision'].map((name, index) =>
    billProduct({
      code: index === 0 ? 'TVTRANS' : 'TVMNC',
      group: index === 0 ? 'tv-trans' : 'tv-mnc',
      groupName: name,
      name: `TV ${name}`,
      biller: name,
      customerNumber: { label: 'ID Pelanggan', labelEn: 'Customer id', pattern: '^\\d{10,12}$', example: '127246500101' },
      adminRupiah: 2_500,
      commissionRupiah: 1_100,
      sheetsMax: 3,
    }),
  ),
  stories: storiesOf({
    paid: '127246500101',
    notFound: '127246500102',
    failed: '127246500105',
    pendingThenPaid: '227246500101',
    pendingThenFailed: '227246500105',
  }),
  billOf: ({ product, customerNumber, wibDay }) => {
    const numbers = numbersFrom(`tv ${customerNumber}`)
    const pack = channels[numbers(0) % channels.length] ?? ''
    const month = monthOf(wibDay)
    const bill = { billRupiah: 119_900 + (numbers(1) % 10) * 15_000, penaltyRupiah: 0, adminRupiah: product.adminRupiah }
    return {
      customerName: customerOf(customerNumber).name,
      fields: [{ label: 'PAKET', value: pack }],
      sheets: [sheetOf({ period: month, ...bill, lines: [{ label: 'BILL REFF', value: `${month}${customerNumber.slice(-6)}` }] })],
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN TV BERLANGGANAN',
    numberLabel: 'NO PELANGGAN',
    periodLabel: 'BLN TAGIHAN',
    closing: ['SIMPANLAH STRUK INI SEBAGAI BUKTI PEMBAYARAN ANDA'],
  },
}

export const gas: Family = {
  products: [
    billProduct({
      code: 'PGN',
      group: 'gas-pgn',
      groupName: 'Gas PGN',
      name: 'PGN Gas Rumah Tangga',
      biller: 'PGN',
      customerNumber: { label: 'ID Pelanggan PGN', labelEn: 'PGN customer id', pattern: '^\\d{9,10}$', example: '0110014601' },
      adminRupiah: 2_500,
      commissionRupiah: 1_000,
      sheetsMax: 4,
    }),
  ],
  stories: storiesOf({
    paid: ['0110014601', '0110014602'],
    notFound: '0110014603',
    failed: '0110014605',
    pendingThenPaid: '1110014601',
    pendingThenFailed: '1110014605',
  }),
  billOf: ({ product, customerNumber, wibDay }) => ({
    customerName: customerOf(customerNumber).name,
    fields: [{ label: 'ALAMAT', value: addressOf(customerNumber) }],
    // 0110014602 is published with two bills.
    sheets: monthsUpTo(monthOf(wibDay), customerNumber.endsWith('2') ? 2 : 1).map((period) => {
      const usedM3 = 6 + (numbersFrom(`gas ${customerNumber} ${period}`)(0) % 25)
      const start = 500 + ((Number(period.slice(0, 4)) - 2_020) * 12 + Number(period.slice(4))) * 32
      return sheetOf({
        period,
        billRupiah: usedM3 * 6_000,
        penaltyRupiah: 0,
        adminRupiah: product.adminRupiah,
        lines: [
          { label: 'STAND METER', value: `${start}-${start + usedM3}`, kind: 'meter' },
          { label: 'PEMAKAIAN', value: `${usedM3} m3` },
        ],
      })
    }),
  }),
  slip: {
    title: 'STRUK PEMBAYARAN GAS',
    numberLabel: 'ID PELANGGAN',
    sentence: 'PGN menyatakan struk ini sebagai bukti pembayaran yang sah',
    closing: ['TERIMA KASIH'],
  },
}

const makers = ['HONDA BEAT', 'YAMAHA NMAX', 'HONDA VARIO 160', 'SUZUKI CARRY']

export const financing: Family = {
  products: [
    ['FNMEGA', 'mega', 'Mega Central Finance'],
    ['FNADIRA', 'adira', 'Adira Finance'],
    ['FNBAF', 'baf', 'BAF'],
  ].map(([code = '', key, name = '']) =>
    billProduct({
      code,
      group: `finance-${key}`,
      groupName: name,
      name: `Angsuran ${name}`,
      biller: name,
      customerNumber: { label: 'No. Kontrak', labelEn: 'Contract number', pattern: '^\\d{8,16}$', example: '6391601201' },
      adminRupiah: 5_000,
      commissionRupiah: 2_000,
    }),
  ),
  stories: storiesOf({
    paid: '6391601201',
    notFound: '6391601202',
    failed: '6391601205',
    pendingThenPaid: '7391601201',
    pendingThenFailed: '7391601205',
  }),
  billOf: ({ product, customerNumber, wibDay }) => {
    const numbers = numbersFrom(`contract ${customerNumber}`)
    const tenor = [12, 24, 36][numbers(0) % 3] ?? 12
    // The instalments run on with the months, one a month until the contract has ended.
    const month = Number(wibDay.slice(0, 4)) * 12 + Number(wibDay.slice(5, 7))
    const instalment = 1 + ((month + numbers(1)) % tenor)
    const isLate = customerNumber.endsWith('9')
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'KENDARAAN', value: makers[numbers(2) % makers.length] ?? '' },
        { label: 'NO POLISI', value: `R ${1_000 + (numbers(3) % 9_000)} KE` },
        { label: 'NO RANGKA', value: `MH1JM${String(numbers(4)).padStart(10, '0')}` },
        { label: 'TENOR', value: `${tenor} bulan` },
        { label: 'JATUH TEMPO', value: `${wibDay.slice(0, 7)}-${isLate ? '05' : '28'}`, kind: 'date' },
      ],
      sheets: [
        sheetOf({
          period: `ANGSURAN ${instalment}`,
          billRupiah: 650_000 + (numbers(5) % 40) * 12_500,
          penaltyRupiah: isLate ? 18_500 : 0,
          adminRupiah: product.adminRupiah,
          ...(isLate ? { lines: [{ label: 'TERMASUK TAGIH', value: '10000', kind: 'money' }] } : {}),
        }),
      ],
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN ANGSURAN',
    numberLabel: 'NO KONTRAK',
    periodLabel: 'UNTUK',
    closing: ['Simpan bukti pembayaran ini sebagai tanda pembayaran yang sah'],
  },
}
