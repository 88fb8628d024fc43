import type { Central } from '../central/central.ts'
import { storeDocument } from '../central/documents.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, writeSetting } from '../storage/settings.ts'
import type { Link } from './link.ts'

type Asking = { database: Database; central: Central; clock: Clock; link: Link }

/** What the central says beside payments: float, outlet, prices, and which life of its ledger this is. */

export async function refreshFloat({ database, central, clock, link }: Asking): Promise<void> {
  // What is paid while the question is out may or may not be in the answer: it is taken off once more, never once too few.
  const { sequence } = database.prepare('SELECT coalesce(max(sequence), 0) AS sequence FROM events').get() as { sequence: number }
  const outcome = await central.float()
  link.observe(outcome)
  if (outcome.kind !== 'answer') return
  writeSetting(database, 'float', { balanceRupiah: outcome.answer.balanceRupiah, asOfMs: clock.nowMs(), eventSequence: sequence })
}

/** True when both came. */
export async function refreshDocuments({ database, central, clock }: Omit<Asking, 'link'>): Promise<boolean> {
  const [config, catalogue] = [await central.config(), await central.catalogue()]
  if (config.kind === 'answer') storeDocument(database, 'config', config.answer, config.reply, clock.nowMs())
  if (catalogue.kind === 'answer') storeDocument(database, 'catalogue', catalogue.answer, catalogue.reply, clock.nowMs())
  return config.kind === 'answer' && catalogue.kind === 'answer'
}

export function hearEpoch(database: Database, epoch: string): void {
  if (readSetting(database, 'ledgerEpoch') !== epoch) writeSetting(database, 'ledgerEpoch', epoch)
}
