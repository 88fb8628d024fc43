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
import { type Biller, createBiller } from '../../main/practice/biller.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { createFloat } from '../../main/practice/float.ts'
import { createPayments } from '../../main/practice/payments.ts'
import { openDatabase } from '../../main/storage/open.ts'
import { answered, paymentOf, pulsa20 } from './outlet.ts'

const migrations = {
  central: new URL('../../main/practice/migrations/', import.meta.url),
  biller: new URL('../../main/practice/biller-migrations/', import.meta.url),
}

/** The central's payments over a real biller, with a point at which the power goes. */
function paymentsOver(folder: string, powerGoes: 'beforeAsking' | 'afterAsking' | 'never') {
  const database = openDatabase(join(folder, 'central.sqlite'), migrations.central)
  const biller = createBiller({
    path: join(folder, 'biller.sqlite'),
    migrations: migrations.biller,
    clock: systemClock,
    ids: systemIds,
    pendingForMs: 0,
  })
  const failing: Biller = {
    ...biller,
    pay(order) {
      if (powerGoes === 'beforeAsking') throw new Error('power')
      const answer = biller.pay(order)
      if (powerGoes === 'afterAsking') throw new Error('power')
      return answer
    },
  }
  const products = new Map(practiceProducts(null).map((product) => [product.code, product]))
  const float = createFloat(database)
  if (float.balanceRupiah() === 0) float.move('credit', null, 1_000_000, 0)
  const payments = createPayments({
    database,
    biller: failing,
    float,
    clock: systemClock,
    productOf: (code) => products.get(code) ?? null,
    members: () => ({ serverTime: '', ledgerEpoch: 'e', idsKeptForDays: 90 }),
    nextTrace: systemIds.next,
  })
  const close = () => {
    database.close()
    biller.close()
  }
  return { payments, biller, float, close }
}

test.each(['beforeAsking', 'afterAsking'] as const)('a central that dies %s the biller pays exactly once when it is back', (powerGoes) => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-crash-'))
  try {
    const request = paymentOf(pulsa20('081200001230'), systemClock)
    const terminal = { terminalId: 't', revoked: false }
    const dying = paymentsOver(folder, powerGoes)
    expect(() => dying.payments.pay(request, terminal)).toThrow('power')
    expect(dying.biller.billerBook()).toHaveLength(powerGoes === 'beforeAsking' ? 0 : 1)
    dying.close()
    const back = paymentsOver(folder, 'never')
    expect(back.payments.all().map(({ status }) => status)).toEqual(['pending'])
    expect(back.payments.ask(request.paymentId, request.intentHash)?.body).toMatchObject({ status: 'paid', revision: 2 })
    expect(back.payments.pay(request, terminal).body).toMatchObject({ status: 'paid' })
    expect(back.biller.billerBook()).toHaveLength(1)
    expect([back.float.balanceRupiah(), back.float.reservedRupiah()]).toEqual([1_000_000 - 20_700, 0])
    back.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

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
