import { Refusal } from '../../shared/refusals.ts'
import { mayDo } from '../../shared/terminal-api/permissions.ts'
import { balance } from '../ledger/journal.ts'
import type { Staff } from '../staff/sign-in.ts'
import { audit } from '../storage/audit.ts'
import type { Database } from '../storage/open.ts'
import { requireOwed } from './advances.ts'
import { movePayment } from './move.ts'
import { type Payment, requirePayment } from './payment.ts'

/** Money is given up by two people: one who is signed in and another whose PIN was checked just now (main/staff/sign-in.ts). */
export type TwoPersons = { staff: Staff; second: Staff; reason: string; atMs: number }

/** A dispute that the central will not pay: the float stays used and the loss is named. */
export function writeOffDispute(database: Database, paymentId: string, by: TwoPersons): Payment {
  return database
    .transaction(() => {
      const payment = agreed(database, paymentId, 'disputed', by)
      const openRupiah = balance(database, 'disputed', paymentId)
      auditBoth(database, 'writeOff', paymentId, openRupiah, by)
      return movePayment(database, payment, 'writeOff', {
        ...noted(by),
        posting: { event: 'writeOff', facts: { paymentId, openRupiah } },
      })
    })
    .immediate()
}

/** An advance whose customer never brought the money back. */
export function writeOffOwed(database: Database, paymentId: string, by: TwoPersons): Payment {
  return database
    .transaction(() => {
      const payment = agreed(database, paymentId, 'paid', by)
      const totalRupiah = requireOwed(database, payment)
      auditBoth(database, 'writeOffOwed', paymentId, totalRupiah, by)
      return movePayment(database, payment, 'writeOffOwed', {
        ...noted(by),
        posting: { event: 'writeOffOwed', facts: { paymentId, totalRupiah } },
      })
    })
    .immediate()
}

/** Refuses `secondPersonRequired`, `notPermitted`, `paymentUnknown`, `paymentNotInState`, `reasonRequired`. */
function agreed(database: Database, paymentId: string, state: 'disputed' | 'paid', { staff, second, reason }: TwoPersons): Payment {
  if (second.id === staff.id) throw new Refusal('secondPersonRequired')
  if (!mayDo(second.role, 'confirmWriteOff')) throw new Refusal('notPermitted', { permission: 'confirmWriteOff', staffName: second.name })
  const payment = requirePayment(database, paymentId)
  if (payment.state !== state) throw new Refusal('paymentNotInState', { state: payment.state })
  if (reason.trim() === '') throw new Refusal('reasonRequired')
  return payment
}

function auditBoth(
  database: Database,
  action: 'writeOff' | 'writeOffOwed',
  paymentId: string,
  amountRupiah: number,
  { staff, second, reason, atMs }: TwoPersons,
): void {
  audit(database, { actor: staff.id, action, atMs, detail: { paymentId, amountRupiah, reason, secondStaffId: second.id } })
  audit(database, { actor: second.id, action: 'confirmWriteOff', atMs, detail: { paymentId, amountRupiah, withStaffId: staff.id } })
}

function noted({ staff, second, reason, atMs }: TwoPersons) {
  return { actor: staff.id, atMs, detail: { reason, secondStaffId: second.id } }
}
