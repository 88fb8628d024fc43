import { expect, test } from 'vitest'
import { proveReply } from '../../main/central/prove-reply.ts'
import { importPublicKey, makeKeyPair } from '../../main/platform/crypto.ts'
import { openDatabase } from '../../main/storage/open.ts'
import { type Counter, until } from '../support/counter.ts'
import { migrations } from '../support/ledger-book.ts'
import { openStory } from '../support/story-terminal.ts'
import { pulsa } from '../support/wishes.ts'

const paid = async (counter: Counter, id: string) => {
  await until(
    () => counter.payment(id),
    ({ state }) => state === 'paid',
  )
  return id
}
const proofOf = (counter: Counter, paymentId: string) => counter.call('receiptProof', { paymentId })

test('a receipt is proved from the reply that was kept, one that came alone and one that spoke of a batch', async () => {
  const { sari, relay, advance } = await openStory({ through: 'relay' })
  const alone = await paid(sari, (await sari.sell(pulsa())).id)
  relay.rule = () => 'cut'
  const queued = [await sari.sell(pulsa('081200008801')), await sari.sell(pulsa('081200008802'))]
  await until(sari.status, ({ link }) => link.state === 'offline')
  advance(60_000)
  relay.rule = () => 'pass'
  await sari.call('tryCentral', {})
  const batched = await Promise.all(queued.map(({ id }) => paid(sari, id)))
  for (const id of [alone, ...batched]) expect(await proofOf(sari, id)).toMatchObject({ proved: true, signedAtMs: expect.any(Number) })
})

type Row = { proof: string; proof_reply: string }

/** One paid payment, and a hand in the file. */
async function paidStory() {
  const story = await openStory()
  const id = await paid(story.sari, (await story.sari.sell(pulsa())).id)
  const ledger = openDatabase(story.ledgerPath, migrations)
  ledger.pragma('ignore_check_constraints = ON')
  ledger.exec('DROP TRIGGER payments_facts_stand')
  const row = ledger.prepare('SELECT proof, proof_reply FROM payments WHERE id = ?').get(id) as Row
  return {
    ...story,
    id,
    row,
    forge(column: keyof Row, change: (text: string) => string): void {
      ledger.prepare(`UPDATE payments SET ${column} = ? WHERE id = ?`).run(change(row[column]), id)
      ledger.close()
    },
  }
}

test.each<[string, keyof Row, (text: string) => string, string]>([
  ['a receipt that says another reference', 'proof', (text) => text.replace(/"reference":"./, '"reference":"Z'), 'saysSomethingElse'],
  [
    'a reply that says another amount',
    'proof_reply',
    (text) => text.replace('deductedRupiah\\":', 'deductedRupiah\\":1'),
    'signatureDoesNotHold',
  ],
  ['a reply to another request', 'proof_reply', (text) => text.replace('"target":"/v1/', '"target":"/v2/'), 'signatureDoesNotHold'],
  ['a reply kept without its request', 'proof_reply', (text) => text.replace('"request":', '"asked":'), 'requestNotKept'],
])('%s proves nothing', async (_, column, change, why) => {
  const { sari, id, row, forge } = await paidStory()
  expect(change(row[column])).not.toBe(row[column])
  expect(await proofOf(sari, id)).toMatchObject({ proved: true })
  forge(column, change)
  expect(await proofOf(sari, id)).toEqual({ proved: false, why })
})

test('nothing is proved of a payment that was never paid, nor under another central’s key', async () => {
  const { sari, relay } = await openStory({ through: 'relay' })
  relay.rule = () => 'cut'
  const { id } = await sari.sell(pulsa())
  expect(await proofOf(sari, id)).toEqual({ proved: false, why: 'neverPaid' })
  const { row } = await paidStory()
  const stranger = { keyId: 'central-1', publicKey: importPublicKey(makeKeyPair().publicKey) }
  expect(await proveReply(JSON.parse(row.proof_reply), stranger)).toEqual({ holds: false, why: 'signatureDoesNotHold' })
})
