import { Writable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { printLine } from '../../main/hosts/print-line.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { readHolder } from '../../main/platform/lock.ts'
import { testFolder } from '../support/folder.ts'
import { startHost, until } from '../support/host-process.ts'

/** A stream that keeps what is written, and then fails or not. */
function streamThat(fails: boolean) {
  const written: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      written.push(String(chunk))
      done(fails ? new Error('write EPIPE') : null)
    },
  })
  return { written, print: printLine(stream) }
}

test('a line reaches whoever reads, and a reader who is gone stops nothing', async () => {
  const read = streamThat(false)
  read.print('Open Loket')
  expect(read.written).toEqual(['Open Loket\n'])
  const gone = streamThat(true)
  for (const line of ['nobody', 'hears']) {
    gone.print(line)
    await setImmediate()
  }
  expect(gone.written).toEqual(['nobody\n'])
})

test('the browser host lives on when the window it was started from is gone', async () => {
  const dataFolder = testFolder()
  const host = startHost(dataFolder, ['--no-open', '--practice', '--port', '0'])
  host.child.stdout?.destroy()
  const holder = await until(
    () => readHolder(dataFolder) ?? undefined,
    () => 'a host that holds its folder',
  )
  // The address was printed into the void by now.
  await systemClock.sleep(500)
  expect((await fetch(holder.url)).status).toBe(200)
  expect(host.child.exitCode).toBeNull()
})
