import { idTimeMs } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, writeSetting } from '../storage/settings.ts'

const dayMs = 86_400_000
/** The central forgets an id at 100 %; what may still be under way then must not be sent anew long before. */
const usableShare = 0.8

/** Why such a payment waits: a person decides, it is never sent again. */
export const idTooOldReason = 'idTooOld'

/** True once an id is too old to be sent, counted from when it was made. `idsKeptForDays` is null while the central has never said. */
export function isIdTooOld(paymentId: string, nowMs: number, idsKeptForDays: number | null): boolean {
  return idsKeptForDays !== null && nowMs - idTimeMs(paymentId) > idsKeptForDays * dayMs * usableShare
}

/** Keeps what the central last signed about it; a write only where it changed. */
export function hearIdsKeptForDays(database: Database, days: number): void {
  if (readSetting(database, 'idsKeptForDays') !== days) writeSetting(database, 'idsKeptForDays', days)
}
