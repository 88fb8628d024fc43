import { join } from 'node:path'
import { Refusal } from '../shared/refusals.ts'
import type { EventTopic } from '../shared/terminal-api/routes.ts'
import { createCentral } from './central/client.ts'
import { createCustomerOffice } from './central/customer-office.ts'
import { storeDocument } from './central/documents.ts'
import { enrol } from './central/enrol.ts'
import type { Exchanger } from './central/exchange.ts'
import { createOutletOffice } from './central/outlet-office.ts'
import { type CustomerErrands, startCustomerErrands } from './customers/errand.ts'
import { fileSigner } from './handover/file.ts'
import { checkPlace } from './handover/place.ts'
import { startSecondCopy } from './handover/second-copy.ts'
import { auditBooks } from './ledger/audit-books.ts'
import { receiptFacts } from './payments/receipts.ts'
import { setAsideUnreadable } from './payments/unreadable.ts'
import type { Clock } from './platform/clock.ts'
import { type KeyPair, makeKeyPair } from './platform/crypto.ts'
import { thisDevice } from './platform/device.ts'
import { datedBy, type Ids } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import type { Place } from './platform/place.ts'
import { openSecrets, type SecretWrap } from './platform/secrets.ts'
import { createTrustedTime, type TrustedTime } from './platform/trusted-time.ts'
import type { Port } from './printing/ports/port.ts'
import { portAt } from './printing/ports/port-at.ts'
import { startPrinting } from './printing/start-printing.ts'
import { type Database, openDatabase } from './storage/open.ts'
import { readSetting, type Settings, writeSetting } from './storage/settings.ts'
import { startHeartbeats } from './sync/heartbeat.ts'
import { createLink } from './sync/link.ts'
import { type Sync, type SyncTiming, startSync } from './sync/sync.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

export const ledgerFile = 'ledger.sqlite'
const migrations = new URL('./storage/migrations/', import.meta.url)
const firstPrinter = { address: 'none', model: 'generic-58' }

export type Machine = { openLedger(): Database; exchange: Exchanger; openPort(): Port }

export type StartArguments = {
  mode: Terminal['mode']
  folder: string
  centralUrl: string
  /** Tried in order until the central takes one. */
  activationCodes: readonly string[]
  printerFromOptions: string | null
  wrapSecret: SecretWrap | null
  /** Where a file really lies; a ledger that lies elsewhere than before is a copy or a restore. Absent: not looked at. */
  placeOf?: (path: string) => Place
  /** Where the open queue is kept a second time. Absent: nowhere. */
  secondCopyFolder?: string
  clock: Clock
  ids: Ids
  log: Log
  publish(topic: EventTopic): void
  /** Tests wait for less. */
  timing?: SyncTiming
  /** Disk, wire and printer ports; the simulator brings its own. */
  machine?: Machine
  practice: Terminal['practice']
}

/**
 * Opens one terminal's ledger and starts its services. Refuses `centralUnreachable` when it was never enrolled and the central
 * can't be reached now; once enrolled it starts without any network.
 */
export async function startTerminal(given: StartArguments): Promise<Terminal & { close(): Promise<void> }> {
  const { log, publish } = given
  const database = given.machine?.openLedger() ?? openDatabase(join(given.folder, ledgerFile), migrations)
  /** Started so far, should the start fail half-way. */
  const services: { stop(): Promise<void> }[] = []
  try {
    const time = createTrustedTime(database, given.clock)
    const { clock } = time
    const ids = datedBy(clock, given.ids)
    const complaints = auditBooks(database)
    // A stopped counter is recoverable, a wrong balance is not.
    if (complaints.length > 0) throw new Error(`the books do not balance: ${complaints.join('; ')}`)
    const damaged = setAsideUnreadable(database, clock.nowMs())
    if (damaged > 0) log.error({ damaged }, 'the rows of some payments can not be read; they were set aside')
    const moved = whyMoved(given, database, ids)
    if (moved !== null) log.warn({ moved }, 'this ledger is not where it was: a copy or a restore')
    const keys = ownKeys(given)
    const identity = readSetting(database, 'terminal') ?? (await becomeTerminal(given, database, keys, time))
    const spoken = {
      baseUrl: given.centralUrl,
      keys: { ...keys, keyId: identity.keyId },
      centralKeyId: identity.centralKeyId,
      centralPublicKey: identity.centralPublicKey,
      clock: time.wireClock,
      hearUnsignedTime: time.hearUnsigned,
      ids,
      ...(given.machine === undefined ? {} : { exchange: given.machine.exchange }),
    }
    const central = createCentral(spoken)
    const office = createCustomerOffice(spoken)
    await fetchFirstDocuments(database, central, clock)
    let sync: Sync | null = null
    let errands: CustomerErrands | null = null
    // Whoever noticed the change, an inquiry for instance, the loop has to look.
    const link = createLink(clock, () => {
      publish('status')
      sync?.wake()
      errands?.wake()
    })
    const printer = () => currentPrinter(database, given.printerFromOptions)
    const printing = startPrinting({
      database,
      clock,
      openPort: (address, model) => given.machine?.openPort() ?? portAt(address, { clock, flowControl: model.flowControl }),
      currentPrinter: printer,
      loadReceipt: (paymentId) => receiptFacts(database, paymentId, given.mode === 'practice'),
      log,
      onChange: () => {
        publish('printing')
        publish('status')
      },
    })
    services.push(printing)
    const signer = fileSigner({ ...keys, keyId: identity.keyId })
    const secondCopy =
      given.secondCopyFolder === undefined
        ? null
        : startSecondCopy({
            database,
            folder: given.secondCopyFolder,
            dataFolder: given.folder,
            practice: given.mode === 'practice',
            signer,
            clock,
            ids,
            log,
            onChange: () => publish('status'),
          })
    if (secondCopy !== null) services.push(secondCopy)
    const started = startSync({
      database,
      central,
      clock,
      ids,
      link,
      log,
      hearServerTime: time.hear,
      ...(given.timing === undefined ? {} : { timing: given.timing }),
      onChange: () => {
        secondCopy?.wake()
        printing.wake(link.view().state === 'offline' ? { decideNow: true } : {})
        errands?.wake()
        publish('payments')
        publish('status')
      },
    })
    sync = started
    // The simulator's terminals say only what its days are about.
    if (given.machine === undefined) {
      const said = () => ({ state: printing.status().state, model: printer().model })
      const facts = { database, clock, link, version, device: thisDevice(), printer: said }
      services.push(startHeartbeats({ ...facts, office: createOutletOffice(spoken), log }))
    }
    const customers = startCustomerErrands({ database, office, clock, ids, link, log, onChange: () => publish('payments') })
    services.push(customers)
    errands = customers
    return {
      mode: given.mode,
      database,
      central,
      link,
      sync: {
        ...started,
        // Whoever changed the queue wakes the loop; the copy has to follow.
        wake: (how) => {
          started.wake(how)
          secondCopy?.wake()
        },
      },
      printing: { ...printing, printer },
      clock,
      time,
      ids,
      log,
      signer,
      secondCopy,
      customers: { office, wake: customers.wake },
      practice: given.practice,
      async close() {
        await started.stop()
        await stopAll(services)
        database.close()
      },
    }
  } catch (error) {
    await stopAll(services)
    database.close()
    throw error
  }
}

async function stopAll(services: readonly { stop(): Promise<void> }[]): Promise<void> {
  for (const service of services) await service.stop()
}

function whyMoved({ placeOf, folder }: StartArguments, database: Database, ids: Ids): ReturnType<typeof checkPlace> {
  if (placeOf === undefined) return null
  return checkPlace(database, { place: placeOf(join(folder, ledgerFile)), markPath: join(folder, 'place-mark'), ids })
}

/** The terminal's key pair, made once and stored before the central hears of it. */
function ownKeys({ folder, wrapSecret }: StartArguments): KeyPair {
  const secrets = openSecrets(folder, wrapSecret)
  const stored = secrets.read('terminal-key')
  if (stored !== null) return JSON.parse(stored) as KeyPair
  const keys = makeKeyPair()
  secrets.write('terminal-key', JSON.stringify(keys))
  return keys
}

async function becomeTerminal(given: StartArguments, database: Database, keys: KeyPair, time: TrustedTime): Promise<Settings['terminal']> {
  for (const activationCode of given.activationCodes) {
    const ask = () =>
      enrol({
        baseUrl: given.centralUrl,
        activationCode,
        terminalName: 'Loket',
        keys,
        clock: time.wireClock,
        hearUnsignedTime: time.hearUnsigned,
        ids: given.ids,
      })
    let outcome = await ask()
    // A machine whose clock is wrong has learned from that refusal how to date the next signature.
    if (outcome.kind === 'refused' && outcome.code === 'clockSkew') outcome = await ask()
    if (outcome.kind === 'refused' && outcome.code === 'activationInvalid') continue
    if (outcome.kind !== 'enrolled')
      throw new Refusal('centralUnreachable', { why: outcome.kind === 'silent' ? outcome.why : outcome.code })
    const { terminalId, keyId, centralKeyId, centralPublicKey, ledgerEpoch, serverTime } = outcome.answer
    time.hear(Date.parse(serverTime))
    const identity = { terminalId, keyId, centralKeyId, centralPublicKey }
    database
      .transaction(() => {
        writeSetting(database, 'terminal', identity)
        writeSetting(database, 'ledgerEpoch', ledgerEpoch)
      })
      .immediate()
    return identity
  }
  throw new Refusal('centralUnreachable', { why: 'no activation code was taken' })
}

/** Nobody can sign in without staff, and nothing can be sold without a catalogue. */
async function fetchFirstDocuments(database: Database, central: Terminal['central'], clock: Clock): Promise<void> {
  const { count } = database.prepare('SELECT count(*) AS count FROM signed_documents').get() as { count: number }
  if (count === 2) return
  const [config, catalogue] = [await central.config(), await central.catalogue()]
  if (config.kind !== 'answer' || catalogue.kind !== 'answer') throw new Refusal('centralUnreachable', { why: 'no config or catalogue' })
  storeDocument(database, 'config', config.answer, config.reply, clock.nowMs())
  storeDocument(database, 'catalogue', catalogue.answer, catalogue.reply, clock.nowMs())
}

/** The setting wins once a person has chosen; before that the start's flag, before that none. */
function currentPrinter(database: Database, fromOptions: string | null): Settings['printer'] {
  return readSetting(database, 'printer') ?? (fromOptions === null ? firstPrinter : { address: fromOptions, model: firstPrinter.model })
}
