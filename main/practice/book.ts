import type { Database } from '../storage/open.ts'
import type { Biller } from './biller.ts'
import { billsPaidTwice } from './biller-book.ts'
import type { Claims } from './claims.ts'
import type { Float } from './float.ts'
import type { Payments } from './payments.ts'
import type { Terminals } from './terminals.ts'

type Sources = { database: Database; payments: Payments; claims: Claims; float: Float; biller: Biller; terminals: Terminals }

/** Everything the practice central and its biller have written down, for demos and for tests that compare books. */
export function readBook({ database, payments, claims, float, biller, terminals }: Sources) {
  payments.settleDue()
  const billerPayments = biller.billerBook()
  return {
    float: {
      balanceRupiah: float.balanceRupiah(),
      reservedRupiah: float.reservedRupiah(),
      availableRupiah: float.availableRupiah(),
      movements: float.movements(),
    },
    payments: payments.all().map((row) => ({
      paymentId: row.payment_id,
      intentHash: row.intent_hash,
      status: row.status,
      revision: row.revision,
      /** Who created it, and whose it is now. */
      terminalId: row.terminal_id,
      ownerTerminalId: claims.newest(row.payment_id)?.terminalId ?? row.terminal_id,
      incarnation: row.incarnation,
      productCode: row.product_code,
      customerNumber: row.customer_number,
      totalRupiah: row.total_rupiah,
      refusalCode: row.refusal_code,
    })),
    biller: billerPayments,
    billsPaidTwice: billsPaidTwice(billerPayments),
    alarms: database
      .prepare<[], { kind: string; paymentId: string; detail: string; atMs: number }>(
        'SELECT kind, payment_id AS paymentId, detail, at_ms AS atMs FROM alarms ORDER BY sequence',
      )
      .all(),
    unusedActivationCodes: terminals.unusedCodes(),
  }
}
