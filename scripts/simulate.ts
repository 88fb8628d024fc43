import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { pointsFile } from '../test/simulation/world/aims.ts'
import type { Outcome } from '../test/simulation/world/world.ts'
import { runFleet } from './simulate/fleet.ts'
import { openTally } from './simulate/tally.ts'

/**
 * `npm run simulate -- --seeds N [--seed S]`: N simulated days of an outlet, from seed S on. `--seed S --trace` tells one of them line by
 * line; the same seed is the same day, to the byte. `--list-points` writes down which points the days pass. `--mutants` plants mistakes and looks whether a day goes wrong.
 */
const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    payments: { type: 'string', default: '100' },
    workers: { type: 'string', default: '2' },
    trace: { type: 'boolean', default: false },
    'stop-at-first': { type: 'boolean', default: false },
    'list-points': { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
  },
  // Flags of the mutants are theirs to read.
  strict: false,
})

const wholeNumber = (text: unknown, what: string): number => {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${what} is a whole number from 1 on`)
  return number
}

if (flags.mutants === true) await import('./mutants.ts')
else {
  const first = wholeNumber(flags.seed, 'seed')
  const count = flags.seeds === undefined ? 1 : wholeNumber(flags.seeds, 'seeds')
  const payments = wholeNumber(flags.payments, 'payments')
  const tally = openTally(payments)
  const failed = (outcome: Outcome) => {
    if (outcome.failure === null) return
    const { sentence, step, atMs } = outcome.failure
    process.stdout.write(`\nseed ${outcome.seed} fails at step ${step}, ${Math.round(atMs / 1000)} s into its day: ${sentence}\n`)
    process.stdout.write(`  npm run simulate -- --seed ${outcome.seed} --payments ${payments} --trace\n`)
  }
  await runFleet({
    first,
    count,
    payments,
    trace: flags.trace === true,
    workers: Math.min(wholeNumber(flags.workers, 'workers'), count),
    onOutcome(outcome) {
      tally.add(outcome)
      for (const line of outcome.trace) process.stdout.write(`${line}\n`)
      failed(outcome)
      return outcome.failure === null || flags['stop-at-first'] !== true
    },
  })
  process.stdout.write(tally.report())
  if (flags['list-points'] === true) writeFileSync(pointsFile, `${JSON.stringify(tally.points(), null, 2)}\n`)
  const shortcomings = tally.shortcomings()
  for (const sentence of shortcomings) process.stdout.write(`${sentence}\n`)
  const [failure] = tally.failures()
  if (failure !== undefined)
    process.stdout.write(
      `${tally.failures().length} of ${count} seeds fail, first seed ${failure.seed}: ${failure.sentence.split('\n')[0]}\n`,
    )
  process.exitCode = failure === undefined && shortcomings.length === 0 ? 0 : 1
}
