import { expect, test } from 'vitest'
import type { FleetMember } from '../../main/practice/fleet.ts'
import type { HeartbeatRequest } from '../../shared/central-api/heartbeats.ts'
import { openOutlet, told } from './outlet.ts'

const heartbeat: HeartbeatRequest = {
  version: '0.1.0',
  device: { platform: 'linux', host: 'browser' },
  queue: { count: 3, totalRupiah: 64_500, oldestAt: '2026-11-23T03:40:00Z' },
  printer: { state: 'trouble', model: 'generic' },
  link: { state: 'online', roundTripMs: 41.5 },
  audit: { count: 12, head: 'a'.repeat(64) },
}

test('the operator sees every terminal: here, quiet for some minutes, or not heard of yet', async () => {
  const { terminal, server, clock, advance } = await openOutlet()
  const [one, other] = [await terminal(), await terminal()]
  const fleet = async () => (await (await fetch(`${server.controlUrl}/practice/fleet`)).json()) as FleetMember[]
  expect((await fleet()).map(({ presence, heartbeat: said }) => [presence, said])).toEqual([
    ['never', null],
    ['never', null],
  ])
  const answer = told(await one.office.heartbeat(heartbeat))
  expect(answer.nextAfterMs).toBe(60_000)
  expect(await fleet()).toMatchObject([
    { terminalId: one.terminalId, name: 'Loket 1', presence: 'here', heardAtMs: clock.nowMs(), allotmentRupiah: 5_000_000, heartbeat },
    { terminalId: other.terminalId, presence: 'never' },
  ])
  advance(180_000)
  expect((await fleet())[0]?.presence).toBe('here')
  advance(1)
  expect((await fleet())[0]?.presence).toBe('quiet')
  await one.office.heartbeat({ ...heartbeat, queue: { count: 0, totalRupiah: 0, oldestAt: null } })
  expect((await fleet())[0]).toMatchObject({ presence: 'here', heartbeat: { queue: { count: 0 } } })
})

test('words and members that came after this program are kept, and what is none is refused', async () => {
  const { terminal, server } = await openOutlet()
  const one = await terminal()
  const { audit: _, ...older } = heartbeat
  expect(told(await one.office.heartbeat({ ...older, printer: { state: 'warmingUp', model: 'x' } })).nextAfterMs).toBe(60_000)
  expect(server.central.fleet()).toMatchObject([{ heartbeat: { printer: { state: 'warmingUp' } } }])
  expect(await one.office.heartbeat({ ...heartbeat, version: '' })).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
  const backwards = { ...heartbeat, queue: { count: -1, totalRupiah: 0, oldestAt: null } }
  expect(await one.office.heartbeat(backwards)).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
})

test('a revoked terminal still says how it is, and a share of the float is shown as it is cut', async () => {
  const { terminal, server } = await openOutlet()
  const [one, other] = [await terminal(), await terminal()]
  server.central.revoke(one.terminalId)
  expect(told(await one.office.heartbeat(heartbeat)).nextAfterMs).toBe(60_000)
  server.central.allot(one.terminalId, null)
  server.central.allot(other.terminalId, 2_000_000)
  expect(server.central.fleet()).toMatchObject([
    { revoked: true, presence: 'here', allotmentRupiah: null },
    { revoked: false, allotmentRupiah: 2_000_000 },
  ])
  server.central.lowerFloat(8_500_000)
  const shares = server.central.fleet().map(({ allotmentRupiah }) => allotmentRupiah)
  expect(shares).toEqual([null, 1_000_000])
  expect(told(await other.central.config()).limits.floatAllotmentRupiah).toBe(1_000_000)
})
