import type { PaymentOutcome, QuestionOutcome } from '../central/outcome.ts'
import type { Clock } from '../platform/clock.ts'

export type LinkView = {
  state: 'online' | 'offline' | 'checking'
  cause: 'thisNetwork' | 'central' | 'biller' | null
  sinceMs: number
  roundTripMs: number | null
}

export type Link = {
  view(): LinkView
  /** Judged by answers only, never by what the operating system believes. */
  observe(outcome: PaymentOutcome | QuestionOutcome<unknown>): void
  /** The central answers but says that its biller does not. */
  billerReachable(reachable: boolean): void
}

export function createLink(clock: Clock, onChange: () => void): Link {
  let view: LinkView = { state: 'checking', cause: null, sinceMs: clock.nowMs(), roundTripMs: null }

  function become(state: LinkView['state'], cause: LinkView['cause'], roundTripMs: number | null) {
    const changed = state !== view.state || cause !== view.cause
    view = { state, cause, sinceMs: changed ? clock.nowMs() : view.sinceMs, roundTripMs }
    if (changed) onChange()
  }

  return {
    view: () => view,
    observe: (outcome) => {
      if (outcome.kind === 'answer' || outcome.kind === 'refused')
        become('online', view.cause === 'biller' ? 'biller' : null, Math.round(outcome.roundTripMs))
      else become('offline', outcome.cause, null)
    },
    billerReachable: (reachable) => {
      if (view.state === 'online') become('online', reachable ? null : 'biller', view.roundTripMs)
    },
  }
}
