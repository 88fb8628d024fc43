import type { Pledge } from '../given.ts'
import { observedPledges } from './observed.ts'
import { paymentPledges } from './payments.ts'
import { voidPledges } from './voids.ts'
import { wirePledges } from './wire.ts'

/** In the order they are looked at: what is judged by all replies comes last. */
export const pledges = { ...wirePledges, ...paymentPledges, ...voidPledges, ...observedPledges }

export type PromiseName = keyof typeof pledges
export const promiseNames = Object.keys(pledges) as PromiseName[]
export const pledgeOf = (name: PromiseName): Pledge => pledges[name]
