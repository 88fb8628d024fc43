import { dayAfter } from '../../../shared/zones.ts'
import { customerOf, numbersFrom } from '../customers.ts'
import { billProduct, type Family, sheetOf, storiesOf } from './family.ts'

const trains = [
  { name: 'GAJAYANA', route: 'GAMBIR - PURWOKERTO', time: '18:50', fareRupiah: 350_000 },
  { name: 'KUTOJAYA SELATAN', route: 'KUTOARJO - KIARACONDONG', time: '09:55', fareRupiah: 62_000 },
  { name: 'LOGAWA', route: 'PURWOKERTO - JEMBER', time: '05:25', fareRupiah: 74_000 },
]

/** A seat is held for a booking code; nobody can tell offline whether it still is. */
export const trainTicket: Family = {
  products: [
    billProduct({
      code: 'KAITIKET',
      group: 'kai',
      groupName: 'Tiket Kereta',
      name: 'Tiket Kereta Api',
      biller: 'KAI',
      customerNumber: {
        label: 'Kode Booking',
        labelEn: 'Booking code',
        pattern: '^[A-Za-z0-9]{6,7}$',
        example: 'KAI001',
        upperCase: true,
        sentence: { id: 'Kode booking 6 atau 7 huruf dan angka.', en: 'A booking code has 6 or 7 letters and digits.' },
      },
      offline: 'never',
      adminRupiah: 7_500,
      commissionRupiah: 3_500,
    }),
  ],
  // None are published.
  stories: storiesOf({
    paid: 'KAI001',
    notFound: 'KAI002',
    failed: 'KAI005',
    pendingThenPaid: 'KAI007',
    pendingThenFailed: 'KAI008',
  }),
  billOf: ({ product, customerNumber, wibDay }) => {
    const numbers = numbersFrom(`train ${customerNumber}`)
    const train = trains[numbers(0) % trains.length]
    if (train === undefined) return null
    const seats = 1 + (numbers(1) % 4)
    const departure = dayAfter(dayAfter(`${wibDay.slice(0, 7)}-26`))
    const seat = `EKS-${1 + (numbers(2) % 8)}/${1 + (numbers(3) % 13)}`
    return {
      customerName: customerOf(customerNumber).name,
      fields: [
        { label: 'NO KERETA', value: String(30 + (numbers(4) % 200)) },
        { label: 'KERETA', value: train.name },
        { label: 'RUTE', value: train.route },
        { label: 'TANGGAL', value: departure, kind: 'date' },
        { label: 'JAM', value: train.time },
        { label: 'NO KURSI', value: Array.from({ length: seats }, (_, index) => `${seat}${'ABCD'[index]}`).join(', ') },
        { label: 'JML PENUMPANG', value: String(seats) },
      ],
      sheets: [sheetOf({ period: departure, billRupiah: seats * train.fareRupiah, penaltyRupiah: 0, adminRupiah: product.adminRupiah })],
    }
  },
  slip: {
    title: 'STRUK PEMBAYARAN TIKET KAI',
    numberLabel: 'K.BOOKING',
    periodLabel: 'BERANGKAT',
    closing: ['Tukarkan struk ini dengan tiket di stasiun', 'CONTACT CENTER KAI 121'],
  },
}
