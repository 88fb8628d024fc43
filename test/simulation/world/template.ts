import { createCentral } from '../../../main/central/client.ts'
import { storeDocument } from '../../../main/central/documents.ts'
import { enrol } from '../../../main/central/enrol.ts'
import type { Exchanger } from '../../../main/central/exchange.ts'
import type { Clock } from '../../../main/platform/clock.ts'
import type { KeyPair } from '../../../main/platform/crypto.ts'
import { practiceActivationCodes } from '../../../main/practice/seed.ts'
import { openDatabase } from '../../../main/storage/open.ts'
import { writeSetting } from '../../../main/storage/settings.ts'
import { seededIds } from '../../support/seeded-ids.ts'
import { type CentralFiles, newBooks, openCentral } from './central.ts'
import { seededKeys } from './seeded-keys.ts'

export const terminalCount = 2
const migrations = new URL('../../../main/storage/migrations/', import.meta.url)

/** An outlet on the evening before: a central that knows two terminals, and their ledgers with nothing in them. Made once, copied for every seed. */
export type Template = { startMs: number; central: CentralFiles; terminals: { keys: KeyPair; ledger: Buffer }[] }

let made: Promise<Template> | null = null

export function template(): Promise<Template> {
  made ??= makeTemplate(Date.UTC(2026, 10, 23, 3, 0, 0))
  return made
}

async function makeTemplate(startMs: number): Promise<Template> {
  const clock: Clock = { nowMs: () => startMs, monotonicMs: () => 0, sleep: async () => {}, sinceBoot: () => null }
  const ids = seededIds(clock, 7)
  const books = newBooks()
  const writeFact = books.central.prepare('INSERT INTO facts (name, value) VALUES (?, ?)')
  writeFact.run('keys', JSON.stringify(seededKeys('ed25519', 'central')))
  writeFact.run('recoveryKeys', JSON.stringify(seededKeys('x25519', 'central')))
  const onMistake = (error: Error) => {
    throw error
  }
  const central = await openCentral({ books, clock, ids, onMistake })
  const exchange: Exchanger = async (sent) => {
    const response = await central.fetch(
      new Request(sent.url, { method: sent.method, headers: sent.headers, body: sent.body as BodyInit | null }),
    )
    const body = new Uint8Array(await response.arrayBuffer())
    return { kind: 'reply', status: response.status, headers: Object.fromEntries(response.headers), body, roundTripMs: 0 }
  }
  const terminals: Template['terminals'] = []
  for (let index = 0; index < terminalCount; index += 1) {
    const keys = seededKeys('ed25519', `terminal ${index + 1}`)
    const wire = { baseUrl: 'http://central.test', clock, ids, exchange }
    const asked = { ...wire, activationCode: practiceActivationCodes[index] ?? '', terminalName: `Loket ${index + 1}`, keys }
    const outcome = await enrol(asked)
    if (outcome.kind !== 'enrolled') throw new Error(`terminal ${index} could not be enrolled: ${JSON.stringify(outcome)}`)
    const { terminalId, keyId, centralKeyId, centralPublicKey, ledgerEpoch } = outcome.answer
    const ledger = openDatabase(':memory:', migrations)
    writeSetting(ledger, 'terminal', { terminalId, keyId, centralKeyId, centralPublicKey })
    writeSetting(ledger, 'ledgerEpoch', ledgerEpoch)
    writeSetting(ledger, 'printer', { address: 'tcp:printer.test:9100', model: 'epson-tm-t82' })
    const client = createCentral({ ...wire, keys: { ...keys, keyId }, centralKeyId, centralPublicKey })
    const [config, catalogue] = [await client.config(), await client.catalogue()]
    if (config.kind !== 'answer' || catalogue.kind !== 'answer') throw new Error('the central gave no documents')
    storeDocument(ledger, 'config', config.answer, config.reply, startMs)
    storeDocument(ledger, 'catalogue', catalogue.answer, catalogue.reply, startMs)
    terminals.push({ keys, ledger: ledger.serialize() })
    ledger.close()
  }
  return { startMs, central: { central: books.central.serialize(), biller: books.biller.serialize() }, terminals }
}
