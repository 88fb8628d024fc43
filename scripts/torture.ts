import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../test/torture/chance.ts'
import { runKills } from '../test/torture/kill-run.ts'
import { killTable } from '../test/torture/kill-table.ts'
import { type Mutant, mutants } from '../test/torture/mutants.ts'
import { type PointName, pointNames } from '../test/torture/points.ts'
import { type PowerLossResult, runPowerLosses } from '../test/torture/power-loss-run.ts'
import { NoCompiler } from '../test/torture/shim.ts'

/**
 * `npm run torture`: kills real processes at named points, and rebuilds what a disk may hold after the plug was pulled. Ends with 1
 * when anything was lost, doubled or unbalanced; with mutants, when one of them goes unnoticed.
 */
const help = `Usage: npm run torture -- [flags]

  --kills N           kill terminal or central N times with -9, spread over all named points
  --point NAME        only there; more than once for several
  --at-once N         so many pairs of processes at a time (one per processor)
  --power-losses N    record real days and pull the plug N times at random places of them
  --payments N        sales of a recorded day (150)
  --mutant NAME       of a terminal made worse: ${mutants.join(', ')}; finds losses and ends with 1
  --mutants           of all of them, and expect each to be caught
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
    'power-losses': { type: 'string' },
    payments: { type: 'string' },
    mutant: { type: 'string' },
    mutants: { type: 'boolean' },
    seed: { type: 'string' },
    report: { type: 'string' },
    folder: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})

const [killCount, lossCount] = [
  number(flags.kills, 0),
  number(flags['power-losses'], flags.mutants === true || flags.mutant !== undefined ? 200 : 0),
]
if (flags.help === true || killCount + lossCount === 0) {
  process.stdout.write(help)
  process.exit(flags.help === true ? 0 : 2)
}
const folder = flags.folder ?? mkdtempSync(join(tmpdir(), 'loket-torture-'))
mkdirSync(folder, { recursive: true })
const seed = number(flags.seed, Math.floor(Math.random() * 2 ** 31))
const figures: Record<string, unknown> = { seed }
const isSound = (killCount === 0 || (await kills(killCount))) && (lossCount === 0 || (await powerLosses(lossCount).catch(sayNoCompiler)))
if (flags.report !== undefined) writeFileSync(flags.report, `${JSON.stringify(figures, null, 2)}\n`)
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
  const unreached = names.filter((name) => plan.includes(name) && result.kills[name] === undefined)
  if (unreached.length > 0) process.stdout.write(`never reached, so nothing is said of them: ${unreached.join(', ')}\n`)
  for (const { point, folder: place, kill, complaints } of result.findings)
    process.stdout.write(`\nFINDING at ${point}, kept in ${place}\n  killed: ${JSON.stringify(kill)}\n  ${complaints.join('\n  ')}\n`)
  figures.kills = { killed, ...result }
  return result.findings.length === 0
}

/** Many losses from each of a few days: recording a day takes longer than a hundred losses of it. */
async function powerLosses(count: number): Promise<boolean> {
  const lossesPerDay = 500
  const worse = flags.mutants === true ? mutants : flags.mutant === undefined ? [] : mutants.filter((name) => name === flags.mutant)
  if (flags.mutant !== undefined && worse.length === 0) {
    process.stderr.write(`No mutant is called ${flags.mutant}; see --help.\n`)
    process.exit(2)
  }
  const days: (Mutant | null)[] = worse.length > 0 ? [...worse] : Array.from({ length: Math.ceil(count / lossesPerDay) }, () => null)
  const results: PowerLossResult[] = []
  for (const [index, mutant] of days.entries()) {
    const result = await runPowerLosses({
      losses: worse.length > 0 ? count : Math.min(lossesPerDay, count - index * lossesPerDay),
      payments: number(flags.payments, worse.length > 0 ? 30 : 150),
      folder: join(folder, `day-${index + 1}`),
      mutant,
      random: seeded(seed + index),
      progress: (line) => process.stdout.write(`${mutant ?? `day ${index + 1}`}: ${line}\n`),
    })
    results.push(result)
    process.stdout.write(`${describeLosses(result)}\n`)
  }
  figures.powerLosses = results
  if (flags.mutants === true) return results.every(({ findings }) => findings.length > 0)
  return results.every(({ findings }) => findings.length === 0)
}

function describeLosses(result: PowerLossResult): string {
  const { mutant, losses, payments, records, factsHeld, findings, recordedMs, tookMs } = result
  const perSecond = Math.round(losses / ((tookMs - recordedMs) / 1_000))
  const told = findings.slice(0, 3).map(({ record, loss, folder: kept, complaints }) => {
    const more = complaints.length > 4 ? `\n  and ${complaints.length - 4} more` : ''
    return `FINDING at record ${record}, unsynced kept ${loss}, in ${kept}\n  ${complaints.slice(0, 4).join('\n  ')}${more}`
  })
  const what = mutant === null ? '' : `mutant ${mutant}: `
  return [
    `${what}${losses} power losses (seed ${seed}) of ${payments} sales, ${records} writes, syncs and sends; ${factsHeld} facts held; ` +
      `recorded in ${(recordedMs / 1_000).toFixed(1)} s, ${perSecond} losses a second, ${findings.length} findings`,
    ...told,
  ].join('\n')
}

function sayNoCompiler(error: unknown): false {
  if (!(error instanceof NoCompiler)) throw error
  process.stderr.write(`${error.message}\n`)
  return false
}

function number(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (/^\d+$/.test(text)) return Number(text)
  process.stderr.write(`"${text}" is not a number.\n`)
  process.exit(2)
}
