import { expect, test } from 'vitest'
import { readOptions } from '../../main/hosts/options.ts'

const nothing = {
  port: null,
  dataDir: null,
  centralUrl: null,
  practice: false,
  printer: null,
  openBrowser: true,
  secondCopy: null,
  leaveUnsynced: false,
}

test('without flags everything is as usual', () => {
  expect(readOptions([], { LOKET_PORT: '' })).toEqual({ kind: 'options', options: nothing })
})

test('every flag has a twin in the environment, and the flag wins', () => {
  const wished = {
    port: 4800,
    dataDir: '/d',
    centralUrl: 'https://c.example',
    practice: true,
    printer: 'tcp:p:9100',
    openBrowser: false,
    secondCopy: '/s',
    leaveUnsynced: true,
  }
  const argv = ['--port', '4800', '--data-dir=/d', '--central', 'https://c.example', '--practice', '--printer', 'tcp:p:9100', '--no-open']
  argv.push('--second-copy', '/s', '--leave-unsynced')
  const env = {
    LOKET_PORT: '4800',
    LOKET_DATA_DIR: '/d',
    LOKET_CENTRAL_URL: 'https://c.example',
    LOKET_PRACTICE: '1',
    LOKET_PRINTER: 'tcp:p:9100',
    LOKET_NO_OPEN: 'true',
    LOKET_SECOND_COPY: '/s',
    LOKET_LEAVE_UNSYNCED: '1',
  }
  expect(readOptions(argv, {})).toEqual({ kind: 'options', options: wished })
  expect(readOptions([], env)).toEqual({ kind: 'options', options: wished })
  expect(readOptions(['--port', '1'], env)).toMatchObject({ options: { port: 1 } })
})

test.each([
  [['--port', 'x'], {}, '--port must be a number from 0 to 65535, not "x".'],
  [['--port', '65536'], {}, '--port must be a number from 0 to 65535, not "65536".'],
  [['--port', '-1'], {}, 'See --help.'],
  [[], { LOKET_PORT: '4700.5' }, '--port must be a number from 0 to 65535, not "4700.5".'],
  [['--central', 'ftp://c'], {}, '--central must be an http or https address, not "ftp://c".'],
  [['--data-dir', ' '], {}, '--data-dir needs a value.'],
  [['--printer'], {}, 'See --help.'],
  [['--colour'], {}, "Unknown option '--colour'. See --help."],
  [['stray'], {}, 'See --help.'],
  [[], { LOKET_PRACTICE: 'perhaps' }, 'LOKET_PRACTICE must be 1 or 0, not "perhaps".'],
] as const)('%j with %j is answered with a sentence', (argv, env, sentence) => {
  const answer = readOptions(argv, env)
  expect(answer).toMatchObject({ kind: 'bad' })
  expect(answer.kind === 'bad' ? answer.sentence : '').toContain(sentence)
})

test('help names every flag', () => {
  const answer = readOptions(['--help'], {})
  expect(answer.kind).toBe('help')
  for (const flag of ['--port', '--data-dir', '--central', '--practice', '--printer', '--second-copy', '--leave-unsynced', '--no-open'])
    expect(answer.kind === 'help' ? answer.text : '').toContain(flag)
})

test("the desktop host passes over Chromium's own switches", () => {
  const argv = ['--enable-logging', '--ozone-platform=wayland', '--port', '4800', 'file.txt']
  expect(readOptions(argv, {}, 'ignore')).toEqual({ kind: 'options', options: { ...nothing, port: 4800 } })
  expect(readOptions(['--port'], {}, 'ignore')).toMatchObject({ kind: 'bad' })
})

test('the way to a mail server is told by environment alone, and must be one', () => {
  expect(readOptions([], { LOKET_SMTP_URL: 'smtp://127.0.0.1:2525' })).toMatchObject({ options: { smtpUrl: 'smtp://127.0.0.1:2525' } })
  for (const wrong of ['127.0.0.1:2525', 'http://127.0.0.1', 'mail'])
    expect(readOptions([], { LOKET_SMTP_URL: wrong })).toMatchObject({ kind: 'bad', sentence: expect.stringContaining('LOKET_SMTP_URL') })
})
