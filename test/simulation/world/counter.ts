import { startShift } from '../../../main/cash/shifts.ts'
import { readConfig } from '../../../main/central/documents.ts'
import { acceptBasket } from '../../../main/payments/accept.ts'
import type { By } from '../../../main/payments/actions.ts'
import { viewBasket } from '../../../main/payments/basket-view.ts'
import { addToBasket, openBasket } from '../../../main/payments/baskets.ts'
import { findBill } from '../../../main/payments/bills.ts'
import { floatView } from '../../../main/payments/float.ts'
import { limits } from '../../../shared/limits.ts'
import type { Services } from './terminal.ts'

export type Person = { id: string; name: string }

/** What the terminal's API does for a page, in the same order: one call here is one click. */
export function counterOf(services: Services, staff: Person) {
  const { database, clock, time, ids, link, sync, printing, central } = services
  const rounding = () => readConfig(database).outlet.cashRounding
  return {
    openShift: (startingFloatRupiah: number) =>
      startShift(database, { staff, startingFloatRupiah, zone: readConfig(database).outlet.zone, ids, atMs: clock.nowMs() }),
    openBasket: () => openBasket(database, { staffId: staff.id, ids, clock }),
    async find(productCode: string, customerNumber: string) {
      const finder = { database, central, clock, time, ids, linkIsDown: () => link.view().state === 'offline', observe: link.observe }
      const bill = await findBill(finder, { productCode, customerNumber })
      if (bill.source !== 'central') sync.wake()
      return bill
    },
    add: (basketId: string, inquiryId: string, also: { overridesPaymentId?: string; repaysPaymentId?: string } = {}) =>
      addToBasket(database, basketId, inquiryId, {
        staffId: staff.id,
        overridesPaymentId: also.overridesPaymentId ?? null,
        repaysPaymentId: also.repaysPaymentId ?? null,
        ids,
        clock,
      }),
    view: (basketId: string) => viewBasket(database, basketId, rounding()),
    accept(basketId: string, expectedTotalRupiah: number, cashReceivedRupiah: number) {
      const config = readConfig(database)
      const { state } = link.view()
      const offline = state !== 'online'
      const { availableRupiah } = floatView(database, config, offline)
      const answerPatienceMs = state === 'offline' ? 0 : limits.receiptPatienceMs
      const timeTrusted = time.view().trusted
      acceptBasket(
        { database, clock, ids, config, offline, timeTrusted, answerPatienceMs, floatAvailableRupiah: availableRupiah },
        { basketId, expectedTotalRupiah, cashReceivedRupiah, staff },
      )
      sync.wake()
      printing.wake(state === 'offline' ? { decideNow: true } : {})
    },
    /** Whoever decides about one payment. */
    by: (): By => ({ staff, atMs: clock.nowMs(), rounding: rounding() }),
    changed() {
      sync.wake()
      printing.wake()
    },
  }
}
