/**
 * Faults that a trainer or a test switches on. `offline`: nobody listens. `slow`: every reply waits. The two resets hit what is under
 * `/v1/payments` only, so that a terminal that looks online gets no answer about a payment: before anything
 * was stored, or after everything was. `unavailable`: a gateway's unsigned page. `rateLimited`: a gateway's "slow down". `corruptReply`,
 * `wrongSignature`: done, but the reply is cut in the middle or signed by nobody. `partialBatch`: done, but of every second
 * item of a batch nothing is said.
 */
export const faultWords = [
  'none',
  'offline',
  'slow',
  'resetBeforeCommit',
  'resetAfterCommit',
  'unavailable',
  'rateLimited',
  'corruptReply',
  'wrongSignature',
  'partialBatch',
] as const
type Fault = (typeof faultWords)[number]
export type FaultState = { fault: Fault; latencyMs: number }

export type Faults = {
  get(): FaultState
  /** Resolves when the fault is in force: a closed port is closed, an opened one open. */
  set(fault: Fault, latencyMs?: number): Promise<void>
  /** The server that can close ports registers here. */
  onChange(apply: (state: FaultState) => Promise<void>): void
}

export function createFaults(slowByMs: number): Faults {
  let state: FaultState = { fault: 'none', latencyMs: slowByMs }
  let apply = async (_: FaultState): Promise<void> => {}
  return {
    get: () => state,
    set(fault, latencyMs = slowByMs) {
      state = { fault, latencyMs }
      return apply(state)
    },
    onChange(next) {
      apply = next
    },
  }
}
