import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { createCentral } from '../../main/central/client.ts'
import { enrol } from '../../main/central/enrol.ts'
import { systemClock } from '../../main/platform/clock.ts'
import { makeKeyPair } from '../../main/platform/crypto.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { answered, paymentOf, pulsa20 } from './outlet.ts'

type Served = { url: string; code: string; kill(): Promise<void> }

async function serve(folder: string): Promise<Served> {
  const command = new URL('../../main/practice/serve.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [command, '--port', '0', '--data-dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const [, url, code] = /(http:\/\/127\.0\.0\.1:\d+) · activation code (\S+)/.exec(line) ?? []
  if (url === undefined || code === undefined) throw new Error(`unexpected line: ${line}`)
  return {
    url,
    code,
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

test('the command serves in a process of its own, and killed in the middle of payments it has paid each at most once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-served-'))
  let served = await serve(folder)
  try {
    const keys = makeKeyPair()
    const common = { clock: systemClock, ids: systemIds }
    const enrolment = await enrol({ baseUrl: served.url, activationCode: served.code, terminalName: 'Loket 1', keys, ...common })
    if (enrolment.kind !== 'enrolled') throw new Error(enrolment.kind)
    const { keyId, centralKeyId, centralPublicKey } = enrolment.answer
    const client = () => createCentral({ baseUrl: served.url, keys: { ...keys, keyId }, centralKeyId, centralPublicKey, ...common })
    const requests = Array.from({ length: 40 }, (_, index) => paymentOf(pulsa20(`0812000${50_000 + index}`), systemClock))
    const running = client()
    const first = requests.map((request) => running.pay(request))
    await Promise.race(first)
    await served.kill()
    const outcomes = await Promise.all(first)
    expect(outcomes.some(({ kind }) => kind === 'answer')).toBe(true)
    served = await serve(folder)
    const again = client()
    for (const [index, request] of requests.entries()) {
      const asked = answered(await again.ask(request.paymentId, request.intentHash))
      // What was answered stays answered; what was not is either paid by now or was never heard of.
      if (outcomes[index]?.kind === 'answer') expect(asked.status).toBe('paid')
      expect(answered(await again.pay(request)).status).toBe('paid')
    }
    const book = (await (await fetch(`${served.url}/practice/book`)).json()) as {
      biller: unknown[]
      billsPaidTwice: string[]
      float: { reservedRupiah: number }
    }
    expect(book.biller).toHaveLength(40)
    expect(book.billsPaidTwice).toEqual([])
    expect(book.float.reservedRupiah).toBe(0)
  } finally {
    await served.kill()
    rmSync(folder, { recursive: true })
  }
}, 60_000)
