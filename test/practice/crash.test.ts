import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { type Biller, createBiller } from '../../main/practice/biller.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { createClaims } from '../../main/practice/claims.ts'
import { createFacts } from '../../main/practice/facts.ts'
import { createFeed } from '../../main/practice/feed.ts'
import { createFloat } from '../../main/practice/float.ts'
import { createPaymentRows } from '../../main/practice/payment-rows.ts'
import { createPayments } from '../../main/practice/payments.ts'
import { createSettling } from '../../main/practice/settling.ts'
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
    database: openDatabase(join(folder, 'biller.sqlite'), migrations.biller),
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
  const rows = createPaymentRows(database)
  const claims = createClaims({ database, clock: systemClock, isTerminal: () => true })
  const facts = createFacts(database)
  const feed = createFeed({ database, facts, clock: systemClock })
  const productOf = (code: string) => products.get(code) ?? null
  const common = { database, rows, claims, biller: failing, float, clock: systemClock, productOf }
  const payments = createPayments({
    ...common,
    settling: createSettling({ ...common, feed, facts }),
    priceOf: (product, intent) => ({
      commissionRupiah: product.commissionRupiah,
      deductionRupiah: intent.totalRupiah - product.commissionRupiah,
    }),
    newestIncarnation: () => 1,
    mayCreate: () => true,
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
    expect(back.payments.ask(request.paymentId, request.intentHash, 't')).toMatchObject({ status: 'paid', revision: 2 })
    expect(back.payments.pay(request, terminal)).toMatchObject({ status: 'paid' })
    expect(back.biller.billerBook()).toHaveLength(1)
    expect([back.float.balanceRupiah(), back.float.reservedRupiah()]).toEqual([1_000_000 - 20_700, 0])
    back.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
