import type { Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import { balance } from '../ledger/journal.ts'
import type { Database } from '../storage/open.ts'
import { moveTender, recordTender, requireTender, type TenderBy } from './tenders.ts'

/** One tender's line of a provider's settlement. Negative when the provider deducts what went back after it had settled. */
export type SettledTender = { tenderId: string; grossRupiah: Rupiah; discountRupiah: Rupiah }

/**
 * Books a provider's settlement: what reached the bank, the merchant discount (MDR) it kept, and nothing left in clearing. All of it or
 * nothing, as the bank shows one amount. Refuses `settlementDiffers`, naming the tender, where the gross is not what is open.
 */
export function settleTenders(database: Database, reference: string, settled: readonly SettledTender[], by: TenderBy): void {
  database
    .transaction(() => {
      for (const line of settled) settleOne(database, reference, line, by)
    })
    .immediate()
}

function settleOne(database: Database, reference: string, line: SettledTender, by: TenderBy): void {
  const tender = requireTender(database, line.tenderId)
  const openRupiah = balance(database, 'clearing', tender.id)
  // What went back to the customer is netted, or paid in full first and deducted by a later settlement.
  const inFull = tender.state === 'confirmed' ? tender.confirmedRupiah : openRupiah
  const { grossRupiah, discountRupiah } = line
  const grossFits = grossRupiah !== 0 && (grossRupiah === openRupiah || grossRupiah === inFull)
  const discountFits =
    grossRupiah > 0 ? discountRupiah >= 0 && discountRupiah <= grossRupiah : discountRupiah <= 0 && discountRupiah >= grossRupiah
  if (!grossFits || !discountFits) throw new Refusal('settlementDiffers', { tenderId: tender.id, openRupiah, grossRupiah, discountRupiah })
  const moved = moveTender(database, tender, 'settle', { settledRupiah: tender.settledRupiah + grossRupiah })
  recordTender(
    database,
    moved,
    'tenderSettled',
    { ...by, detail: { reference, from: tender.state } },
    { event: 'tenderSettled', facts: { tender: tender.id, grossRupiah, discountRupiah } },
  )
}
