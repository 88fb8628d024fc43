import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../test/torture/chance.ts'
import { runKills } from '../test/torture/kill-run.ts'
import { killTable } from '../test/torture/kill-table.ts'
import { type PointName, pointNames } from '../test/torture/points.ts'

/** `npm run torture`: kills real processes at named points. Ends with 1 when anything was lost, doubled or unbalanced. */
const help = `Usage: npm run torture -- [flags]

  --kills N           kill terminal or central N times with -9, spread over all named points
  --point NAME        only there; more than once for several
  --at-once N         so many pairs of processes at a time (one per processor)
  --seed N            for what is left to chance
  --report FILE       the figures as JSON
  --folder FOLDER     where the books of a finding are kept (a new temporary folder)

Named points:
${pointNames.map((name) => `  ${name}`).join('\n')}
`

const { values: flags } = parseArgs({
  options: {
    kills: { type: 'string' },
    point: { type: 'string', multiple: true },
    'at-once': { type: 'string' },
    seed: { type: 'string' },
    report: { type: 'string' },
    folder: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})

if (flags.help === true || flags.kills === undefined) {
  process.stdout.write(help)
  process.exit(flags.help === true ? 0 : 2)
}
const folder = flags.folder ?? mkdtempSync(join(tmpdir(), 'loket-torture-'))
mkdirSync(folder, { recursive: true })
const seed = number(flags.seed, Math.floor(Math.random() * 2 ** 31))
const isSound = await kills(number(flags.kills, 0))
if (isSound && flags.folder === undefined) rmSync(folder, { recursive: true, force: true })
process.exit(isSound ? 0 : 1)

async function kills(count: number): Promise<boolean> {
  const names = (flags.point ?? pointNames) as PointName[]
  const unknown = names.filter((name) => !pointNames.includes(name))
  if (unknown.length > 0) {
    process.stderr.write(`No point is called ${unknown.join(' or ')}; see --help.\n`)
    process.exit(2)
  }
  const plan = Array.from({ length: count }, (_, index) => names[index % names.length] as PointName)
  const result = await runKills({
    plan,
    folder,
    atOnce: number(flags['at-once'], availableParallelism()),
    random: seeded(seed),
    progress: (line) => process.stdout.write(`${line}\n`),
  })
  const killed = Object.values(result.kills).reduce((sum, each) => sum + each, 0)
  process.stdout.write(`\n${killTable(result)}\n`)
  process.stdout.write(`${killed} kills (seed ${seed}), ${result.payments} payments, ${(result.tookMs / 60_000).toFixed(1)} minutes, `)
  process.stdout.write(`${Math.round(killed / (result.tookMs / 60_000))} kills a minute, ${result.findings.length} findings\n`)
  for (const { point, folder: place, kill, complaints } of result.findings)
    process.stdout.write(`\nFINDING at ${point}, kept in ${place}\n  killed: ${JSON.stringify(kill)}\n  ${complaints.join('\n  ')}\n`)
  report({ seed, killed, ...result })
  return result.findings.length === 0
}

function report(figures: object): void {
  if (flags.report !== undefined) writeFileSync(flags.report, `${JSON.stringify(figures, null, 2)}\n`)
}

function number(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (/^\d+$/.test(text)) return Number(text)
  process.stderr.write(`"${text}" is not a number.\n`)
  process.exit(2)
}
