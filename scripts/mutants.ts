import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isAccountedFor, runMutants, type Verdict } from '../test/mutants/run-mutants.ts'

/**
 * `npm run simulate -- --mutants`: small wrong changes of payments, ledger and sync, each of which the simulator or a test must see.
 * `--only 'part of a name'`, as often as needed, looks at some of them again.
 * `--slice 2/5 --log file`: the second fifth of them, and what the file already knows is not looked at twice, so that a run can be split.
 */
const { values: flags } = parseArgs({
  options: {
    mutants: { type: 'boolean' },
    generated: { type: 'string', default: '220' },
    choice: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '6' },
    payments: { type: 'string', default: '60' },
    workers: { type: 'string', default: '2' },
    only: { type: 'string', multiple: true, default: [] },
    slice: { type: 'string', default: '1/1' },
    log: { type: 'string' },
    json: { type: 'string' },
  },
})

const [part = 0, parts = 0] = flags.slice.split('/').map(Number)
if (![part, parts].every(Number.isSafeInteger) || part < 1 || part > parts) throw new Error('--slice is k/n with k from 1 to n')

const startedMs = performance.now()
const verdicts = await runMutants({
  root: process.cwd(),
  generatedCount: Number(flags.generated),
  choice: flags.choice,
  workers: Number(flags.workers),
  only: flags.only,
  seeds: Number(flags.seeds),
  payments: Number(flags.payments),
  simulatorOnly: false,
  slice: [part, parts],
  log: flags.log ?? null,
  onVerdict: (verdict) => process.stdout.write(`${sentence(verdict)}\n`),
})
if (flags.json !== undefined) writeFileSync(flags.json, JSON.stringify(verdicts, null, 1))

process.stdout.write(`\n${summary('planted')}\n${summary('generated')}\n${((performance.now() - startedMs) / 60_000).toFixed(1)} minutes\n`)
const alive = verdicts.filter((verdict) => !isAccountedFor(verdict))
for (const { mutant, caughtBy } of alive) {
  const word = caughtBy === null ? 'NOT SEEN' : `LISTED AS EQUIVALENT, YET SEEN BY ${caughtBy}`
  process.stdout.write(`${word} ${mutant.file}:${mutant.line} ${mutant.id}\n`)
}
process.exitCode = alive.length === 0 ? 0 : 1

function sentence({ mutant, caughtBy, hung, equivalent, said }: Verdict): string {
  const word = caughtBy ?? (equivalent === null ? 'NOT SEEN' : 'equivalent')
  const why = hung ? 'nothing ended' : (equivalent ?? said)
  return `${word.padEnd(13)} ${mutant.file}:${mutant.line} ${mutant.id} · ${why}`
}

function summary(kind: Verdict['kind']): string {
  const these = verdicts.filter((verdict) => verdict.kind === kind)
  const counts = new Map<string, number>()
  for (const { caughtBy, equivalent } of these) {
    const word = caughtBy === null ? (equivalent === null ? 'NOT SEEN' : 'equivalent') : `by ${caughtBy}`
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const hung = these.filter((verdict) => verdict.hung).length
  const words = [...counts].map(([word, count]) => `${count} ${word}`).join(', ')
  return `${these.length} ${kind}: ${words}${hung === 0 ? '' : ` (${hung} because nothing ended)`}`
}
