import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { enrol } from '../../main/central/enrol.ts'
import { createOutletOffice } from '../../main/central/outlet-office.ts'
import { floatMismatches } from '../../main/payments/float-match.ts'
import { makeKeyPair } from '../../main/platform/crypto.ts'
import { readFloatStatement } from '../../main/sync/float-statement.ts'
import type { FloatMovementsAnswer } from '../../shared/central-api/float.ts'
import { openOutlet, paymentOf, pulsa20 } from '../practice/outlet.ts'
import { until } from '../support/counter.ts'
import { openStory, type Story } from '../support/story-terminal.ts'
import { pulsa } from '../support/wishes.ts'

async function officeOf({ server, clock, ids }: Story) {
  const keys = makeKeyPair()
  const activationCode = server.central.unusedActivationCodes()[0] ?? ''
  const outcome = await enrol({ baseUrl: server.url, activationCode, terminalName: 'Loket 2', keys, clock, ids })
  if (outcome.kind !== 'enrolled') throw new Error('not enrolled')
  const { keyId, centralKeyId, centralPublicKey } = outcome.answer
  return createOutletOffice({ baseUrl: server.url, keys: { ...keys, keyId }, centralKeyId, centralPublicKey, clock, ids })
}

describe('the float as the central states it, movement by movement', () => {
  test('is what this terminal booked for each of its payments, and says where it is not', async () => {
    const story = await openStory()
    const { sari, server } = story
    const paid = await sari.sell(pulsa())
    await until(sari.payments, (rows) => rows.every(({ state }) => state === 'paid'))
    const office = await officeOf(story)
    const ledger = new Sqlite(story.ledgerPath, { readonly: true })
    onTestFinished(() => void ledger.close())
    const mismatches = async () => {
      const outcome = await readFloatStatement(office)
      if (outcome.kind !== 'whole') throw new Error(`no statement: ${JSON.stringify(outcome)}`)
      return floatMismatches(ledger, outcome.statement.movements)
    }
    expect(await mismatches()).toEqual([])
    const other = await story.otherTerminal()
    await other.pay(paymentOf(pulsa20('081200005678'), story.clock))
    expect(await mismatches()).toEqual([])
    // Booked here, and not among the movements.
    expect(floatMismatches(ledger, [])).toEqual([{ paymentId: paid.id, takenRupiah: 0, bookedRupiah: 20_700 }])
    // A correction is heard in the feed, and then it fits again.
    server.central.correctTaken(paid.id, 500)
    await sari.call('tryCentral', {})
    await expect.poll(mismatches, { timeout: 10_000 }).toEqual([])
  })

  test('is read whole over many pages, and again when the central was restored between two', async () => {
    const { terminal, server } = await openOutlet()
    const { office } = await terminal()
    for (let count = 0; count < 450; count++) server.central.topUp(10)
    expect(await readFloatStatement(office)).toMatchObject({ kind: 'whole', statement: { movements: { length: 451 } } })
    let pages = 0
    const restored = {
      floatMovements(after: number) {
        pages += 1
        if (pages === 2) server.central.newEpoch()
        return office.floatMovements(after)
      },
    }
    expect(await readFloatStatement(restored)).toMatchObject({ kind: 'whole', statement: { movements: { length: 451 } } })
    expect(pages).toBe(2 + 3)
  })

  test('that does not follow from itself is not taken', async () => {
    const { terminal, clock } = await openOutlet()
    const { central, office } = await terminal()
    await central.pay(paymentOf(pulsa20('081200001230'), clock))
    const real = await office.floatMovements(0)
    if (real.kind !== 'answer') throw new Error('no movements')
    const told = (change: (movements: FloatMovementsAnswer['movements']) => FloatMovementsAnswer['movements']) => ({
      floatMovements: async () => ({ ...real, answer: { ...real.answer, movements: change(structuredClone(real.answer.movements)) } }),
    })
    expect((await readFloatStatement(told((all) => all))).kind).toBe('whole')
    const left = await readFloatStatement(told((all) => all.filter(({ kind }) => kind !== 'reserve')))
    expect(left).toMatchObject({ kind: 'unsound', movement: { kind: 'deduct' } })
    const dearer = await readFloatStatement(told((all) => all.map((one) => (one.kind === 'deduct' ? { ...one, amountRupiah: 1 } : one))))
    expect(dearer).toMatchObject({ kind: 'unsound', movement: { kind: 'deduct' } })
    // A kind that came after this program counts as what it says of itself.
    const newer = await readFloatStatement(told((all) => all.map((one) => (one.kind === 'deduct' ? { ...one, kind: 'seize' } : one))))
    expect(newer.kind).toBe('whole')
  })
})
