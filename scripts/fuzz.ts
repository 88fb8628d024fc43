import { parseArgs } from 'node:util'
import { fuzzPracticeCentral } from '../test/fuzz/fuzzed-central.ts'

/** `npm run fuzz -- --seed S --requests N`: bad input for every endpoint of a practice central. Ends with 1 when one is not refused soundly. */
const { values: flags } = parseArgs({ options: { seed: { type: 'string', default: '1' }, requests: { type: 'string', default: '10000' } } })
const [seed, count] = [Number(flags.seed), Number(flags.requests)]
if (![seed, count].every(Number.isSafeInteger)) throw new Error('--seed and --requests are whole numbers')

const { replies, findings } = await fuzzPracticeCentral({ seed, count })
for (const { request, trouble } of findings) process.stdout.write(`${trouble}\n  ${request}\n`)
const counts = Object.entries(replies).map(([word, times]) => `${times} × ${word}`)
process.stdout.write(`${count} requests (seed ${seed}): ${counts.join(', ')}; ${findings.length} findings\n`)
process.exitCode = findings.length === 0 ? 0 : 1
