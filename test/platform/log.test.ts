import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createLog, openLog } from '../../main/platform/log.ts'
import { testFolder } from '../support/folder.ts'

test('no PIN, identity number, session, code or key reaches the log, however deep it lies', () => {
  const lines: string[] = []
  const log = createLog((line) => lines.push(line))
  const secrets = {
    nik: 'S3CRET',
    phoneCode: 'S3CRET',
    pin: 'S3CRET',
    session: 'S3CRET',
    openCode: 'S3CRET',
    privateKey: 'S3CRET',
    headers: { 'x-loket-session': 'S3CRET' },
  }
  log.info(secrets, 'a')
  log.warn({ request: { body: [secrets] }, kept: 'fact' }, 'b')
  log.error({ err: Object.assign(new Error('http://127.0.0.1/#open=S3CRET'), { pin: 'S3CRET' }) }, 'c')
  log.info({}, 'open http://127.0.0.1/#open=S3CRET')
  expect(lines).toHaveLength(4)
  expect(lines.join()).not.toContain('S3CRET')
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ kept: 'fact', level: 'warn', msg: 'b' })
})

test('the log is rotated by size and only its owner may read it', () => {
  const dataFolder = testFolder()
  const log = openLog({ dataFolder })
  const chunk = 'x'.repeat(1_000_000)
  for (let count = 0; count < 40; count += 1) log.info({ count, chunk }, 'filling')
  log.close()
  const names = readdirSync(join(dataFolder, 'logs')).sort()
  expect(names).toEqual(['loket.log', 'loket.log.1', 'loket.log.2', 'loket.log.3', 'loket.log.4'])
  for (const name of names) {
    const { size, mode } = statSync(join(dataFolder, 'logs', name))
    expect(size).toBeLessThan(7_000_000)
    if (process.platform !== 'win32') expect(mode & 0o077).toBe(0)
  }
  const newest = readFileSync(join(dataFolder, 'logs', 'loket.log'), 'utf8')
    .trim()
    .split('\n')
    .at(-1)
  expect(JSON.parse(newest ?? '')).toMatchObject({ count: 39 })
})

test('a log that was there is continued', () => {
  const dataFolder = testFolder()
  for (const word of ['first', 'second']) {
    const log = openLog({ dataFolder })
    log.info({}, word)
    log.close()
  }
  expect(readFileSync(join(dataFolder, 'logs', 'loket.log'), 'utf8')).toMatch(/first.*\n.*second/)
})
