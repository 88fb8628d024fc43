import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readOptions } from '../../main/hosts/options.ts'
import { prepare } from '../../main/hosts/start.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { testFolder } from '../support/folder.ts'

const lockModule = JSON.stringify(join(import.meta.dirname, '..', '..', 'main', 'platform', 'lock.ts'))

/** Another process that has the folder for so long, and announces this process's number, or none. */
async function held(dataFolder: string, { forMs, announced }: { forMs: number; announced: number | null }): Promise<void> {
  const holder = JSON.stringify({ pid: announced, kind: 'browser', url: 'http://127.0.0.1:4700/', startedAtMs: 1 })
  const announce = announced === null ? '' : `lock.announce(${holder});`
  const code = `const { lockFolder } = await import(${lockModule}); const lock = lockFolder(process.argv[1]); ${announce} console.log('held'); setTimeout(() => process.exit(), ${forMs})`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataFolder])
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stdout.once('data', resolve))
}

function start(dataFolder: string) {
  const env = { XDG_DATA_HOME: join(dataFolder, 'home') }
  const ground = prepare(readOptions(['--practice', '--no-open', '--data-dir', dataFolder], env), env, process.platform, systemClock)
  if (ground.kind === 'ready') {
    ground.lock.release()
    ground.log.close()
  }
  return ground.kind
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.once('close', resolve))
  return child.pid ?? 0
}

test('a start beside a living holder shows that one', async () => {
  const dataFolder = testFolder()
  await held(dataFolder, { forMs: 60_000, announced: process.pid })
  expect(start(dataFolder)).toBe('held')
})

test('a start after a kill whose files are still being closed waits for the folder and takes it', async () => {
  const dataFolder = testFolder()
  await held(dataFolder, { forMs: 1_000, announced: await deadProcess() })
  expect(start(dataFolder)).toBe('ready')
})

test('a start while another one looks into the folder for seconds takes it after that', async () => {
  const dataFolder = testFolder()
  await held(dataFolder, { forMs: 3_000, announced: null })
  expect(start(dataFolder)).toBe('ready')
})
