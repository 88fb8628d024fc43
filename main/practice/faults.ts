/**
 * Faults that a trainer or a test switches on. `offline`: nobody listens. `slow`: every reply waits. `loss`: a share of the exchanges is
 * lost without a word, half of them after they were done. `unavailable`: a gateway's unsigned page. `htmlPage`: a captive portal's friendly
 * one. `rateLimited`: a gateway's "slow down". The others hit what is under `/v1/payments` only, so that a terminal that looks online gets no
 * answer about a payment. The two resets: before anything was stored, or after everything was. `corruptReply`, `wrongSignature`,
 * `slowDrip`: done, but the reply is cut in the middle, signed by nobody, or comes a byte at a time. `duplicate`: the road delivers the
 * request twice. `partialBatch`: done, but of every second item of a batch nothing is said.
 */
export const faultWords = [
  'none',
  'offline',
  'slow',
  'loss',
  'resetBeforeCommit',
  'resetAfterCommit',
  'unavailable',
  'htmlPage',
  'rateLimited',
  'corruptReply',
  'wrongSignature',
  'slowDrip',
  'duplicate',
  'partialBatch',
] as const
type Fault = (typeof faultWords)[number]
/** `latencyMs` of `slow`; `lossPercent` of `loss`. */
export type FaultState = { fault: Fault; latencyMs: number; lossPercent: number }

const usualLossPercent = 30

export type Faults = {
  get(): FaultState
  /** Resolves when the fault is in force: a closed port is closed, an opened one open. */
  set(fault: Fault, latencyMs?: number, lossPercent?: number): Promise<void>
  /** The server that can close ports registers here. */
  onChange(apply: (state: FaultState) => Promise<void>): void
}

export function createFaults(slowByMs: number): Faults {
  let state: FaultState = { fault: 'none', latencyMs: slowByMs, lossPercent: usualLossPercent }
  let apply = async (_: FaultState): Promise<void> => {}
  return {
    get: () => state,
    set(fault, latencyMs = slowByMs, lossPercent = usualLossPercent) {
      state = { fault, latencyMs, lossPercent }
      return apply(state)
    },
    onChange(next) {
      apply = next
    },
  }
}
