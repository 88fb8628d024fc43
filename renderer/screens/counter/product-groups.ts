import type { ProductSummary } from '../../../shared/terminal-api/shapes.ts'

/** Products that share a tile and a number field; one product for a bill, many for denominations. */
export type ProductGroup = {
  code: string
  name: string
  products: ProductSummary[]
  /** Its products differ by face value, so one must be chosen before the inquiry. */
  hasDenominations: boolean
  number: ProductSummary['customerNumber']
}

/** What the number is called, in the language of the screen where the catalogue has it. */
export function numberLabel({ label, labelEn }: ProductGroup['number'], language: string): string {
  return language.startsWith('en') ? (labelEn ?? label) : label
}

/** Groups in catalogue order, denominations from small to large. */
export function groupProducts(products: readonly ProductSummary[]): ProductGroup[] {
  const groups = new Map<string, ProductGroup>()
  for (const product of products) {
    const group = groups.get(product.group)
    if (group) group.products.push(product)
    else
      groups.set(product.group, {
        code: product.group,
        name: product.groupName,
        products: [product],
        hasDenominations: false,
        number: product.customerNumber,
      })
  }
  for (const group of groups.values()) {
    group.hasDenominations = group.products.length > 1
    if (group.hasDenominations) group.products.sort((a, b) => (a.nominalRupiah ?? 0) - (b.nominalRupiah ?? 0))
  }
  return [...groups.values()]
}

/** Denominations a cashier means by what was typed: "20" is 20.000, and so is "20000"; nothing typed means all. */
export function matchDenominations(products: readonly ProductSummary[], typed: string): ProductSummary[] {
  const digits = typed.replace(/[\s.]/g, '')
  if (digits === '') return [...products]
  const word = typed.trim().toLowerCase()
  if (!/^\d+$/.test(digits)) return products.filter(({ name }) => name.toLowerCase().includes(word))
  // What has no face value, such as a package of data, is found by its name: "8" means the one with 8 GB.
  const fits = products.filter(({ nominalRupiah, name }) =>
    nominalRupiah === null ? name.toLowerCase().split(' ').includes(word) : String(nominalRupiah).startsWith(digits),
  )
  // "5" offers 5.000 before 50.000: what was typed to the end comes first.
  const typedOut = (product: ProductSummary) => /^0*$/.test(String(product.nominalRupiah).slice(digits.length))
  const inThousands = (product: ProductSummary) =>
    String(product.nominalRupiah) === `${digits}000` || String(product.nominalRupiah) === digits
  const rank = (product: ProductSummary) => (inThousands(product) ? 0 : typedOut(product) ? 1 : 2)
  return fits.sort((a, b) => rank(a) - rank(b))
}
