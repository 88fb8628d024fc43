import { openShift } from '../cash/shifts.ts'
import type { Till } from '../ledger/postings.ts'
import type { Database } from '../storage/open.ts'
import type { Payment } from './payment.ts'

/** Where money goes back from: the drawer that is open now, else the one it came into. */
export function tillForReturn(database: Database, payment: Payment): Till {
  return { account: 'drawer', dimension: openShift(database)?.id ?? payment.shiftId }
}
