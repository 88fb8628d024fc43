import { parseArgs } from 'node:util'
import { runFleet, usualCentral } from '../test/bench/fleet/run-fleet.ts'

/** `npm run bench -- fleet [--terminals N] [--payments P] [--seed S]`: terminals that lost the central together, and how they come back. */
const benches = { fleet }

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    terminals: { type: 'string', default: '10000' },
    payments: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
})
const [name = ''] = positionals
const bench = Object.hasOwn(benches, name) ? benches[name as keyof typeof benches] : null
if (bench === null) throw new Error(`npm run bench -- ${Object.keys(benches).join(' | ')}`)
process.exitCode = (await bench()) ? 0 : 1

async function fleet(): Promise<boolean> {
  const [terminals, payments, seed] = [Number(flags.terminals), Number(flags.payments), Number(flags.seed)]
  const startedMs = performance.now()
  const { drainedMs, soldMs, central } = await runFleet({ ...usualCentral, seed, terminals, payments, sellEveryMs: 60_000 })
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  const ratio = drainedMs.p99 / drainedMs.median
  process.stdout.write(
    [
      `${terminals} terminals with ${payments} payments each, seed ${seed}; simulated in ${seconds(performance.now() - startedMs)}`,
      `drained: median ${seconds(drainedMs.median)}, p99 ${seconds(drainedMs.p99)} (${ratio.toFixed(2)} × the median), last ${seconds(drainedMs.last)}`,
      `at the counters meanwhile: ${soldMs.count} payments, median ${seconds(soldMs.median)}, longest ${seconds(soldMs.longest)}`,
      `central: ${central.served} requests, ${central.refused} asked to come back, ${central.busiest} at once of ${usualCentral.atOnceMax}`,
      '',
    ].join('\n'),
  )
  return ratio <= 3 && soldMs.longest <= 2_000 && central.busiest <= usualCentral.atOnceMax
}
