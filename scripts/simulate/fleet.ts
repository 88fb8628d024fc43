import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Outcome } from '../../test/simulation/world/world.ts'

export type Fleet = {
  first: number
  count: number
  payments: number
  trace: boolean
  workers: number
  /** False ends the run. */
  onOutcome(outcome: Outcome): boolean
}

const worker = fileURLToPath(new URL('./seed-worker.ts', import.meta.url))

/** Gives seeds to worker processes, each the next one when it is done with one. */
export async function runFleet({ first, count, payments, trace, workers, onOutcome }: Fleet): Promise<void> {
  let next = first
  let stopped = false
  await Promise.all(
    Array.from(
      { length: workers },
      () =>
        new Promise<void>((resolve, reject) => {
          const child = fork(worker, [], { execArgv: ['--disable-warning=ExperimentalWarning'] })
          const give = () => {
            if (stopped || next >= first + count) return child.disconnect()
            child.send({ seed: next, payments, trace })
            next += 1
          }
          child.on('message', (outcome: Outcome) => {
            if (!stopped && !onOutcome(outcome)) stopped = true
            give()
          })
          child.on('error', reject)
          child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))))
          give()
        }),
    ),
  )
}
