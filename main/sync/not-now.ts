import type { Product } from '../../shared/central-api/catalogue.ts'
import { readCatalogue } from '../central/documents.ts'
import { cutOffEndMs } from '../payments/cut-off.ts'
import { idTooOldReason, isIdTooOld } from '../payments/id-age.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import type { NotNow } from './plan.ts'
import type { Work } from './work.ts'

/** An old id only gets older, but the central may say that it keeps ids for longer now. */
const lookAgainAfterMs = 3_600_000

/** Says why a payment may not leave now although it is its turn: its id is old, or its biller takes nothing at this hour. */
export function createNotNow(database: Database): (nowMs: number) => (work: Work) => NotNow | null {
  let version = 0
  let closing = new Map<string, Product>()

  /** Reading a whole catalogue for each payment would be slow. */
  function refresh(): void {
    const stored = database.prepare("SELECT version FROM signed_documents WHERE kind = 'catalogue'").get() as
      | { version: number }
      | undefined
    if (stored === undefined || stored.version === version) return
    version = stored.version
    closing = new Map(
      readCatalogue(database).products.flatMap((product) => (product.cutOff === null ? [] : [[product.code, product] as const])),
    )
  }

  return (nowMs) => {
    const keptForDays = readSetting(database, 'idsKeptForDays')
    refresh()
    return ({ paymentId, productCode }) => {
      if (isIdTooOld(paymentId, nowMs, keptForDays)) return { reason: idTooOldReason, untilMs: nowMs + lookAgainAfterMs }
      const product = closing.get(productCode)
      const untilMs = product === undefined ? null : cutOffEndMs(product, nowMs)
      return untilMs === null ? null : { reason: 'productClosed', untilMs }
    }
  }
}
