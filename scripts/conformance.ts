import { parseArgs } from 'node:util'
import { systemClock } from '../main/platform/clock.ts'
import { systemIds } from '../main/platform/ids.ts'
import { runConformance } from '../test/conformance/run.ts'
import { rowOf, sumOf } from '../test/conformance/table.ts'
import { Ended } from '../test/conformance/verdict.ts'

/** `npm run conformance`: the promises of the central biller API, looked at from outside. Ends with 1 when one is broken. */
const help = `Usage: npm run conformance -- --url https://central.example --activation CODE [flags]

  --url URL           the central to look at; paths of the contract (/v1/...) come behind it
  --activation CODE   enrols a terminal; given a second time, a second terminal of the same outlet
  --control URL       a door for the operator's hand (docs/central-api/conformance.md); without it some promises are not tried
  --product CODE      what to buy; otherwise the cheapest denomination of the catalogue

Ends with 0 when no promise is broken, 1 when one is, 2 when it could not be looked at.
`

const { values: flags } = parseArgs({
  options: {
    url: { type: 'string' },
    activation: { type: 'string', multiple: true, default: [] },
    control: { type: 'string' },
    product: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
const [activationCode, secondActivationCode = null] = flags.activation
if (flags.help === true || flags.url === undefined || activationCode === undefined) {
  process.stdout.write(help)
  process.exit(flags.help === true ? 0 : 2)
}

try {
  const verdicts = await runConformance({
    baseUrl: flags.url.replace(/\/+$/, ''),
    activationCode,
    secondActivationCode,
    controlUrl: flags.control?.replace(/\/+$/, '') ?? null,
    productCode: flags.product ?? null,
    clock: systemClock,
    ids: systemIds,
    onVerdict: (verdict) => process.stdout.write(rowOf(verdict)),
  })
  process.stdout.write(`\n${sumOf(verdicts)}\n`)
  process.exitCode = verdicts.some(({ word }) => word === 'broken') ? 1 : 0
} catch (error) {
  if (!(error instanceof Ended)) throw error
  process.stderr.write(`The central could not be looked at: ${error.message}.\n`)
  process.exitCode = 2
}
