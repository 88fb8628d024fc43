import type { Clock } from '../../main/platform/clock.ts'
import type { Ids } from '../../main/platform/ids.ts'
import { createControl } from './control.ts'
import { enrolTerminal } from './enrol.ts'
import type { Given } from './given.ts'
import { chooseGoods } from './goods.ts'
import { createObserved } from './observed.ts'
import { type PromiseName, pledgeOf, promiseNames } from './promises/all.ts'
import type { Terminal } from './terminal.ts'
import { Ended, notTried, type Verdict } from './verdict.ts'
import { createWire } from './wire-client.ts'

export type ConformanceSettings = {
  /** Without a slash at its end. */
  baseUrl: string
  activationCode: string
  /** For a second terminal of the same outlet. */
  secondActivationCode: string | null
  controlUrl: string | null
  productCode: string | null
  clock: Clock
  ids: Ids
  onVerdict?: (verdict: Verdict) => void
}

/** Looks at every promise in turn. A central that can not even enrol a terminal or name its products throws what stopped it. */
export async function runConformance(settings: ConformanceSettings): Promise<Verdict[]> {
  const { clock, ids } = settings
  const observed = createObserved()
  const wire = createWire({ baseUrl: settings.baseUrl, clock, ids, observe: observed.look })
  const { terminal, enrolment } = await enrolTerminal(wire, settings.activationCode)
  const goods = await chooseGoods({ terminal, wire, ids, productCode: settings.productCode })
  const control = createControl(settings.controlUrl)
  let secondTerminal: Promise<Terminal> | null = null
  async function second(): Promise<Terminal> {
    const code = settings.secondActivationCode
    if (code === null) return notTried('needs a second terminal, and there is no second --activation')
    secondTerminal ??= enrolTerminal(wire, code).then((made) => made.terminal)
    return secondTerminal
  }
  const given: Given = { wire, clock, ids, control, goods, observed, terminal, enrolment, second }
  const verdicts: Verdict[] = []
  for (const name of promiseNames) {
    const verdict = await look(name, given)
    verdicts.push(verdict)
    settings.onVerdict?.(verdict)
  }
  return verdicts
}

async function look(promise: PromiseName, given: Given): Promise<Verdict> {
  const { says, keeps } = pledgeOf(promise)
  try {
    return { promise, says, word: 'kept', seen: await keeps(given) }
  } catch (error) {
    if (!(error instanceof Ended)) throw error
    return { promise, says, word: error.word, seen: error.message }
  }
}
