import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { type Biller, createBiller } from '../../main/practice/biller.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { createFloat } from '../../main/practice/float.ts'
import { createPayments } from '../../main/practice/payments.ts'
import { openDatabase } from '../../main/storage/open.ts'
import { paymentOf, pulsa20 } from './outlet.ts'

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
