import type { Clock } from '../../main/platform/clock.ts'
import type { KeyPair } from '../../main/platform/crypto.ts'
import type { Ids } from '../../main/platform/ids.ts'
import type { Control } from './control.ts'
import type { Goods } from './goods.ts'
import type { Observed } from './observed.ts'
import type { Terminal } from './terminal.ts'
import type { Wire } from './wire-client.ts'

/** What a promise may use. `terminal` is the one the first activation code made. */
export type Given = {
  wire: Wire
  clock: Clock
  ids: Ids
  control: Control
  goods: Goods
  observed: Observed
  terminal: Terminal
  enrolment: { activationCode: string; keys: KeyPair }
  /** A second terminal of the outlet; ends the promise as not tried where there is no second code. */
  second(): Promise<Terminal>
}

/** `keeps` ends with what was seen, as one sentence, or throws what `verdict.ts` has for it. */
export type Pledge = { says: string; keeps(given: Given): Promise<string> }
export type Pledges = Record<string, Pledge>
