import { expect, test } from 'vitest'
import { openQueue } from '../../main/handover/carry.ts'
import type { HandOver } from '../../main/handover/payload.ts'
import { takeOver } from '../../main/handover/take-over.ts'
import { findStoredBill } from '../../main/payments/bills.ts'
import { stateBill } from '../../main/payments/stated-bills.ts'
import { epoch, openBook, ratna } from '../support/ledger-book.ts'
import { bill45000 } from '../support/said.ts'

test('where a bill was known from is known on the other terminal too', async () => {
  const [one, other] = [openBook(), openBook()]
  one.openShift()
  const [asked = ''] = await one.sell(bill45000)
  const paper = { productCode: 'PAPER', customerNumber: '102400000017', period: '202611', amountRupiah: 84_849 }
  const basketId = one.newBasket()
  const stated = one.add(basketId, stateBill({ ...one, online: false }, paper).id)
  one.accept(basketId, { offline: true })

  other.openShift()
  const handOver = { handOverId: 'export-1', terminalId: 'LTH001', kind: 'export' } as HandOver
  const { id: shiftId } = other.database.prepare('SELECT id FROM shifts').get() as { id: string }
  const { ids, database } = other
  const by = { handOver, unseen: true, ledgerEpoch: epoch, shiftId, staffId: ratna.id, ids, atMs: other.clock.nowMs() }
  database.transaction(() => {
    for (const carried of openQueue(one.database, 'LTH001').carried) takeOver(database, carried, by)
  })()
  const sourceOf = (paymentId: string) => findStoredBill(database, other.payment(paymentId).inquiryId)?.source
  expect([sourceOf(asked), sourceOf(stated)]).toEqual(['central', 'customerPaper'])
})
