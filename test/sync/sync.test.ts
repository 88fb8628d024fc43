import { expect, test } from 'vitest'
import { beginAttempts } from '../../main/payments/attempts.ts'
import { type Loop, openLoop } from './loop.ts'

const asked = (loop: Loop, route: string) => loop.told.exchanges.filter((heard) => heard.route === route).length
const answer = (document: object) =>
  ({ kind: 'answer', answer: document, reply: { status: 200, headers: {}, body: '{}' }, roundTripMs: 50 }) as never

test('what a crash left on its way, and what nobody waits for any more, is asked about and told in the log, once', async () => {
  const loop = openLoop({ started: false })
  const cut = loop.add()
  beginAttempts(loop.database, [cut], { ids: loop.ids, atMs: loop.clock.nowMs() })
  loop.start()
  await loop.clock.advance(60_000)
  expect(loop.logged).toEqual(['payments were on their way when the process ended; asking about them {"inDoubt":1}'])
  const stranded = loop.add()
  beginAttempts(loop.database, [stranded], { ids: loop.ids, atMs: loop.clock.nowMs() })
  await loop.clock.advance(60_000)
  expect(loop.logged.slice(1)).toEqual(['what came of these payments could not be written down; asking about them {"recovered":1}'])
  expect(loop.states()).toEqual({ paid: 2 })
})

test('a ledger that can not be read is left alone for a minute, however often something rings', async () => {
  const loop = openLoop()
  await loop.clock.advance(1_000)
  loop.database.exec('ALTER TABLE payments RENAME TO gone')
  for (let ring = 0; ring < 20; ring += 1) {
    loop.sync.wake()
    await loop.clock.advance(1_000)
  }
  expect(loop.logged.map((line) => line.slice(0, 40))).toEqual(['the ledger takes no writes; sync rests {'])
  loop.database.exec('ALTER TABLE gone RENAME TO payments')
  const id = loop.add()
  await loop.until(() => loop.row(id).state === 'paid', 60_000)
})

test('the float is asked for anew after an answer, not after a silence', async () => {
  const loop = openLoop({
    timing: { askBackoff: { firstMs: 60_000, longestMs: 60_000 }, payBackoff: { firstMs: 60_000, longestMs: 60_000 } },
  })
  await loop.until(() => asked(loop, 'float') === 1)
  loop.told.losesReply = ({ route }) => (route === 'pay' ? 'before' : false)
  const id = loop.add()
  await loop.until(() => loop.row(id).state === 'inDoubt')
  await loop.clock.advance(500)
  expect([loop.link.view().state, asked(loop, 'float')]).toEqual(['online', 1])
  loop.told.losesReply = () => false
  await loop.until(() => loop.row(id).state === 'paid')
  await loop.clock.advance(500)
  expect(asked(loop, 'float')).toBeGreaterThan(1)
})

test('config and catalogue of the central are kept, and fetched again when they are an hour old', async () => {
  const loop = openLoop({ started: false })
  let version = 2
  loop.told.central.config = async () => answer({ version })
  loop.told.central.catalogue = async () => answer({ version, products: [] })
  const versions = () => loop.database.prepare("SELECT kind || ' ' || version FROM signed_documents ORDER BY kind").pluck().all()
  loop.start()
  await loop.clock.advance(1_000)
  expect(versions()).toEqual(['catalogue 2', 'config 2'])
  version = 3
  await loop.clock.advance(3_500_000)
  expect(versions()).toEqual(['catalogue 2', 'config 2'])
  await loop.clock.advance(200_000)
  expect(versions()).toEqual(['catalogue 3', 'config 3'])
})
