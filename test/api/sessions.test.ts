import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeOpenCode, openCodeLifeMs, openSessions, sessionLifeMs } from '../../main/api/sessions.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { Refusal } from '../../shared/refusals.ts'
import { testFolder } from '../support/folder.ts'
import { manualClock } from '../support/manual-clock.ts'

const sari = { id: 'staff-1', name: 'Sari', role: 'cashier' as const }

function open() {
  const given = { dataFolder: testFolder(), clock: manualClock(), ids: systemIds }
  return { given, sessions: openSessions(given), code: () => makeOpenCode(given) }
}

test('an open code works exactly once', () => {
  const { sessions, code } = open()
  const openCode = code()
  const secret = sessions.exchange(openCode)
  expect(sessions.find(secret)).not.toBeNull()
  expect(() => sessions.exchange(openCode)).toThrow(new Refusal('openCodeInvalid'))
})

test('an open code is good for ten minutes', async () => {
  const { sessions, code, given } = open()
  const [early, late] = [code(), code()]
  await given.clock.advance(openCodeLifeMs)
  expect(sessions.exchange(early)).toEqual(expect.any(String))
  await given.clock.advance(1)
  expect(() => sessions.exchange(late)).toThrow(new Refusal('openCodeInvalid'))
})

test.each(['', 'x', '../sessions', '../../etc/passwd', 'a'.repeat(100)])('the code %j opens nothing', (openCode) => {
  const { sessions } = open()
  expect(() => sessions.exchange(openCode)).toThrow(new Refusal('openCodeInvalid'))
})

test('a session outlives a restart of the host, the person signed in does not', () => {
  const { sessions, code, given } = open()
  const secret = sessions.exchange(code())
  const session = sessions.find(secret)
  if (session === null) throw new Error('just exchanged')
  sessions.signIn(session, sari)
  expect(sessions.staffOf(session)).toEqual(sari)
  const restarted = openSessions(given)
  expect(restarted.find(secret)).toBe(session)
  expect(restarted.staffOf(session)).toBeNull()
})

test('signing out ends the person of one page only', () => {
  const { sessions, code } = open()
  const [first, second] = [code(), code()].map((openCode) => sessions.find(sessions.exchange(openCode)))
  if (!first || !second) throw new Error('just exchanged')
  sessions.signIn(first, sari)
  sessions.signIn(second, sari)
  sessions.signOut(first)
  expect([sessions.staffOf(first), sessions.staffOf(second)]).toEqual([null, sari])
})

test('a session that is used stays; one left alone for a week ends and its trace is removed', async () => {
  const { sessions, code, given } = open()
  const [used, left] = [sessions.exchange(code()), sessions.exchange(code())]
  await given.clock.advance(sessionLifeMs - 1)
  expect(sessions.find(used)).not.toBeNull()
  await given.clock.advance(sessionLifeMs - 1)
  expect(sessions.find(used)).not.toBeNull()
  expect(sessions.find(left)).toBeNull()
  openSessions(given)
  expect(readdirSync(join(given.dataFolder, 'sessions'))).toEqual([sessions.find(used)])
})

test('the data folder holds hashes only, for its owner only', () => {
  const { sessions, code, given } = open()
  const [openCode, secret] = [code(), sessions.exchange(code())]
  const names = readdirSync(given.dataFolder, { recursive: true, withFileTypes: true })
  for (const entry of names.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name)
    expect(`${path}${readFileSync(path, 'utf8')}`).not.toMatch(new RegExp(`${openCode}|${secret}`))
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
  }
  expect(names.filter((entry) => entry.isFile())).toHaveLength(2)
})
