import type { Catalogue, Product } from '../../shared/central-api/catalogue.ts'
import type { Config } from '../../shared/central-api/config.ts'
import { Refusal } from '../../shared/refusals.ts'
import { findProduct } from '../central/documents.ts'
import { cutOffEndMs } from './cut-off.ts'

export function requireProduct(catalogue: Catalogue, productCode: string): Product {
  const product = findProduct(catalogue, productCode)
  if (product === null) throw new Refusal('productUnknown', { productCode: productCode.slice(0, 64) })
  return product
}

/** Limits, prices and offline policies are promises of the central's with an end; after it nothing new is sold by them. */
export function refuseExpired(documents: { config: Config; catalogue: Catalogue }, nowMs: number): void {
  const { config, catalogue } = documents
  if (Date.parse(config.validUntil) <= nowMs) throw new Refusal('configExpired', { validUntil: config.validUntil })
  if (Date.parse(catalogue.validUntil) <= nowMs) throw new Refusal('catalogueExpired', { validUntil: catalogue.validUntil })
}

/** With a date that nobody vouches for, a price that does not depend on the day is all that can be sold. */
export function refuseUndated(product: Product, timeTrusted: boolean): void {
  if (!timeTrusted && product.offline !== 'knownPrice') throw new Refusal('timeNotTrusted', { productName: product.name })
}

/** Offline: what the product does not allow at all, and what it does not allow at this hour. */
export function refuseOffline(product: Product, nowMs: number): void {
  if (product.offline === 'never') throw new Refusal('offlineNotAllowed', { productName: product.name })
  const untilMs = cutOffEndMs(product, nowMs)
  if (untilMs !== null) throw new Refusal('productClosed', { productName: product.name, untilMs })
}
