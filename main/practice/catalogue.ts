import type { Product } from '../../shared/central-api/catalogue.ts'

type CutOff = Product['cutOff']

/** What the practice outlet sells. Amounts are data of the day, as at a real central. */
export function practiceProducts(plnCutOff: CutOff): Product[] {
  return [
    plnPostpaid(plnCutOff),
    ...tokenNominals.map((nominal) => plnToken(nominal, plnCutOff)),
    ...Object.entries(pulsaPrices).map(pulsa),
    pdam,
  ]
}

function plnPostpaid(cutOff: CutOff): Product {
  return {
    code: 'PLN',
    group: 'pln-postpaid',
    groupName: 'PLN Tagihan',
    name: 'PLN Tagihan Listrik',
    biller: 'PLN',
    kind: 'postpaid',
    receiptTemplate: 'pln-postpaid',
    customerNumber: { label: 'ID Pelanggan', pattern: '^\\d{12}$', example: '530000000001' },
    offline: 'knownBill',
    inquiry: 'required',
    nominalRupiah: null,
    adminRupiah: 2_750,
    priceRupiah: null,
    commissionRupiah: 1_800,
    counterFeeRupiah: 0,
    sheetsMax: 4,
    cutOff,
  }
}

const tokenNominals = [20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000]
const tokenAdminRupiah = 2_500

function plnToken(nominalRupiah: number, cutOff: CutOff): Product {
  return {
    code: `PLNT${nominalRupiah / 1_000}`,
    group: 'pln-prepaid',
    groupName: 'PLN Token',
    name: `PLN Token ${inThousands(nominalRupiah)}`,
    biller: 'PLN',
    kind: 'prepaid',
    receiptTemplate: 'pln-prepaid',
    // On the card is a meter number (11) or an IDPEL (12).
    customerNumber: { label: 'No. Meter / IDPEL', pattern: '^\\d{11,12}$', example: '12345678901' },
    offline: 'knownPrice',
    inquiry: 'whenOnline',
    nominalRupiah,
    adminRupiah: tokenAdminRupiah,
    priceRupiah: nominalRupiah + tokenAdminRupiah,
    commissionRupiah: 1_200,
    counterFeeRupiah: 0,
    sheetsMax: 1,
    cutOff,
  }
}

const pulsaPrices = { 5000: 6_500, 10000: 11_500, 20000: 21_500, 25000: 26_500, 50000: 51_500, 100000: 101_000 }

function pulsa([nominal, priceRupiah]: [string, number]): Product {
  const nominalRupiah = Number(nominal)
  return {
    code: `TSEL${nominalRupiah / 1_000}`,
    group: 'pulsa-telkomsel',
    groupName: 'Pulsa Telkomsel',
    name: `Telkomsel ${inThousands(nominalRupiah)}`,
    biller: 'Telkomsel',
    kind: 'prepaid',
    receiptTemplate: 'pulsa',
    customerNumber: { label: 'Nomor HP', pattern: '^08(?:1[123]|2[123]|5[123])\\d{6,9}$', example: '081200001230' },
    offline: 'knownPrice',
    inquiry: 'none',
    nominalRupiah,
    adminRupiah: 0,
    priceRupiah,
    commissionRupiah: 800,
    counterFeeRupiah: 0,
    sheetsMax: 1,
    cutOff: null,
  }
}

/** The one bill that may be taken from the customer's paper while the link is down. */
const pdam: Product = {
  code: 'PDAMBJM',
  group: 'pdam',
  groupName: 'PDAM',
  name: 'PDAM Banjarmasin',
  biller: 'PDAM',
  kind: 'postpaid',
  receiptTemplate: 'pdam',
  customerNumber: { label: 'No. Sambungan', pattern: '^\\d{7}$', example: '1013226' },
  offline: 'statedAmount',
  inquiry: 'required',
  nominalRupiah: null,
  adminRupiah: 2_500,
  priceRupiah: null,
  commissionRupiah: 1_000,
  counterFeeRupiah: 0,
  sheetsMax: 4,
  cutOff: null,
}

/** "20 rb", "1 jt": how a counter says it. */
function inThousands(amountRupiah: number): string {
  return amountRupiah >= 1_000_000 ? `${amountRupiah / 1_000_000} jt` : `${amountRupiah / 1_000} rb`
}

/** True inside a product's nightly window, which may lie across midnight WIB. */
export function isCutOff(cutOff: CutOff, nowMs: number): boolean {
  if (cutOff === null) return false
  const time = new Date(nowMs + 7 * 3_600_000).toISOString().slice(11, 16)
  return cutOff.start <= cutOff.end ? time >= cutOff.start && time < cutOff.end : time >= cutOff.start || time < cutOff.end
}
