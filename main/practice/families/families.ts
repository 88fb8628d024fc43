import type { Product } from '../../../shared/central-api/catalogue.ts'
import { fitsCustomerNumber } from '../../../shared/product-answers.ts'
import { credit, mobileData, telkomselCredit } from './credit.ts'
import { electricityBill, electricityService, electricityToken, isElectricity, unsoldToken } from './electricity.ts'
import type { Family, Story } from './family.ts'
import { financing, gas, television } from './household.ts'
import { healthInsurance, workInsurance } from './insurance.ts'
import { landTax, vehicleTax } from './tax.ts'
import { mobileBill, telkom } from './telephone.ts'
import { trainTicket } from './travel.ts'
import { eMoneyCard, eWallet } from './wallet.ts'
import { waterByMonth, waterFromPaper, waterOfDistrict, waterUnified } from './water.ts'

/** In the order of the catalogue, and so of the screen: what a counter sells most comes first. */
const families: readonly Family[] = [
  electricityBill,
  electricityToken,
  telkomselCredit,
  waterFromPaper,
  healthInsurance,
  telkom,
  credit,
  mobileData,
  eWallet,
  waterByMonth,
  waterOfDistrict,
  waterUnified,
  mobileBill,
  unsoldToken,
  electricityService,
  workInsurance,
  television,
  gas,
  financing,
  trainTicket,
  eMoneyCard,
  landTax,
  vehicleTax,
]

const familyByCode = new Map(families.flatMap((family) => family.products.map(({ code }) => [code, family] as const)))

/** What the practice outlet sells. Amounts are data of the day, as at a real central. */
export function practiceProducts(plnCutOff: Product['cutOff']): Product[] {
  return families
    .flatMap(({ products }) => products)
    .map((product) => (isElectricity(product) ? { ...product, cutOff: plnCutOff } : product))
}

/** Null for a product the operator added. */
export function familyOf(productCode: string): Family | null {
  return familyByCode.get(productCode) ?? null
}

/** How a number behaves for a product. */
export function storyFor(product: Product, customerNumber: string): Story {
  return familyOf(product.code)?.stories[customerNumber] ?? { inquiry: 'works', pays: 'paid' }
}

/** The numbers of a product that behave in a way of their own, for people to be told. */
export function toldNumbers(product: Product): string[] {
  return Object.keys(familyOf(product.code)?.stories ?? {}).filter((number) => fitsCustomerNumber(product.customerNumber, number))
}
