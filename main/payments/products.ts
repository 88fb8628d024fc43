import type { Catalogue, Product } from '../../shared/central-api/catalogue.ts'
import { Refusal } from '../../shared/refusals.ts'
import { findProduct } from '../central/documents.ts'

export function requireProduct(catalogue: Catalogue, productCode: string): Product {
  const product = findProduct(catalogue, productCode)
  if (product === null) throw new Refusal('productUnknown', { productCode: productCode.slice(0, 64) })
  return product
}

/** Prices and offline policies are promises of the central's with an end; after it nothing is sold by them. */
export function refuseExpiredCatalogue(catalogue: Catalogue, nowMs: number): void {
  if (Date.parse(catalogue.validUntil) <= nowMs) throw new Refusal('catalogueExpired', { validUntil: catalogue.validUntil })
}
