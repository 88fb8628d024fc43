import { describe, expect, test } from 'vitest'
import { balance } from '../../main/ledger/journal.ts'
import { readSetting, writeSetting } from '../../main/storage/settings.ts'
import type { PaymentStatement } from '../../shared/central-api/payments.ts'
import { type Loop, openLoop } from './loop.ts'
import { epoch } from './queue.ts'
import { proofOf, refusedWith } from './told-central.ts'

const probesAgain = 30_000
const cursorOf = (loop: Loop) => readSetting(loop.database, 'feedCursor')
const rows = (loop: Loop) => loop.database.prepare('SELECT epoch, sequence, kind, effect FROM feed_items ORDER BY epoch, sequence').all()
const statementOf = (loop: Loop, paymentId: string, said: Partial<PaymentStatement>) => ({
  kind: 'payment' as const,
  statement: { paymentId, intentHash: String(loop.row(paymentId).intent_hash), revision: 2, ...said } as PaymentStatement,
})
const asked = (loop: Loop, paymentId: string) =>
  loop.told.about().filter(({ items }) => items.some((item) => item.kind === 'ask' && item.paymentId === paymentId)).length

/** A payment that is pending for a long time, and one that is paid. */
async function openDay() {
  const loop = openLoop({ started: false })
  const [pending, paid] = [loop.add(), loop.add()]
  loop.told.decide = ({ paymentId }) =>
    (paymentId === pending ? { status: 'pending', askAfterMs: 3_600_000 } : { status: 'paid', proof: proofOf(paymentId) }) as never
  loop.start()
  await loop.until(() => loop.row(pending).state === 'inDoubt' && loop.row(paid).state === 'paid')
  return { loop, pending, paid }
}

test('what the feed brings is applied in its order, each with its row and the cursor', async () => {
  const { loop, pending, paid } = await openDay()
  loop.told.feed.push(
    { sequence: 1, item: statementOf(loop, pending, { status: 'paid', proof: proofOf(pending) }) },
    { sequence: 2, item: { kind: 'notice', noticeId: 'n1', text: 'PLN tutup malam ini' } },
    { sequence: 3, item: statementOf(loop, paid, { status: 'paid', proof: proofOf(paid) }) },
  )
  await loop.clock.advance(probesAgain)
  expect(loop.row(pending).state).toBe('paid')
  expect(cursorOf(loop)).toEqual({ epoch, sequence: 3 })
  expect(rows(loop)).toEqual([
    { epoch, sequence: 1, kind: 'payment', effect: 'moved' },
    { epoch, sequence: 2, kind: 'notice', effect: 'shown' },
    { epoch, sequence: 3, kind: 'payment', effect: 'nothingNew' },
  ])
  expect(asked(loop, pending)).toBe(0)
})

test('an item whose cursor could not be kept has no effect either, and comes again', async () => {
  const { loop, pending } = await openDay()
  loop.told.feed.push({ sequence: 1, item: statementOf(loop, pending, { status: 'paid', proof: proofOf(pending) }) })
  loop.database.exec(
    "CREATE TRIGGER stuck BEFORE INSERT ON settings WHEN NEW.key = 'feedCursor' BEGIN SELECT RAISE(ABORT, 'no cursor'); END",
  )
  await loop.clock.advance(probesAgain)
  expect([loop.row(pending).state, rows(loop), cursorOf(loop)]).toEqual(['inDoubt', [], null])
  loop.database.exec('DROP TRIGGER stuck')
  await loop.clock.advance(120_000)
  expect([loop.row(pending).state, cursorOf(loop)?.sequence]).toEqual(['paid', 1])
})

test('a page after another is read at once, to the end', async () => {
  const { loop } = await openDay()
  for (let sequence = 1; sequence <= 450; sequence += 1)
    loop.told.feed.push({ sequence, item: { kind: 'notice', noticeId: `n${sequence}`, text: 'x' } })
  await loop.clock.advance(probesAgain)
  expect(cursorOf(loop)?.sequence).toBe(450)
})

test('kinds that nobody knows yet are passed; what can’t be read is set aside and passed; what isn’t ours is an alarm', async () => {
  const { loop, pending } = await openDay()
  const strange = { ...statementOf(loop, pending, { status: 'paid', proof: proofOf(pending) }).statement, paymentId: loop.ids.next() }
  loop.told.feed.push(
    { sequence: 1, item: { kind: 'lottery', prize: 1 } },
    { sequence: 2, item: { kind: 'payment', statement: { status: 'almost' } } },
    { sequence: 3, item: 'what?' },
    { sequence: 4, item: { kind: 'payment', statement: strange } },
    { sequence: 5, item: statementOf(loop, pending, { status: 'paid', proof: { ...proofOf(pending), deductedRupiah: 1 } }) },
  )
  await loop.clock.advance(probesAgain)
  expect(rows(loop)).toMatchObject([
    { kind: 'lottery', effect: 'unknownKind' },
    { kind: 'payment', effect: 'setAside' },
    { kind: 'unreadable', effect: 'setAside' },
    { kind: 'payment', effect: 'alarm' },
    { kind: 'payment', effect: 'moved' },
  ])
  expect(loop.alarms()).toEqual(['notOurPayment'])
  expect(loop.database.prepare("SELECT payment_id, content FROM set_aside WHERE kind = 'reply'").all()).toEqual([
    { payment_id: null, content: '{"kind":"payment","statement":{"status":"almost"}}' },
    { payment_id: null, content: '"what?"' },
  ])
  expect(loop.row(pending).state).toBe('paid')
})

test('an item that our books can not hold is an alarm and passed', async () => {
  const { loop, pending, paid } = await openDay()
  loop.database.exec(
    `CREATE TRIGGER refuse BEFORE UPDATE ON payments WHEN OLD.id = '${pending}' BEGIN SELECT RAISE(ABORT, 'not this one'); END`,
  )
  loop.told.feed.push(
    { sequence: 1, item: statementOf(loop, pending, { status: 'paid', proof: proofOf(pending) }) },
    {
      sequence: 2,
      item: statementOf(loop, paid, { status: 'refused', code: 'billerRefused', retry: 'never', created: true, type: 'x', title: 'x' }),
    },
  )
  await loop.clock.advance(probesAgain)
  loop.database.exec('DROP TRIGGER refuse')
  expect(rows(loop)).toMatchObject([{ effect: 'failed' }, { effect: 'moved' }])
  expect([loop.row(pending).state, loop.row(paid).state]).toEqual(['inDoubt', 'rejected'])
  expect(loop.alarms()).toEqual(['the feed: not this one'])
})

test('that another terminal claimed a payment is asked about, as it may have come back since; what it is told hands it over, or not', async () => {
  const { loop, pending } = await openDay()
  loop.told.feed.push({ sequence: 1, item: { kind: 'claimed', paymentId: pending, byTerminalId: 'terminal-2' } })
  await loop.clock.advance(probesAgain)
  expect([loop.row(pending).state, asked(loop, pending)]).toEqual(['inDoubt', 1])
  loop.told.known.set(pending, { ...loop.told.known.get(pending), ...refusedWith('notOwner') } as PaymentStatement)
  loop.told.feed.push({ sequence: 2, item: { kind: 'claimed', paymentId: pending, byTerminalId: 'terminal-2' } })
  await loop.clock.advance(probesAgain)
  expect([loop.row(pending).state, asked(loop, pending)]).toEqual(['handedOver', 2])
})

test('that another terminal claimed a payment which waits here for its turn is asked about at once too', async () => {
  const { loop } = await openDay()
  const waiting = loop.add()
  loop.database.exec(`UPDATE payments SET not_before_ms = ${loop.clock.nowMs() + 3_600_000} WHERE id = '${waiting}'`)
  loop.told.decide = () => refusedWith('notOwner')
  loop.told.feed.push({ sequence: 1, item: { kind: 'claimed', paymentId: waiting, byTerminalId: 'terminal-2' } })
  await loop.clock.advance(probesAgain)
  expect([loop.row(waiting).state, loop.attempts(waiting)]).toEqual(['handedOver', ['pay refused']])
})

test('a failure at reconciliation is owed back, and the credit to the float closes the claim', async () => {
  const { loop, paid } = await openDay()
  const failed = { status: 'refused', code: 'billerRefused', retry: 'never', created: true, type: 'x', title: 'x' } as const
  loop.told.feed.push(
    { sequence: 1, item: statementOf(loop, paid, { ...failed, floatTakenRupiah: 20_700 }) },
    { sequence: 2, item: statementOf(loop, paid, { ...failed, revision: 3, floatTakenRupiah: 0 }) },
  )
  await loop.clock.advance(probesAgain)
  expect(loop.row(paid).state).toBe('rejected')
  expect(rows(loop)).toMatchObject([{ effect: 'moved' }, { effect: 'moved' }])
  expect(balance(loop.database, 'claimOnCentral')).toBe(0)
})

describe('where the feed does not go on, everything not final and the last week is asked for by id', () => {
  async function day() {
    const { loop, pending, paid } = await openDay()
    loop.told.feed.push({ sequence: 1, item: { kind: 'notice', noticeId: 'n', text: 'x' } })
    await loop.clock.advance(probesAgain)
    const unsent = loop.add()
    loop.database.exec(`UPDATE payments SET not_before_ms = ${loop.clock.nowMs() + 3_600_000} WHERE id = '${unsent}'`)
    return { loop, pending, paid, unsent }
  }
  const changedSince = ({ loop, pending, paid }: Awaited<ReturnType<typeof day>>) => {
    const failed = { status: 'refused', code: 'billerRefused', retry: 'never', created: true, type: 'x', title: 'x' } as const
    loop.told.known.set(pending, statementOf(loop, pending, { status: 'paid', proof: proofOf(pending) }).statement)
    loop.told.known.set(paid, statementOf(loop, paid, failed).statement)
  }

  test.each([
    {
      what: 'after a hole',
      breaks: (loop: Loop) => loop.told.feed.push({ sequence: 3, item: { kind: 'notice', noticeId: 'm', text: 'x' } }),
      to: 3,
    },
    {
      what: 'when its end is behind the cursor',
      breaks: (loop: Loop) => {
        loop.told.feed.splice(0)
        loop.told.head = 0
      },
      to: 0,
    },
    {
      what: 'when the cursor is expired',
      breaks: (loop: Loop) => {
        loop.told.feed.splice(0)
        loop.told.feed.push({ sequence: 9, item: { kind: 'notice', noticeId: 'm', text: 'x' } })
        // A cursor of another ledger gets the first item that is kept.
        const { feed } = loop.told.central
        loop.told.central.feed = async (after) => {
          loop.told.feedRefusal = after.epoch === epoch && after.sequence < 8 ? 'cursorExpired' : null
          return feed(after)
        }
      },
      to: 9,
    },
  ])('$what', async ({ breaks, to }) => {
    const given = await day()
    const { loop, pending, paid, unsent } = given
    changedSince(given)
    breaks(loop)
    await loop.clock.advance(probesAgain)
    expect([loop.row(pending).state, loop.row(paid).state]).toEqual(['paid', 'rejected'])
    expect([asked(loop, paid), asked(loop, unsent)]).toEqual([1, 0])
    expect(cursorOf(loop)).toEqual({ epoch, sequence: to })
    await loop.clock.advance(2 * probesAgain)
    expect(asked(loop, paid)).toBe(1)
  })

  test('in another life of the central’s ledger', async () => {
    const given = await day()
    const { loop, pending, paid } = given
    changedSince(given)
    loop.told.epoch = 'epoch-2'
    loop.told.feed.splice(0)
    await loop.clock.advance(2 * probesAgain)
    expect([loop.row(pending).state, loop.row(paid).state]).toEqual(['paid', 'rejected'])
    expect(cursorOf(loop)).toEqual({ epoch: 'epoch-2', sequence: 0 })
  })

  test('and what the new ledger’s feed tells from its beginning is read: nobody could ask for it', async () => {
    const { loop } = await day()
    loop.told.epoch = 'epoch-2'
    loop.told.feed.splice(0)
    loop.told.feed.push({ sequence: 1, item: { kind: 'notice', noticeId: 'n1', text: 'x' } }, { sequence: 2, item: { kind: 'lottery' } })
    await loop.clock.advance(2 * probesAgain)
    expect(rows(loop).slice(1)).toMatchObject([
      { epoch: 'epoch-2', sequence: 1, effect: 'shown' },
      { epoch: 'epoch-2', sequence: 2, effect: 'unknownKind' },
    ])
  })

  test('and a paid one that the central has forgotten is an alarm; its proof stays', async () => {
    const { loop, paid } = await day()
    loop.told.epoch = 'epoch-2'
    loop.told.feed.splice(0)
    loop.told.known.clear()
    await loop.clock.advance(2 * probesAgain)
    expect(loop.row(paid)).toMatchObject({ state: 'paid', proof: expect.stringContaining('reference') })
    expect(loop.alarms()).toEqual(['paidUnknownToCentral'])
  })

  test('what changes while it asks is in the feed behind the cursor, which is from before', async () => {
    const { loop, paid } = await day()
    loop.told.feed.push({ sequence: 3, item: { kind: 'notice', noticeId: 'm', text: 'x' } })
    const { ask } = loop.told.central
    loop.told.central.ask = (paymentId, intentHash) => {
      if (paymentId === paid && loop.told.feed.length === 2)
        loop.told.feed.push({ sequence: 4, item: { kind: 'notice', noticeId: 'new', text: 'y' } })
      return ask(paymentId, intentHash)
    }
    await loop.clock.advance(probesAgain)
    expect(cursorOf(loop)?.sequence).toBe(4)
    expect(rows(loop).at(-1)).toMatchObject({ sequence: 4, effect: 'shown' })
  })

  test('and a question whose reply is lost is asked again, for all that were in it', async () => {
    const given = await day()
    const { loop, paid, pending } = given
    changedSince(given)
    let lost = 0
    loop.told.losesReply = ({ items }) =>
      items.some((item) => item.kind === 'ask' && item.paymentId === paid) && lost++ === 0 ? 'before' : false
    loop.told.feed.push({ sequence: 3, item: { kind: 'notice', noticeId: 'm', text: 'x' } })
    await loop.until(() => cursorOf(loop)?.sequence === 3)
    expect([loop.row(pending).state, loop.row(paid).state, lost, loop.alarms()]).toEqual(['paid', 'rejected', 2, []])
  })

  test('and one that kills every question is left to people; the rest is asked, and the feed goes on', async () => {
    const { loop, paid } = await day()
    loop.told.decide = ({ paymentId }) => ({ status: 'paid', proof: proofOf(paymentId) }) as never
    loop.addMany(150)
    loop.sync.wake()
    await loop.until(() => loop.states().paid === 151)
    loop.told.losesReply = ({ items }) => (items.some((item) => item.kind === 'ask' && item.paymentId === paid) ? 'before' : false)
    loop.told.feed.push({ sequence: 3, item: { kind: 'notice', noticeId: 'm', text: 'x' } })
    await loop.until(() => cursorOf(loop)?.sequence === 3)
    expect(loop.alarms()).toEqual(['resyncUnanswered'])
  })
})

test('a change of config or catalogue is fetched, the float asked for', async () => {
  const loop = openLoop({ started: false, timing: { documentsAgeMaxMs: Number.POSITIVE_INFINITY } })
  loop.start()
  await loop.until(() => readSetting(loop.database, 'float') !== null)
  writeSetting(loop.database, 'float', { balanceRupiah: 1, asOfMs: 0, eventSequence: 0 })
  const fetched: string[] = []
  const { config, catalogue } = loop.told.central
  loop.told.central.config = () => {
    fetched.push('config')
    return config()
  }
  loop.told.central.catalogue = () => {
    fetched.push('catalogue')
    return catalogue()
  }
  await loop.clock.advance(probesAgain)
  expect(fetched).toEqual([])
  loop.told.feed.push({ sequence: 1, item: { kind: 'float', balanceRupiah: 9_000 } }, { sequence: 2, item: { kind: 'config', version: 7 } })
  await loop.clock.advance(probesAgain)
  expect(fetched).toEqual(['config', 'catalogue'])
  expect(readSetting(loop.database, 'float')?.balanceRupiah).toBe(25_000_000)
})
