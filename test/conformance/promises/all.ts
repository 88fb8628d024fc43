import type { Pledge } from '../given.ts'
import { batchPledges } from './batches.ts'
import { enrolmentPledges } from './enrolment.ts'
import { feedPledges } from './feed.ts'
import { floatPledges } from './float.ts'
import { limitPledges } from './limits.ts'
import { observedPledges } from './observed.ts'
import { ownershipPledges } from './ownership.ts'
import { paymentPledges } from './payments.ts'
import { restorePledges } from './restore.ts'
import { revocationPledges } from './revocation.ts'
import { voidPledges } from './voids.ts'
import { wirePledges } from './wire.ts'

/** In the order they are looked at: the terminal is revoked last, and what is judged by all replies comes after that. */
export const pledges = {
  ...wirePledges,
  ...enrolmentPledges,
  ...paymentPledges,
  ...voidPledges,
  ...batchPledges,
  ...limitPledges,
  ...floatPledges,
  ...feedPledges,
  ...restorePledges,
  ...ownershipPledges,
  ...revocationPledges,
  ...observedPledges,
}

export type PromiseName = keyof typeof pledges
export const promiseNames = Object.keys(pledges) as PromiseName[]
export const pledgeOf = (name: PromiseName): Pledge => pledges[name]
