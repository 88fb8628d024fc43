import { expect, onTestFinished, test } from 'vitest'
import type { QuestionOutcome } from '../../main/central/outcome.ts'
import { silentLog } from '../../main/platform/log.ts'
import { audit, auditHead, firstBrokenAuditEntry } from '../../main/storage/audit.ts'
import { heartbeatOf, startHeartbeats } from '../../main/sync/heartbeat.ts'
import { createLink } from '../../main/sync/link.ts'
import { type HeartbeatAnswer, type HeartbeatRequest, heartbeatRequestSchema } from '../../shared/central-api/heartbeats.ts'
import { openOutlet, told } from '../practice/outlet.ts'
import { openQueue } from './queue.ts'

const minuteMs = 60_000
const reply = { status: 200, headers: {}, body: '{}' }
const members = { serverTime: '2026-11-23T03:42:00Z', ledgerEpoch: 'epoch-1', idsKeptForDays: 90 }

function openHeartbeats(nextAfterMs = minuteMs) {
  const queue = openQueue()
  const link = createLink(queue.clock, () => undefined)
  const online = () => link.observe({ kind: 'answer', answer: null, reply, roundTripMs: 40.6 })
  const heard: HeartbeatRequest[] = []
  let outcome: QuestionOutcome<HeartbeatAnswer> | Error = { kind: 'answer', answer: { ...members, nextAfterMs }, reply, roundTripMs: 1 }
  const facts = {
    ...queue,
    link,
    version: '0.1.0',
    device: { platform: 'linux', host: 'browser' },
    printer: () => ({ state: 'ready', model: 'generic-58' }),
  }
  const office = {
    async heartbeat(heartbeat: HeartbeatRequest) {
      heard.push(heartbeat)
      if (outcome instanceof Error) throw outcome
      return outcome
    },
  }
  const start = () => {
    const heartbeats = startHeartbeats({ ...facts, office, log: silentLog })
    onTestFinished(() => heartbeats.stop())
    return heartbeats
  }
  return { ...queue, link, online, heard, facts, start, answer: (next: typeof outcome) => (outcome = next) }
}

test('a heartbeat says what waits and since when, the link as answers judge it, and where the audit log stands', () => {
  const { facts, online, add, database, clock } = openHeartbeats()
  expect(heartbeatOf(facts)).toMatchObject({ queue: { count: 0, totalRupiah: 0, oldestAt: null }, link: { state: 'checking' } })
  online()
  add({ ageMs: 5 * minuteMs })
  add({ ageMs: minuteMs })
  audit(database, { actor: 'staff-sari', action: 'signIn', atMs: clock.nowMs() })
  const said = heartbeatOf(facts)
  expect(said).toMatchObject({
    version: '0.1.0',
    queue: { count: 2, totalRupiah: 43_000, oldestAt: '2026-11-23T03:37:00.000Z' },
    link: { state: 'online', roundTripMs: 41 },
    printer: { state: 'ready', model: 'generic-58' },
    audit: auditHead(database),
  })
  expect(said.audit?.count).toBe(1)
  expect(firstBrokenAuditEntry(database)).toBeNull()
  expect(heartbeatRequestSchema.parse(said)).toEqual(said)
})

test('it is said every minute, as soon as the central likes, and never faster than a slow link bears', async () => {
  const { start, online, heard, clock, answer } = openHeartbeats(2 * minuteMs)
  start()
  online()
  await clock.advance(minuteMs)
  expect(heard).toHaveLength(1)
  await clock.advance(minuteMs)
  expect(heard).toHaveLength(1)
  answer({ kind: 'answer', answer: { ...members, nextAfterMs: 1 }, reply, roundTripMs: 1 })
  await clock.advance(minuteMs)
  expect(heard).toHaveLength(2)
  await clock.advance(30_000)
  expect(heard).toHaveLength(5)
})

test('nothing is said while the link is down, and neither a no, a silence nor a mistake ends it', async () => {
  const { start, link, online, heard, clock, answer } = openHeartbeats()
  start()
  link.observe({ kind: 'silent', cause: 'central', why: 'no reply' })
  await clock.advance(3 * minuteMs)
  expect(heard).toEqual([])
  online()
  answer({ kind: 'silent', cause: 'central', why: 'no reply' })
  await clock.advance(minuteMs)
  answer({ kind: 'refused', code: 'unknownResource', reply, roundTripMs: 1 })
  await clock.advance(minuteMs)
  answer(new Error('a mistake'))
  await clock.advance(minuteMs)
  await clock.advance(minuteMs)
  expect(heard).toHaveLength(4)
})

test('after the stop none is said any more', async () => {
  const { start, online, heard, clock } = openHeartbeats()
  const heartbeats = start()
  online()
  await heartbeats.stop()
  await clock.advance(5 * minuteMs)
  expect(heard).toEqual([])
})

test('the practice central takes what a terminal says of itself', async () => {
  const { facts } = openHeartbeats()
  const outlet = await openOutlet()
  const one = await outlet.terminal()
  told(await one.office.heartbeat(heartbeatOf(facts)))
  expect(outlet.server.central.fleet()).toMatchObject([{ presence: 'here', heartbeat: heartbeatOf(facts) }])
})
