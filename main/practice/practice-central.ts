import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Clock } from '../platform/clock.ts'
import { importPrivateKey, type KeyPair, makeAgreementKeyPair, makeKeyPair } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { type Database, openDatabase } from '../storage/open.ts'
import { createAssortment, type NewProduct } from './assortment.ts'
import { createBiller } from './biller.ts'
import { readBook } from './book.ts'
import { createCatalogueOffice } from './catalogue-office.ts'
import { createClaims } from './claims.ts'
import { createConfigOffice } from './config.ts'
import { centralKeyId, type PracticeContext } from './context.ts'
import { createCustomerOffice } from './customer-office.ts'
import { createDoor } from './door.ts'
import { createFacts } from './facts.ts'
import { createFaults } from './faults.ts'
import { createFeed } from './feed.ts'
import { createFloat } from './float.ts'
import { createLives } from './lives.ts'
import { createOperator } from './operator.ts'
import { createOutletDesk } from './outlet-desk.ts'
import { createPaymentRows } from './payment-rows.ts'
import { createPayments, idsKeptForDays } from './payments.ts'
import { practiceRoutes } from './routes.ts'
import { practiceActivationCodes, practiceFloatRupiah, practiceOutlet } from './seed.ts'
import { createSettling } from './settling.ts'
import { pinSeeding } from './staff-pins.ts'
import { createSwitches, initialSwitches } from './switches.ts'
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
  /** Hashes of the practice PINs by staff id, where they were made before. */
  pinHashes: Readonly<Record<string, string>>
}

const defaultSettings: PracticeSettings = {
  pendingForMs: 5_000,
  slowByMs: 3_000,
  floatRupiah: practiceFloatRupiah,
  activationCodes: practiceActivationCodes,
  plnCutOff: null,
  pinHashes: {},
}

/** What a reset forgets, in an order that no row of another table forbids. */
const forgottenTables = [
  ...['bill_keys', 'float_movements', 'top_ups', 'day_differences', 'day_lines', 'closed_days'],
  ...['payments', 'inquiries', 'alarms', 'claims'],
]

export type PracticeOptions = {
  /** ":memory:" keeps both books in memory. */
  folder: string
  clock: Clock
  ids: Ids
  settings?: Partial<PracticeSettings>
  /** Where the numbered SQL files lie, when the code is bundled elsewhere. */
  migrations?: { central: URL; biller: URL }
  /** The simulator brings its own disks. */
  openBook?: (book: 'central' | 'biller') => Database
  /** Where mail is sent besides the outbox folder: "smtp://host:port"; null: nowhere. */
  smtpUrl?: string | null
  /** Who hears of a mistake of the central's own; else it is written to stderr. */
  onMistake?: (error: Error) => void
}

export type PracticeCentral = Awaited<ReturnType<typeof createPracticeCentral>>

export async function createPracticeCentral(options: PracticeOptions) {
  const { folder, ids } = options
  let skewMs = 0
  /** A central whose clock is wrong is wrong everywhere. */
  const clock: Clock = {
    nowMs: () => options.clock.nowMs() + skewMs,
    monotonicMs: () => options.clock.monotonicMs(),
    sleep: (durationMs, signal) => options.clock.sleep(durationMs, signal),
    sinceBoot: () => options.clock.sinceBoot(),
  }
  const settings = { ...defaultSettings, ...options.settings }
  const migrations = options.migrations ?? {
    central: new URL('./migrations/', import.meta.url),
    biller: new URL('./biller-migrations/', import.meta.url),
  }
  const pathOf = (file: string) => (folder === ':memory:' ? folder : join(folder, file))
  if (folder !== ':memory:') mkdirSync(folder, { recursive: true })
  const database = options.openBook?.('central') ?? openDatabase(pathOf('practice-central.sqlite'), migrations.central)
  const biller = createBiller({
    database: options.openBook?.('biller') ?? openDatabase(pathOf('biller.sqlite'), migrations.biller),
    clock,
    ids,
    pendingForMs: settings.pendingForMs,
    behaviourOf: (customerNumber) => switches.get().behaviours[customerNumber] ?? null,
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
  const switches = createSwitches({ facts, clock, initial: { ...initialSwitches, plnCutOff: settings.plnCutOff } })
  const members = () => ({
    serverTime: new Date(clock.nowMs()).toISOString(),
    ledgerEpoch: facts.read('ledgerEpoch') ?? '',
    idsKeptForDays,
  })
  const feed = createFeed({ database, facts, clock })
  const assortment = createAssortment({ facts, biller })
  const catalogue = createCatalogueOffice({ database, facts, feed, switches, assortment })
  /** False where there was nothing to add. */
  function addProduct(product: NewProduct): boolean {
    const isAdded = assortment.add(product)
    if (isAdded) catalogue.refresh()
    return isAdded
  }
  const { productOf } = catalogue
  const configOffice = createConfigOffice({ database, facts, feed, float, switches })
  const customers = createCustomerOffice({
    database,
    facts,
    feed,
    clock,
    ids,
    recoveryKeys,
    outlet: () => ({ ...practiceOutlet, zone: switches.get().zone }),
    productOf,
    folder,
    smtpUrl: options.smtpUrl ?? null,
    onMistake: options.onMistake ?? writeToStderr,
  })
  const rows = customers.tellWhenEnded(createPaymentRows(database))
  const claims = createClaims({ database, clock, isTerminal: terminals.has })
  const lives = createLives({ database, facts })
  const settling = createSettling({ database, rows, biller, float, claims, feed, facts, clock, productOf })
  const payments = createPayments({
    database,
    rows,
    settling,
    claims,
    biller,
    float,
    clock,
    productOf,
    priceOf: switches.priceOf,
    newestIncarnation: lives.newest,
    mayCreate: switches.mayCreate,
  })
  const operator = createOperator({
    database,
    rows,
    settling,
    biller,
    float,
    feed,
    facts,
    switches,
    configOffice,
    clock,
    ids,
    productOf,
    refreshCatalogue: () => void catalogue.read(),
  })
  const outletDesk = createOutletDesk({
    database,
    float,
    feed,
    facts,
    settling,
    switches,
    configOffice,
    clock,
    ids,
    refreshCatalogue: () => void catalogue.read(),
    skewClock: (byMs) => {
      skewMs = byMs
    },
  })
  // What is true at the start is the version that later ones are compared with.
  catalogue.read()
  configOffice.refresh()
  const door = createDoor({
    database,
    clock,
    terminals,
    identity: { keyId: centralKeyId, privateKey: importPrivateKey(keys) },
    noncesSinceMs: () => Number(facts.read('restoredAtMs') ?? 0),
  })
  const faults = createFaults(settings.slowByMs)

  /** Forgets payments, floats and the biller's book, keeps terminals. Ids it knew are unknown now, so the ledger is a new one. */
  function reset(): void {
    database
      .transaction(() => {
        customers.forgetMessages()
        for (const table of forgottenTables) database.exec(`DELETE FROM ${table}`)
        float.move('credit', null, settings.floatRupiah, clock.nowMs())
        operator.newEpoch()
      })
      .immediate()
    biller.reset()
  }

  const pinsReady = pinSeeding(database, ids, settings.pinHashes)
  const book = () => readBook({ database, payments, claims, float, biller, terminals })
  const context: PracticeContext = {
    database,
    door,
    terminals,
    payments,
    rows,
    settling,
    claims,
    lives,
    feed,
    customers,
    configOffice,
    catalogue: catalogue.read,
    addProduct,
    operator,
    ...outletDesk,
    float,
    biller,
    faults,
    clock,
    ids,
    members,
    productOf,
    keys,
    recoveryKeys,
    book,
    reset,
    pinsReady,
  }
  const app = practiceRoutes(context, options.onMistake ?? writeToStderr)
  return {
    fetch: async (request: Request): Promise<Response> => app.fetch(request),
    faults,
    book,
    billerBook: biller.billerBook,
    reset,
    addProduct,
    ...operator,
    ...outletDesk.outletOperator,
    /** Lets everything turn whose time has come, as every look at the feed or the float does. */
    settleDue: payments.settleDue,
    revoke: terminals.revoke,
    unusedActivationCodes: terminals.unusedCodes,
    centralKeyId,
    centralPublicKey: keys.publicKey,
    customers: customers.registrations,
    messages: customers.messages.all,
    /** Resolves when every message that may go has gone. */
    messagesSent: customers.outbox.settled,
    close(): void {
      customers.outbox.close()
      biller.close()
      database.close()
    },
  }
}

function writeToStderr(error: Error): void {
  process.stderr.write(`practice central: ${error.stack ?? error.message}\n`)
}
