import { assertNever } from '../../shared/assert-never.ts'
import type { PaymentState } from '../../shared/payment-states.ts'
import type { AdvanceReceipt, PaidReceipt, ProvisionalReceipt } from '../../shared/receipt/receipt-data.ts'
import type { StoredJob } from './job-store.ts'

/** What a payment can put on paper right now. `paid` holds the central's proof or is null, `advance` what the customer was given in doubt. */
export type LoadedReceipt = {
  state: PaymentState
  paid: PaidReceipt | null
  provisional: ProvisionalReceipt
  advance: AdvanceReceipt | null
}

/** What becomes of a payment's slip, seen from the payment's state at this moment. */
export type SlipVerdict = 'printReceipt' | 'printProvisional' | 'printAdvance' | 'wait' | 'notOwed'

/** `decideNow`: the link is known to be down, so an answer that isn't under way won't come in time. */
export function slipVerdict(job: StoredJob, state: PaymentState, now: { atMs: number; decideNow: boolean }): SlipVerdict {
  // The money was given, whatever the central says next: the slip to sign is about that alone.
  if (job.kind === 'advance') return 'printAdvance'
  switch (state) {
    case 'paid':
      return 'printReceipt'
    case 'queued':
    case 'sending':
    case 'inDoubt': {
      // A person can ask for the valid slip of a paid payment only; the provisional one comes from accepting.
      if (job.origin === 'person') return 'notOwed'
      if (job.state !== 'awaitingResult') return 'printProvisional'
      const due = job.decideByMs === null || now.atMs >= job.decideByMs || (now.decideNow && state !== 'sending')
      return due ? 'printProvisional' : 'wait'
    }
    case 'rejected':
    case 'refunded':
    case 'cancelled':
    case 'disputed':
    case 'handedOver':
      return 'notOwed'
    default:
      return assertNever(state)
  }
}
