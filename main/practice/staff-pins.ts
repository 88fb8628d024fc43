import { argon2id } from 'hash-wasm'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { practiceStaff } from './seed.ts'

/** Hashes the practice PINs once per data folder; the hash is what a central would send, the PIN stays in the trainer's head. */
async function seedPins(database: Database, ids: Ids, made: Readonly<Record<string, string>> = {}): Promise<void> {
  const known = new Set(readPins(database).keys())
  const insert = database.prepare('INSERT OR IGNORE INTO staff_pins (staff_id, pin_hash) VALUES (?, ?)')
  for (const { id, pin } of practiceStaff) {
    if (known.has(id)) continue
    if (made[id] !== undefined) {
      insert.run(id, made[id])
      continue
    }
    const salt = Buffer.from(sha256Hex(ids.secret()), 'hex').subarray(0, 16)
    // OWASP's smallest recommended cost: a counter PC signs a person in well within a second.
    const hash = await argon2id({
      password: pin,
      salt,
      parallelism: 1,
      iterations: 2,
      memorySize: 19_456,
      hashLength: 32,
      outputType: 'encoded',
    })
    insert.run(id, hash)
  }
}

export function readPins(database: Database): Map<string, string> {
  const rows = database.prepare<[], { staff_id: string; pin_hash: string }>('SELECT staff_id, pin_hash FROM staff_pins').all()
  return new Map(rows.map((row) => [row.staff_id, row.pin_hash]))
}

/** Hashing takes a noticeable moment by design, so it waits for the first terminal that asks for the staff, and is done once. */
export function pinSeeding(...seeds: Parameters<typeof seedPins>): () => Promise<void> {
  let seeding: Promise<void> | null = null
  return () => {
    seeding ??= seedPins(...seeds).catch((error: unknown) => {
      seeding = null
      throw error
    })
    return seeding
  }
}
