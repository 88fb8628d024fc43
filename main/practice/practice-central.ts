import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Clock } from '../platform/clock.ts'
import { importPrivateKey, type KeyPair, makeAgreementKeyPair, makeKeyPair } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { type Database, openDatabase } from '../storage/open.ts'
import { createBiller } from './biller.ts'
import { readBook } from './book.ts'
import { practiceProducts } from './catalogue.ts'
import { centralKeyId, type PracticeContext } from './context.ts'
import { createDoor } from './door.ts'
import { createFaults } from './faults.ts'
import { createFloat } from './float.ts'
import { createPayments, idsKeptForDays } from './payments.ts'
import { practiceRoutes } from './routes.ts'
import { practiceActivationCodes, practiceFloatRupiah } from './seed.ts'
import { seedPins } from './staff-pins.ts'
import { createTerminals } from './terminals.ts'

/**
 * Practice owns a whole central biller API on SQLite, for training, demos and tests: the published contract on one side, a simulated
 * biller with its own book on the other. It knows shared/central-api and nothing of the terminal; only main/app.ts
 * and its own command start it, and its data folder is never the terminal's.
 */
export type PracticeSettings = {
  /** How long the "pending" test numbers stay pending. */
  pendingForMs: number
  /** What the fault "slow" adds to every reply, unless it is told otherwise. */
  slowByMs: number
  floatRupiah: number
  activationCodes: readonly string[]
  /** Practice sells PLN all night by default, so that a trainee at midnight can too. */
  plnCutOff: Product['cutOff']
}

const defaultSettings: PracticeSettings = {
  pendingForMs: 5_000,
  slowByMs: 3_000,
  floatRupiah: practiceFloatRupiah,
  activationCodes: practiceActivationCodes,
  plnCutOff: null,
}

export type PracticeOptions = {
  folder: string
  clock: Clock
  ids: Ids
  settings?: Partial<PracticeSettings>
  /** Where the numbered SQL files lie, when the code is bundled elsewhere. */
  migrations?: { central: URL; biller: URL }
}

export type PracticeCentral = Awaited<ReturnType<typeof createPracticeCentral>>

export async function createPracticeCentral(options: PracticeOptions) {
  const { folder, clock, ids } = options
  const settings = { ...defaultSettings, ...options.settings }
  const migrations = options.migrations ?? {
    central: new URL('./migrations/', import.meta.url),
    biller: new URL('./biller-migrations/', import.meta.url),
  }
  mkdirSync(folder, { recursive: true })
  const database = openDatabase(join(folder, 'practice-central.sqlite'), migrations.central)
  const biller = createBiller({
    path: join(folder, 'biller.sqlite'),
    migrations: migrations.biller,
    clock,
    ids,
    pendingForMs: settings.pendingForMs,
  })
  const facts = createFacts(database)
  const float = createFloat(database)
  database
    .transaction(() => {
      if (facts.read('keys') === null) facts.write('keys', JSON.stringify(makeKeyPair()))
      if (facts.read('recoveryKeys') === null) facts.write('recoveryKeys', JSON.stringify(makeAgreementKeyPair()))
      if (facts.read('ledgerEpoch') === null) facts.write('ledgerEpoch', ids.next())
      if (float.movements().length === 0) float.move('credit', null, settings.floatRupiah, clock.nowMs())
      const addCode = database.prepare('INSERT OR IGNORE INTO activation_codes (code) VALUES (?)')
      for (const code of settings.activationCodes) addCode.run(code)
    })
    .immediate()
  const keys = JSON.parse(facts.read('keys') ?? '') as KeyPair
  const recoveryKeys = JSON.parse(facts.read('recoveryKeys') ?? '') as KeyPair
  const terminals = createTerminals(database, ids)
  const door = createDoor({ database, clock, terminals, identity: { keyId: centralKeyId, privateKey: importPrivateKey(keys) } })
  const products = practiceProducts(settings.plnCutOff)
  const productsByCode = new Map(products.map((product) => [product.code, product]))
  const members = () => ({
    serverTime: new Date(clock.nowMs()).toISOString(),
    ledgerEpoch: facts.read('ledgerEpoch') ?? '',
    idsKeptForDays,
  })
  const productOf = (code: string) => productsByCode.get(code) ?? null
  const payments = createPayments({ database, biller, float, clock, productOf, members, nextTrace: () => `trace-${ids.next()}` })
  const faults = createFaults(settings.slowByMs)

  /** Forgets payments, floats and the biller's book, keeps terminals. Ids it knew are unknown now, so the ledger is a new one. */
  function reset(): void {
    database
      .transaction(() => {
        for (const table of ['bill_keys', 'float_movements', 'payments', 'inquiries', 'alarms']) database.exec(`DELETE FROM ${table}`)
        float.move('credit', null, settings.floatRupiah, clock.nowMs())
        facts.write('ledgerEpoch', ids.next())
      })
      .immediate()
    biller.reset()
  }

  let seeding: Promise<void> | null = null
  /** Hashing takes a noticeable moment by design, so it waits for the first terminal that asks for the staff. */
  const pinsReady = () => {
    seeding ??= seedPins(database, ids).catch((error: unknown) => {
      seeding = null
      throw error
    })
    return seeding
  }

  const book = () => readBook({ database, payments, float, biller, terminals })
  const context: PracticeContext = {
    database,
    door,
    terminals,
    payments,
    float,
    biller,
    faults,
    clock,
    ids,
    members,
    products,
    productOf,
    keys,
    recoveryKeys,
    book,
    reset,
    pinsReady,
  }
  const app = practiceRoutes(context)
  return {
    fetch: async (request: Request): Promise<Response> => app.fetch(request),
    faults,
    book,
    billerBook: biller.billerBook,
    reset,
    /** As after a restore of the central's ledger from a backup: "unknown" means less now. */
    newEpoch: () => facts.write('ledgerEpoch', ids.next()),
    revoke: terminals.revoke,
    unusedActivationCodes: terminals.unusedCodes,
    centralKeyId,
    centralPublicKey: keys.publicKey,
    close(): void {
      biller.close()
      database.close()
    },
  }
}

function createFacts(database: Database) {
  return {
    read: (name: string): string | null =>
      database.prepare<[string], { value: string }>('SELECT value FROM facts WHERE name = ?').get(name)?.value ?? null,
    write(name: string, value: string): void {
      database
        .prepare('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
        .run(name, value)
    },
  }
}
