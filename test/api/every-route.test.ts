import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { makeOpenCode } from '../../main/api/sessions.ts'
import { type App, createApp } from '../../main/app.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { silentLog } from '../../main/platform/log.ts'
import { mayDo, rolePermissions } from '../../shared/terminal-api/permissions.ts'
import { type RouteName, terminalRoutes } from '../../shared/terminal-api/routes.ts'
import { jsonRequest, problemOf } from '../support/api.ts'
import { testFolder } from '../support/folder.ts'

const options = { port: null, dataDir: null, centralUrl: null, practice: false, printer: null, openBrowser: false }
const routeNames = Object.keys(terminalRoutes) as RouteName[]
type Terminal = { app: App; call(name: RouteName, session?: string, body?: unknown): Promise<Response>; enter(): Promise<string> }

/** The finished terminal as a host gets it, over a data folder of its own. */
async function terminal(): Promise<Terminal> {
  const dataFolder = testFolder()
  const app = await createApp({
    dataFolder,
    options,
    clock: systemClock,
    ids: systemIds,
    log: silentLog,
    host: { kind: 'bare' },
    pageFolder: null,
  })
  onTestFinished(() => app.close())
  const call: Terminal['call'] = (name, session, body = {}) => {
    const { method, path } = terminalRoutes[name]
    const concrete = path.replace(/:\w+/g, '01990000-0000-7000-8000-000000000000')
    return app.fetch(
      jsonRequest(method, concrete, method === 'GET' ? undefined : body, session === undefined ? {} : { 'x-loket-session': session }),
    )
  }
  const enter = async () => {
    const openCode = makeOpenCode({ dataFolder, clock: systemClock, ids: systemIds })
    const reply = await call('exchangeOpenCode', undefined, { openCode })
    return ((await reply.json()) as { session: string }).session
  }
  return { app, call, enter }
}

async function codeOf(response: Response): Promise<unknown> {
  return response.ok ? 'answered' : (await problemOf(response)).code
}

describe('every route of the contract', () => {
  let one: Terminal
  beforeEach(async () => {
    one = await terminal()
  })

  test('is there, and needs a session unless it is public', async () => {
    const codes = Object.fromEntries(await Promise.all(routeNames.map(async (name) => [name, await codeOf(await one.call(name))] as const)))
    const expected = routeNames.map((name) => [name, terminalRoutes[name].needs === 'nothing' ? 'malformedRequest' : 'sessionRequired'])
    expect(codes).toEqual(Object.fromEntries(expected))
  })

  test('that needs a person is refused before set-up', async () => {
    const session = await one.enter()
    for (const name of routeNames.filter((name) => !['nothing', 'session'].includes(terminalRoutes[name].needs)))
      expect([name, await codeOf(await one.call(name, session))]).toEqual([name, 'notSetUp'])
  })

  test('that needs a person is refused after set-up while nobody is signed in', async () => {
    const session = await one.enter()
    expect(await codeOf(await one.call('startPractice', session))).toBe('answered')
    for (const name of routeNames.filter((name) => !['nothing', 'session'].includes(terminalRoutes[name].needs)))
      expect([name, await codeOf(await one.call(name, session))]).toEqual([name, 'signInRequired'])
  })

  test('is refused to whose role may not, and never for that reason to whose role may', async () => {
    const session = await one.enter()
    await one.call('startPractice', session)
    const { staff } = (await (await one.call('staff', session)).json()) as { staff: { id: string; role: keyof typeof rolePermissions }[] }
    const { pins } = (await (await one.call('practiceStaff', session)).json()) as { pins: { staffId: string; pin: string }[] }
    expect(staff.map(({ role }) => role).sort()).toEqual(Object.keys(rolePermissions).sort())
    let refused = 0
    for (const { id, role } of staff) {
      const own = await one.enter()
      const pin = pins.find(({ staffId }) => staffId === id)?.pin
      expect(await codeOf(await one.call('signIn', own, { staffId: id, pin }))).toBe('answered')
      for (const name of routeNames) {
        const { needs } = terminalRoutes[name]
        if (needs === 'nothing' || needs === 'session' || needs === 'signIn') continue
        const code = await codeOf(await one.call(name, own))
        if (mayDo(role, needs)) expect([role, name, code]).not.toEqual([role, name, 'notPermitted'])
        else {
          expect([role, name, code]).toEqual([role, name, 'notPermitted'])
          refused += 1
        }
      }
    }
    expect(refused).toBeGreaterThan(0)
  })
})
