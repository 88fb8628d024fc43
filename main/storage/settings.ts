import type { Database } from './open.ts'

/** What the terminal remembers about itself, one JSON value a key. */
export type Settings = {
  terminal: { terminalId: string; keyId: string; centralKeyId: string; centralPublicKey: string }
  ledgerEpoch: string
  float: { balanceRupiah: number; asOfMs: number; eventSequence: number }
  printer: { address: string; model: string }
  /** Which life of this ledger: higher after each restore or copy. Absent: the first. */
  incarnation: number
  /** Said to the central with every hello; `next` is durable before it leaves (shared/central-api/ownership.ts). */
  continuity: { last: string | null; next: string }
  /** Where trusted time goes on after a restart (main/platform/trusted-time.ts). */
  trustedTime: {
    atMs: number
    sinceMs: number
    source: 'central' | 'person'
    firmMs: number
    /** Up to this event the ledger was dated by a guess, which the central has corrected since. */
    guessedThrough?: number
    uptime: { bootId: string; elapsedMs: number } | null
  }
  /** Signed by the central with every reply: how long it knows a payment's id. */
  idsKeptForDays: number
  feedCursor: { epoch: string; sequence: number }
  /** Where this ledger lies, and the words it shares with the mark file beside it (main/handover/place.ts). */
  place: { machineId: string; folder: string; file: string; marks: string[] }
  /** The folder is not where it was: a copy or a restore, until the central has given a new incarnation. */
  placeChanged: boolean
  /** Why a new incarnation has to be taken; null or absent when none has. */
  incarnationWanted: { because: 'placeChanged' | 'forked' | 'incarnationOld' } | null
}

export function readSetting<Key extends keyof Settings>(database: Database, key: Key): Settings[Key] | null {
  const row = database.prepare('SELECT value FROM settings WHERE key = ?').get(key) as { value: string } | undefined
  return row === undefined ? null : (JSON.parse(row.value) as Settings[Key])
}

export function writeSetting<Key extends keyof Settings>(database: Database, key: Key, value: Settings[Key]): void {
  database
    .prepare('INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, JSON.stringify(value))
}
