import { numbersFrom } from '../customers.ts'
import { type Family, inThousands, type PaidOrder, storiesOf, topUpProduct } from './family.ts'

type Operator = { key: string; code: string; name: string; prefixes: string; example: string }

/** Prefixes as IAK and Sepulsa list them; a number keeps its prefix for life. */
const otherOperators: readonly Operator[] = [
  { key: 'xl', code: 'XL', name: 'XL', prefixes: '0817|0818|0819|0859|0877|0878|0879', example: '087800001230' },
  { key: 'indosat', code: 'ISAT', name: 'Indosat', prefixes: '0814|0815|0816|0855|0856|0857|0858', example: '085700001230' },
  { key: 'tri', code: 'TRI', name: 'Tri', prefixes: '089[5-9]', example: '089600001230' },
  { key: 'axis', code: 'AXIS', name: 'Axis', prefixes: '0831|0832|0833|0837|0838', example: '083800001230' },
  { key: 'smartfren', code: 'SF', name: 'Smartfren', prefixes: '088[1-9]', example: '088100001230' },
]
const telkomselNumber = { label: 'Nomor HP', pattern: '^08(?:1[123]|2[123]|5[123])\\d{6,9}$', example: '081200001230' }
const numberOf = ({ prefixes, example }: Operator) => ({ label: 'Nomor HP', pattern: `^(?:${prefixes})\\d{6,9}$`, example })

const telkomselPrices = { 5000: 6_500, 10000: 11_500, 20000: 21_500, 25000: 26_500, 50000: 51_500, 100000: 101_000 }
const nominals = [5_000, 10_000, 20_000, 25_000, 50_000, 100_000]

export const telkomselCredit: Family = {
  products: Object.entries(telkomselPrices).map(([nominal, priceRupiah]) =>
    creditProduct({ key: 'telkomsel', code: 'TSEL', name: 'Telkomsel' }, telkomselNumber, Number(nominal), priceRupiah),
  ),
  stories: lastDigits([telkomselNumber.example]),
  billOf: () => ({ customerName: '', fields: [], sheets: [] }),
  proofOf: serialNumber,
}

export const credit: Family = {
  products: otherOperators.flatMap((operator) =>
    nominals.map((nominal) => creditProduct(operator, numberOf(operator), nominal, nominal + 1_500)),
  ),
  // 0878… as Digiflazz publishes them for xld10; the same last digits for the other operators.
  stories: lastDigits(otherOperators.map(({ example }) => example)),
  billOf: () => ({ customerName: '', fields: [{ label: 'MASA AKTIF', value: '30 Hari' }], sheets: [] }),
  proofOf: serialNumber,
}

type Package = { key: string; name: string; priceRupiah: number; days: number }
const packages: readonly Package[] = [
  { key: '3G', name: 'Data 3 GB 30 hari', priceRupiah: 26_000, days: 30 },
  { key: '8G', name: 'Data 8 GB 30 hari', priceRupiah: 51_000, days: 30 },
  { key: '15G', name: 'Data 15 GB 30 hari', priceRupiah: 76_000, days: 30 },
]

export const mobileData: Family = {
  products: [{ key: 'telkomsel', code: 'TSEL', name: 'Telkomsel', number: telkomselNumber }, ...otherOperators.map(withNumber)].flatMap(
    ({ key, code, name, number }) =>
      packages.map((offer) =>
        topUpProduct({
          code: `${code}D${offer.key}`,
          group: `data-${key}`,
          groupName: `Data ${name}`,
          name: `${name} ${offer.name}`,
          biller: name,
          customerNumber: number,
          // A package is known by its name; it has no face value.
          nominalRupiah: null,
          adminRupiah: 0,
          priceRupiah: offer.priceRupiah,
          commissionRupiah: 1_000,
        }),
      ),
  ),
  stories: lastDigits([telkomselNumber.example, ...otherOperators.map(({ example }) => example)]),
  billOf: ({ product }) => {
    const offer = packages.find(({ key }) => product.code.endsWith(`D${key}`))
    return offer === undefined ? null : { customerName: '', fields: [{ label: 'MASA AKTIF', value: `${offer.days} Hari` }], sheets: [] }
  },
  slip: { title: 'STRUK PEMBELIAN PAKET DATA', numberLabel: 'NO HP' },
  proofOf: serialNumber,
}

function withNumber(operator: Operator) {
  return { ...operator, number: numberOf(operator) }
}

function creditProduct(
  { key, code, name }: Pick<Operator, 'key' | 'code' | 'name'>,
  customerNumber: ReturnType<typeof numberOf>,
  nominalRupiah: number,
  priceRupiah: number,
) {
  return topUpProduct({
    code: `${code}${nominalRupiah / 1_000}`,
    group: `pulsa-${key}`,
    groupName: `Pulsa ${name}`,
    name: `${name} ${inThousands(nominalRupiah)}`,
    biller: name,
    receiptTemplate: 'pulsa',
    customerNumber,
    nominalRupiah,
    adminRupiah: 0,
    priceRupiah,
    commissionRupiah: 800,
  })
}

function lastDigits(working: readonly string[]) {
  const ending = (digits: string) => working.map((number) => number.slice(0, -4) + digits)
  return storiesOf({ paid: working, failed: ending('1232'), pendingThenPaid: ending('1233'), pendingThenFailed: ending('1234') })
}

export function serialNumber({ reference }: Pick<PaidOrder, 'reference'>) {
  const serial = numbersFrom(`serial ${reference}`)
  return { serialNumber: `${serial(0)}${serial(1)}`.padEnd(16, '0').slice(0, 16) }
}
