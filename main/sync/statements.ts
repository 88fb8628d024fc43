import type { SignedMembers } from '../../shared/central-api/payments.ts'
import type { Central } from '../central/central.ts'
import { storeDocument } from '../central/documents.ts'
import { hearIdsKeptForDays } from '../payments/id-age.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, writeSetting } from '../storage/settings.ts'
import type { Link } from './link.ts'

type Asking = { database: Database; central: Central; clock: Clock; link: Link; hear(signed: SignedMembers): void }

/** What the central says beside payments: float, outlet, prices, and what every signed reply carries. */

/** True when it came. */
export async function refreshFloat({ database, central, clock, link, hear }: Asking): Promise<boolean> {
  // What is paid while the question is out may or may not be in the answer: it is taken off once more, never once too few.
  const { sequence } = database.prepare('SELECT coalesce(max(sequence), 0) AS sequence FROM events').get() as { sequence: number }
  const outcome = await central.float()
  if (outcome.kind !== 'answer') return false
  link.observe(outcome)
  hear(outcome.answer)
  writeSetting(database, 'float', { balanceRupiah: outcome.answer.balanceRupiah, asOfMs: clock.nowMs(), eventSequence: sequence })
  return true
}

/** True when both came. */
export async function refreshDocuments({ database, central, clock }: Omit<Asking, 'link' | 'hear'>): Promise<boolean> {
  const [config, catalogue] = [await central.config(), await central.catalogue()]
  if (config.kind === 'answer') storeDocument(database, 'config', config.answer, config.reply, clock.nowMs())
  if (catalogue.kind === 'answer') storeDocument(database, 'catalogue', catalogue.answer, catalogue.reply, clock.nowMs())
  return config.kind === 'answer' && catalogue.kind === 'answer'
}

/** Remembers which life of the central's ledger this is and how long it knows an id. True when the life is a new one. */
export function hearSigned(database: Database, { ledgerEpoch, idsKeptForDays }: SignedMembers): boolean {
  const before = readSetting(database, 'ledgerEpoch')
  if (before !== ledgerEpoch) writeSetting(database, 'ledgerEpoch', ledgerEpoch)
  hearIdsKeptForDays(database, idsKeptForDays)
  return before !== null && before !== ledgerEpoch
}
