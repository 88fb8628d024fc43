import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import type { CustomerOffice } from '../central/customer-office.ts'
import type { QuestionOutcome } from '../central/outcome.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { backoffMs } from '../sync/backoff.ts'
import type { Link } from '../sync/link.ts'
import {
  confirmationRequestOf,
  dueConfirmation,
  hearConfirmation,
  nextConfirmationMs,
  postponeConfirmation,
  refuseConfirmation,
} from './confirmations.ts'
import { dueHousehold, keepHouseholdBills, lookedUp, nextHouseholdMs } from './household.ts'
import {
  dueRegistration,
  hearRegistration,
  nextRegistrationMs,
  numbersTold,
  postponeRegistration,
  refuseRegistration,
  requestOf,
} from './registrations.ts'

export const customerBackoff = { firstMs: 2_000, longestMs: 10 * 60_000 }
const failureRestMs = 60_000

export type ErrandSettings = {
  database: Database
  office: CustomerOffice
  clock: Clock
  ids: Ids
  link: Link
  log: Log
  onChange: () => void
}

export type CustomerErrands = ReturnType<typeof startCustomerErrands>

/**
 * The queue of what the central has to hear about people: one thing at a time, only while the link is up, each as often as it takes. Bills of households
 * come last. Nothing of it ever holds up a payment, which has lanes of its own.
 */
export function startCustomerErrands(settings: ErrandSettings) {
  const { database, office, clock, ids, link, log } = settings
  let isStopped = false
  let alarmClock = new AbortController()
  let isRung = false
  let ring: () => void = () => {}
  const running = run()

  return {
    wake,
    async stop(): Promise<void> {
      isStopped = true
      wake()
      await running
    },
  }

  function wake(): void {
    isRung = true
    alarmClock.abort('rung')
    ring()
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      isRung = false
      const restMs = await pass().catch((error: unknown) => {
        log.error({ error }, 'an errand of the customers failed')
        return failureRestMs
      })
      if (restMs === 0) settings.onChange()
      else if (!isRung && !isStopped) await nap(restMs)
    }
  }

  /** Does one thing, if there is one and the link is up. How long there is nothing to do then; null: until somebody rings. */
  async function pass(): Promise<number | null> {
    if (link.view().state !== 'online') return null
    return (await doOne()) ? 0 : napMs()
  }

  /** Without a time until somebody rings: a terminal whose customers are all served makes no timer tick. */
  async function nap(durationMs: number | null): Promise<void> {
    if (durationMs === null) {
      await new Promise<void>((resolve) => {
        ring = resolve
      })
      return
    }
    alarmClock = new AbortController()
    await clock.sleep(durationMs, alarmClock.signal)
  }

  function napMs(): number | null {
    const times = [nextRegistrationMs(database), nextConfirmationMs(database), nextHouseholdMs(database)].filter((atMs) => atMs !== null)
    return times.length === 0 ? null : Math.max(1, Math.min(...times) - clock.nowMs())
  }

  /** False when there was nothing to do. */
  async function doOne(): Promise<boolean> {
    const nowMs = clock.nowMs()
    const customer = dueRegistration(database, nowMs)
    if (customer !== null) {
      const { registrationId, numbers } = customer
      const isNew = customer.state === 'queued'
      const outcome = isNew ? await office.register(requestOf(customer)) : await office.saveNumbers(registrationId, numbers)
      link.observe(outcome)
      if (outcome.kind === 'answer') {
        if (!isNew) numbersTold(database, registrationId, numbers)
        hearRegistration(database, outcome.answer)
      } else if (isFinal(outcome)) refuseRegistration(database, registrationId, outcome.code)
      else postponeRegistration(database, registrationId, retryAtMs(outcome, customer.attempts))
      return true
    }
    const confirmation = dueConfirmation(database, nowMs)
    if (confirmation !== null) {
      const outcome = await office.confirm(confirmationRequestOf(confirmation))
      link.observe(outcome)
      if (outcome.kind === 'answer') hearConfirmation(database, outcome.answer)
      else if (isFinal(outcome)) refuseConfirmation(database, confirmation.confirmationId, outcome.code)
      else postponeConfirmation(database, confirmation.confirmationId, retryAtMs(outcome, confirmation.attempts))
      return true
    }
    const registrationId = dueHousehold(database, nowMs)
    if (registrationId === null) return false
    await lookUp(registrationId)
    return true
  }

  async function lookUp(registrationId: string): Promise<void> {
    const outcome = await office.householdBills(registrationId)
    link.observe(outcome)
    if (outcome.kind === 'answer') keepHouseholdBills(settings, outcome.answer, outcome.reply, ids.next())
    lookedUp(database, registrationId, outcome.kind === 'answer' ? outcome.answer : null, clock.nowMs(), ids.random())
  }

  function retryAtMs(outcome: QuestionOutcome<unknown>, attempts: number): number {
    const askedMs = outcome.kind === 'answer' ? 0 : (outcome.retryAfterMs ?? 0)
    return clock.nowMs() + Math.max(askedMs, backoffMs(customerBackoff, attempts + 1, ids.random()))
  }
}

/** The same again would get the same no. */
function isFinal(
  outcome: QuestionOutcome<unknown>,
): outcome is Extract<typeof outcome, { kind: 'refused' }> & { code: CentralRefusalCode } {
  return outcome.kind === 'refused' && centralRefusals[outcome.code].retry === 'never'
}
