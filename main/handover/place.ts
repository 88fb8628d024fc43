import { readFileSync } from 'node:fs'
import { writeFileDurably } from '../platform/files.ts'
import type { Ids } from '../platform/ids.ts'
import type { Place } from '../platform/place.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, type Settings, writeSetting } from '../storage/settings.ts'

export type WhyMoved = 'otherMachine' | 'otherFolder' | 'otherFile' | 'otherMark'

/**
 * Notices at start that this ledger is not where it was: copied, moved, restored. Ledger and mark file beside it exchange a new word at every
 * start, so that an older ledger put back in place of a newer one is noticed too. Sets `placeChanged`, durably and
 * together with the new place, for main/sync/incarnation.ts to act on: nothing leaves then until it was asked about. What was
 * restored without a start in between only the central can tell (its verdict `forked`).
 */
export function checkPlace(database: Database, given: { place: Place; markPath: string; ids: Ids }): WhyMoved | null {
  const { place, markPath, ids } = given
  const known = readSetting(database, 'place')
  const mark = readMark(markPath)
  const why = known === null ? null : whyMoved(known, place, mark)
  const next = ids.secret()
  database
    .transaction(() => {
      if (why !== null) writeSetting(database, 'placeChanged', true)
      writeSetting(database, 'place', { ...place, marks: [...(mark === null ? [] : [mark]), next] })
    })
    .immediate()
  // Ledger first: killed in between, it knows both words.
  writeFileDurably(markPath, next)
  return why
}

function whyMoved(known: Settings['place'], place: Place, mark: string | null): WhyMoved | null {
  if (known.machineId !== place.machineId) return 'otherMachine'
  if (known.folder !== place.folder) return 'otherFolder'
  if (known.file !== place.file) return 'otherFile'
  return mark !== null && known.marks.includes(mark) ? null : 'otherMark'
}

function readMark(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
