import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isAccountedFor, runMutants, type Verdict } from '../test/mutants/run-mutants.ts'

/** `npm run simulate -- --mutants`: small wrong changes of payments, ledger and sync, each of which the simulator or a test must see. */
const { values: flags } = parseArgs({
  options: {
    mutants: { type: 'boolean' },
    generated: { type: 'string', default: '220' },
    seeds: { type: 'string', default: '6' },
    payments: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})

const verdicts = await runMutants({
  root: process.cwd(),
  generatedCount: Number(flags.generated),
  workers: Number(flags.workers),
  only: flags.only ?? null,
  seeds: Number(flags.seeds),
  payments: Number(flags.payments),
  onVerdict: (verdict) => process.stdout.write(`${sentence(verdict)}\n`),
})
if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(verdicts, null, 1))

const count = (word: Verdict['caughtBy']) => verdicts.filter(({ caughtBy }) => caughtBy === word).length
const alive = verdicts.filter((verdict) => !isAccountedFor(verdict))
process.stdout.write(
  `\n${verdicts.length} mutants: ${count('simulator')} caught by the simulator, ${count('hang')} because nothing ended, ${count('tests')} by tests, ` +
    `${verdicts.filter(({ caughtBy, equivalent }) => caughtBy === null && equivalent !== null).length} change nothing, ${alive.length} not seen.\n`,
)
for (const { mutant } of alive) process.stdout.write(`NOT SEEN ${mutant.file}:${mutant.line} ${mutant.id}\n`)
process.exitCode = alive.length === 0 ? 0 : 1

function sentence({ mutant, caughtBy, equivalent, said }: Verdict): string {
  const word = caughtBy ?? (equivalent === null ? 'NOT SEEN' : `equivalent: ${equivalent}`)
  return `${word.padEnd(10)} ${mutant.file}:${mutant.line} ${mutant.what}${caughtBy === 'simulator' ? ` · ${said}` : ''}`
}
