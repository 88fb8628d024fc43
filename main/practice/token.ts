import type { PaidProof } from '../../shared/central-api/payments.ts'
import type { Rupiah } from '../../shared/money.ts'
import { sha256Hex } from '../platform/crypto.ts'
import { bigMeter, connectionOf, numbersFrom } from './customers.ts'

/** Pays off a debt to PLN with every token. */
export const indebtedMeter = '12345670077'
const vatPercent = 11

/** What a prepaid electricity slip is made of: RP BAYAR = METERAI + PPN + PBJT-TL + ANGSURAN + RP STROOM + ADMIN. */
export function tokenReceipt(
  { nominalRupiah, adminRupiah }: { nominalRupiah: Rupiah; adminRupiah: Rupiah },
  customerNumber: string,
  reference: string,
): Required<Pick<PaidProof, 'token' | 'energyCentiKwh' | 'taxes'>> {
  // Street lighting tax is the region's, on top of the electricity: 10 % turns 20.000 into 18.181 and 1.819.
  const taxPercent = isPublished(customerNumber) ? 10 : ([3, 6, 8, 10][numbersFrom(`region ${customerNumber}`)(0) % 4] ?? 10)
  const isBig = customerNumber === bigMeter
  const instalmentRupiah = customerNumber === indebtedMeter ? Math.min(15_000, Math.floor(nominalRupiah / 2)) : 0
  const electricityRupiah = nominalRupiah - instalmentRupiah
  const parts = 100 + taxPercent + (isBig ? vatPercent : 0)
  // Rp 200.000 of a big connection are published as 165.290 and 16.529 and 18.181.
  const vatRupiah = isBig ? Math.floor((electricityRupiah * vatPercent) / parts) : 0
  const powerPurchaseRupiah = isBig
    ? electricityRupiah - vatRupiah - Math.round((electricityRupiah * taxPercent) / parts)
    : Math.floor((electricityRupiah * 100) / parts)
  return {
    token: (BigInt(`0x${sha256Hex(`token ${reference}`)}`) % 10n ** 20n).toString().padStart(20, '0'),
    energyCentiKwh: Math.floor((powerPurchaseRupiah * 10_000) / connectionOf(customerNumber).kwhPriceSen),
    taxes: {
      stampRupiah: 0,
      vatRupiah,
      streetLightingTaxRupiah: electricityRupiah - powerPurchaseRupiah - vatRupiah,
      instalmentRupiah,
      powerPurchaseRupiah,
      adminRupiah,
    },
  }
}

/** Whose slips are known from the trade's own samples, all of a region with 10 %. */
function isPublished(customerNumber: string): boolean {
  return customerNumber === '12345678901' || customerNumber === bigMeter
}
