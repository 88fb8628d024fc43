import type { PaidProof } from '../../shared/central-api/payments.ts'
import type { Rupiah } from '../../shared/money.ts'
import { sha256Hex } from '../platform/crypto.ts'
import { connectionOf, numbersFrom } from './customers.ts'

/** What a prepaid electricity slip is made of: RP BAYAR = METERAI + PPN + PBJT-TL + ANGSURAN + RP STROOM + ADMIN. */
export function tokenReceipt(
  { nominalRupiah, adminRupiah }: { nominalRupiah: Rupiah; adminRupiah: Rupiah },
  customerNumber: string,
  reference: string,
): Required<Pick<PaidProof, 'token' | 'energyCentiKwh' | 'taxes'>> {
  // Street lighting tax is the region's, on top of the electricity: 10 % turns 20.000 into 18.181 and 1.819.
  const taxPercent = customerNumber === '12345678901' ? 10 : ([3, 6, 8, 10][numbersFrom(`region ${customerNumber}`)(0) % 4] ?? 10)
  const powerPurchaseRupiah = Math.floor((nominalRupiah * 100) / (100 + taxPercent))
  return {
    token: (BigInt(`0x${sha256Hex(`token ${reference}`)}`) % 10n ** 20n).toString().padStart(20, '0'),
    energyCentiKwh: Math.floor((powerPurchaseRupiah * 10_000) / connectionOf(customerNumber).kwhPriceSen),
    taxes: {
      stampRupiah: 0,
      vatRupiah: 0,
      streetLightingTaxRupiah: nominalRupiah - powerPurchaseRupiah,
      instalmentRupiah: 0,
      powerPurchaseRupiah,
      adminRupiah,
    },
  }
}
