import Sqlite from 'better-sqlite3'
import type { Clock } from '../../../main/platform/clock.ts'
import { importPrivateKey, type KeyPair } from '../../../main/platform/crypto.ts'
import type { Ids } from '../../../main/platform/ids.ts'
import { createPracticeCentral, type PracticeCentral } from '../../../main/practice/practice-central.ts'
import { type Database, openDatabase } from '../../../main/storage/open.ts'
import { keepStatements } from '../../../main/storage/statements.ts'
import { signReply } from '../../../main/wire/reply.ts'
import { neverClosed } from './disk.ts'
import type { FarEnd } from './wire.ts'

/** The two books of the far side, byte for byte. */
export type CentralFiles = { central: Buffer; biller: Buffer }
export type Books = { central: Database; biller: Database }

const migrations = {
  central: new URL('../../../main/practice/migrations/', import.meta.url),
  biller: new URL('../../../main/practice/biller-migrations/', import.meta.url),
}

export function newBooks(): Books {
  return { central: openDatabase(':memory:', migrations.central), biller: openDatabase(':memory:', migrations.biller) }
}

export function copyBooks(files: CentralFiles): Books {
  return { central: openCopy(files.central), biller: openCopy(files.biller) }
}

export function openCopy(file: Buffer): Database {
  const database = new Sqlite(Buffer.from(file))
  database.pragma('foreign_keys = ON')
  database.pragma('cell_size_check = ON')
  keepStatements(database)
  return database
}

export type SimulatedCentral = FarEnd & { practice: PracticeCentral }

/** The practice central over the given books: they outlive it, so that it can be started again. */
export async function openCentral(given: {
  books: Books
  /** Its own ledger as this life of the central sees it. The biller is another company, whose machine stays up. */
  ledger?: Database
  clock: Clock
  ids: Ids
  onMistake: (error: Error) => void
  pinHashes?: Record<string, string>
}): Promise<SimulatedCentral> {
  const { books, clock, ids, onMistake } = given
  const settings = { pendingForMs: 45_000, ...(given.pinHashes === undefined ? {} : { pinHashes: given.pinHashes }) }
  const openBook = (book: keyof Books) => (book === 'central' && given.ledger !== undefined ? given.ledger : neverClosed(books[book]))
  const practice = await createPracticeCentral({ folder: ':memory:', clock, ids, settings, openBook, onMistake })
  const { value } = books.central.prepare("SELECT value FROM facts WHERE name = 'keys'").get() as { value: string }
  const identity = { keyId: practice.centralKeyId, privateKey: importPrivateKey(JSON.parse(value) as KeyPair) }
  return {
    practice,
    fetch: practice.fetch,
    async sign(body, reply, request) {
      const { signature: _, 'signature-input': __, 'content-digest': ___, ...headers } = reply.headers
      const changed = { status: reply.status, headers, body: new TextEncoder().encode(body) }
      return { ...changed, headers: await signReply(changed, request, identity, { createdMs: clock.nowMs() }) }
    },
  }
}
