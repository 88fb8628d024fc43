import type { ProductSummary } from '../../shared/terminal-api/shapes.ts'

const base = {
  biller: 'PLN',
  offline: 'knownPrice',
  priceRupiah: null,
  nominalRupiah: null,
  adminRupiah: 0,
  counterFeeRupiah: 0,
  sheetsMax: 1,
} as const satisfies Partial<ProductSummary>

const phone = { label: 'Nomor HP', pattern: '^08(11|12|13|21|22|23|51|52|53)\\d{6,9}$', example: '081200001230' }

/** Three groups in catalogue order, with pulsa's denominations out of order. */
export const sampleProducts: ProductSummary[] = [
  {
    ...base,
    code: 'pln-postpaid',
    group: 'pln-postpaid',
    groupName: 'PLN Tagihan',
    name: 'PLN Tagihan Listrik',
    kind: 'postpaid',
    customerNumber: { label: 'ID Pelanggan', pattern: '^\\d{12}$', example: '530000000001' },
  },
  {
    ...base,
    code: 'pln-20',
    group: 'pln-prepaid',
    groupName: 'PLN Token',
    name: 'Token Listrik 20 rb',
    kind: 'prepaid',
    nominalRupiah: 20_000,
    customerNumber: { label: 'No. Meter', pattern: '^\\d{11,12}$', example: '12345678901' },
  },
  ...[50_000, 5_000, 100_000, 10_000, 20_000].map(
    (nominalRupiah): ProductSummary => ({
      ...base,
      code: `tsel-${nominalRupiah}`,
      group: 'pulsa-telkomsel',
      groupName: 'Pulsa Telkomsel',
      name: `Telkomsel ${nominalRupiah}`,
      biller: 'Telkomsel',
      kind: 'prepaid',
      nominalRupiah,
      priceRupiah: nominalRupiah + 1_500,
      customerNumber: phone,
    }),
  ),
]
