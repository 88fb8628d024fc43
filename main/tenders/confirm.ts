import { assertRupiah, type Rupiah } from '../../shared/money.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { moveTender, recordTender, requireTender, selectTenders, type Tender } from './tenders.ts'

/**
 * What proves that the money came: the provider's own reference (with what it says it took), or what the card machine printed. The
 * machine's slip is believed because the customer holds one too and the provider's settlement has to match it.
 */
export type Evidence =
  | { kind: 'provider'; reference: string; amountRupiah: Rupiah }
  | { kind: 'edc'; approvalCode: string; maskedPan: string }

/**
 * Books money that came: Dr clearing / Cr unallocated. In time, for the amount asked and with the basket still open it is the basket's; else it
 * is late money and a person says whose. The same evidence again changes nothing; other evidence for a confirmed tender is set
 * aside as an alarm, as the customer may have paid twice. Refuses `cardEvidenceMalformed`, `tenderEvidenceUsed`.
 */
export function confirmTender(
  database: Database,
  tenderId: string,
  evidence: Evidence,
  by: { actor: string; atMs: number; ids: Ids },
): Tender {
  return database
    .transaction(() => {
      const tender = requireTender(database, tenderId)
      const proof = readEvidence(tender, evidence)
      if (tender.confirmedAtMs !== null) return confirmedAgain(database, tender, proof, by)
      if (evidenceUsed(database, tender, proof)) throw new Refusal('tenderEvidenceUsed')
      const basket = database.prepare('SELECT state FROM baskets WHERE id = ?').get(tender.basketId) as { state: string }
      const inTime = tender.state === 'asked' && basket.state === 'open' && proof.amountRupiah === tender.amountRupiah
      const confirmed = moveTender(database, tender, tender.state === 'asked' ? 'confirm' : 'confirmLate', {
        reference: proof.reference,
        maskedPan: proof.maskedPan,
        confirmedAtMs: by.atMs,
        confirmedRupiah: proof.amountRupiah,
        allocatedBasketId: inTime ? tender.basketId : null,
      })
      recordTender(
        database,
        confirmed,
        'tenderConfirmed',
        { ...by, detail: { reference: proof.reference, late: !inTime, from: tender.state } },
        { event: 'tenderConfirmed', facts: { tender: tender.id, amountRupiah: proof.amountRupiah } },
      )
      return confirmed
    })
    .immediate()
}

/** The provider says no, or the cashier gives the asking up. Money that comes all the same is late money. */
export function failTender(database: Database, tenderId: string, why: string, by: { actor: string; atMs: number }): Tender {
  return database
    .transaction(() => {
      const failed = moveTender(database, requireTender(database, tenderId), 'fail')
      recordTender(database, failed, 'tenderFailed', { ...by, detail: { why } })
      return failed
    })
    .immediate()
}

/** Ends the asking of every tender whose time is over; gives how many. */
export function expireDue(database: Database, nowMs: number): number {
  return database
    .transaction(() => {
      const due = selectTenders(database, "WHERE state = 'asked' AND expires_at_ms <= ? ORDER BY expires_at_ms, id", [nowMs])
      for (const tender of due) {
        recordTender(database, moveTender(database, tender, 'expire'), 'tenderExpired', { actor: 'terminal', atMs: nowMs })
      }
      return due.length
    })
    .immediate()
}

type Proof = { reference: string; maskedPan: string | null; amountRupiah: Rupiah }

function readEvidence(tender: Tender, evidence: Evidence): Proof {
  if (evidence.kind === 'provider') {
    assertRupiah(evidence.amountRupiah, 'confirmed amount')
    if (evidence.amountRupiah <= 0 || evidence.reference === '') throw new Error(`nothing confirms tender ${tender.id}`)
    return { reference: evidence.reference, maskedPan: null, amountRupiah: evidence.amountRupiah }
  }
  const approvalCode = evidence.approvalCode.trim().toUpperCase()
  const maskedPan = evidence.maskedPan.replaceAll(/[\s-]/g, '').replaceAll(/[xX•]/g, '*')
  // At most the first six and the last four digits: a whole card number is never taken, and so never stored.
  if (tender.kind !== 'card' || !/^[0-9A-Z]{6}$/.test(approvalCode) || !/^(?=.{8,19}$)\d{0,6}\*{4,15}\d{4}$/.test(maskedPan))
    throw new Refusal('cardEvidenceMalformed')
  return { reference: approvalCode, maskedPan, amountRupiah: tender.amountRupiah }
}

function evidenceUsed(database: Database, tender: Tender, proof: Proof): boolean {
  const condition = "WHERE kind = ? AND reference = ? AND coalesce(masked_pan, '') = ?"
  return selectTenders(database, condition, [tender.kind, proof.reference, proof.maskedPan ?? '']).length > 0
}

function confirmedAgain(database: Database, tender: Tender, proof: Proof, by: { atMs: number; ids: Ids }): Tender {
  const same = proof.reference === tender.reference && proof.maskedPan === tender.maskedPan && proof.amountRupiah === tender.confirmedRupiah
  if (same) return tender
  const content = JSON.stringify({ tenderId: tender.id, ...proof })
  database
    .prepare(
      `INSERT INTO set_aside (id, kind, payment_id, why, content, at_ms) SELECT ?, 'alarm', NULL, 'tenderConfirmedTwice', @content, ?
       WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE why = 'tenderConfirmedTwice' AND content = @content)`,
    )
    .run(by.ids.next(), by.atMs, { content })
  return tender
}
