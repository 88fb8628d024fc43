import type { Product } from '../../shared/central-api/catalogue.ts'
import type { Zone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import type { BillChange } from './bill-changes.ts'
import type { Biller } from './biller.ts'
import type { ConfigOffice } from './config.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'
import type { PaymentRow, PaymentRows } from './payment-rows.ts'
import { paymentOf, type Settling } from './settling.ts'
import { type LedgerSnapshot, putBack, takeSnapshot } from './snapshot.ts'
import type { SwitchBoard } from './switches.ts'

type OperatorSettings = {
  database: Database
  rows: PaymentRows
  settling: Settling
  biller: Biller
  float: Float
  feed: Feed
  facts: Facts
  switches: SwitchBoard
  configOffice: ConfigOffice
  clock: Clock
  ids: Ids
  productOf: (code: string) => Product | null
  refreshCatalogue: () => void
}

export type Operator = ReturnType<typeof createOperator>

/**
 * What people at the central and at the biller do behind a terminal's back. What concerns a payment happens in the biller's book first and
 * comes to the central from there, so that it survives a restore. Each says whether there was anything to do.
 */
export function createOperator(settings: OperatorSettings) {
  const { database, rows, settling, biller, float, feed, facts, switches, configOffice, clock, ids } = settings

  /** The row as the biller has it now; news about it goes into the owner's feed. */
  function catchUp(row: PaymentRow): void {
    rows.markChecked(row.payment_id, '')
    settling.settle({ ...row, checked_epoch: null }, null)
  }

  /** A payment the biller was asked to pay, in the given state. */
  function ordered(paymentId: string, status: PaymentRow['status']): { row: PaymentRow; trace: string } | null {
    const found = rows.find(paymentId)
    const row = found === null ? null : settling.settle(found, null)
    return row !== null && row.status === status && row.trace !== null ? { row, trace: row.trace } : null
  }

  function credit(paymentId: string, status: 'paid' | 'refused'): boolean {
    const found = ordered(paymentId, status)
    if (found === null || float.takenRupiah(paymentId) <= 0 || !biller.credit(found.trace)) return false
    catchUp(found.row)
    return true
  }

  /** Terminals ask by id what they may have missed: the feed of the old epoch is gone, also for those who never read it to its end. */
  function beginEpoch(): void {
    facts.write('ledgerEpoch', ids.next())
    feed.restart()
  }

  return {
    /** Paid becomes refused: the biller's reconciliation does not know it. The float comes back with `creditClaim`. */
    failAtReconciliation(paymentId: string): boolean {
      const found = ordered(paymentId, 'paid')
      if (found === null || !biller.reverse(found.trace)) return false
      catchUp(found.row)
      return true
    },

    /** Refused by the biller, and then it went through. Not when another payment has the bill by now. */
    payAfterAll(paymentId: string): boolean {
      const found = ordered(paymentId, 'refused')
      const advice = found === null ? null : biller.advice(found.trace)
      if (found === null || advice === null) return false
      const product = settings.productOf(advice.productCode)
      const others = product === null ? [] : biller.liveTraces(product, advice.customerNumber).map((trace) => biller.advice(trace))
      const isTaken = others.some(
        (other) => other?.wibDay === advice.wibDay || other?.periods.some((period) => period !== '' && advice.periods.includes(period)),
      )
      if (isTaken || !biller.payAfterAll(found.trace)) return false
      catchUp(found.row)
      return true
    },

    /** The float comes back for a payment that failed after it was paid. */
    creditClaim: (paymentId: string) => credit(paymentId, 'refused'),
    /** The float comes back for a payment that was paid although the customer had the money back. The bill stays paid. */
    creditDispute: (paymentId: string) => credit(paymentId, 'paid'),

    /** What was taken for an order is corrected by hand: more when above zero, some given back when below. Never to less than nothing. */
    correctTaken(paymentId: string, rupiah: number): boolean {
      const found = ordered(paymentId, 'paid') ?? ordered(paymentId, 'refused')
      if (found === null || float.takenRupiah(paymentId) + rupiah < 0 || !biller.correct(found.trace, rupiah)) return false
      catchUp(found.row)
      return true
    },

    /** A bill is not any more what a customer was told. */
    changeBill: (customerNumber: string, change: BillChange) => biller.changeBill(customerNumber, change),
    /** Another outlet takes these months of a bill. */
    payElsewhere(customerNumber: string, periods: readonly string[], productCode = 'PLN'): boolean {
      const product = settings.productOf(productCode)
      return product !== null && biller.payElsewhere(product, customerNumber, periods)
    },

    /**
     * The biller's whole book against the ledger, as at the end of a day: orders that a restore lost are written down again, and every owner
     * hears how each of its payments stands, because news of before a restore may never have been read.
     */
    reconcile(): void {
      for (const { trace } of biller.billerBook()) {
        const paymentId = paymentOf(trace)
        const known = paymentId === null ? null : rows.find(paymentId)
        if (paymentId === null) continue
        if (known === null) settling.adopt(paymentId, null)
        else catchUp(known)
        const row = rows.find(paymentId)
        if (row === null || row.status === 'pending') continue
        database.transaction(() => feed.tell(settling.ownerOf(row), { kind: 'payment', statement: settling.said(row) })).immediate()
      }
    },

    topUp: (amountRupiah: number) => float.move('credit', null, amountRupiah, clock.nowMs()),
    setCommission: (perSheetRupiah: number | null) => switches.set({ commissionPerSheetRupiah: perSheetRupiah }),
    deductOneMore: (on: boolean) => switches.set({ deductMoreRupiah: on ? 1 : 0 }),
    rateLimit: (createsPerMinuteMax: number | null) => switches.set({ createsPerMinuteMax }),
    cutOff(plnCutOff: Product['cutOff']): void {
      switches.set({ plnCutOff })
      settings.refreshCatalogue()
    },
    outlet(outlet: { zone?: Zone; terminalCount?: number }): void {
      switches.set(outlet)
      configOffice.refresh()
    },
    /** A terminal's share of the float, null for none; not when the shares would sum to more than the float. */
    allot: (terminalId: string, rupiah: number | null): boolean => configOffice.allot(terminalId, rupiah),

    notice: (text: string) => feed.tellEveryone({ kind: 'notice', noticeId: ids.next(), text: text.slice(0, 400) }),
    /** All but the newest items of every feed are forgotten. */
    expireFeed: (keep: number) => feed.expire(keep),

    /** As after a restore that lost nothing: "unknown" means less now. */
    newEpoch: () => database.transaction(beginEpoch).immediate(),
    snapshot: (): LedgerSnapshot => takeSnapshot(database, clock.nowMs()),
    /** The ledger as it was; the biller's book keeps its truth. `keepOwners`: what was claimed since stays claimed. */
    restoreFrom(snapshot: LedgerSnapshot, { keepOwners = false } = {}): void {
      database
        .transaction(() => {
          putBack(database, snapshot, keepOwners)
          // Nonces of the time between are forgotten: nothing signed before this moment is believed any more.
          facts.write('restoredAtMs', String(clock.nowMs()))
          beginEpoch()
        })
        .immediate()
    },
  }
}
