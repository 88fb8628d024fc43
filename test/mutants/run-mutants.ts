import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { choose, type Mutant, mutantsOf } from './generated.ts'
import { plantedMutants } from './planted.ts'
import { openWorkplace, type Workplace } from './workplace.ts'

export type Verdict = { mutant: Mutant; caughtBy: 'simulator' | 'hang' | 'tests' | null; equivalent: string | null; said: string }

export type MutantRun = {
  root: string
  /** How many of the generated ones; all planted ones are always run. */
  generatedCount: number
  workers: number
  /** Parts of names, to look at one mutant again. */
  only: string | null
  /** What the simulator runs for each mutant. */
  seeds: number
  payments: number
  onVerdict(verdict: Verdict): void
}

const folders = ['main/payments', 'main/ledger', 'main/sync']
const hangAfterMs = 120_000

/** Plants every mutant in a copy and lets the simulator look for it; what it does not see, the tests of the same folders may. */
export async function runMutants(run: MutantRun): Promise<Verdict[]> {
  const generated = folders.flatMap((folder) =>
    readdirSync(join(run.root, folder))
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .flatMap((name) => mutantsOf(run.root, `${folder}/${name}`)),
  )
  const all = [...plantedMutants(run.root), ...choose(generated, run.generatedCount)]
  const queue = run.only === null ? all : [...plantedMutants(run.root), ...generated].filter(({ id }) => id.includes(run.only ?? ''))
  const equivalents = readEquivalents(run.root)
  const verdicts: Verdict[] = []
  const next = queue.values()
  await Promise.all(
    Array.from({ length: run.workers }, async () => {
      const place = openWorkplace(run.root)
      try {
        await refuseBrokenStart(place, run)
        for (const mutant of next) {
          const verdict = { ...(await look(place, mutant, run)), equivalent: equivalents.get(mutant.id) ?? null }
          verdicts.push(verdict)
          run.onVerdict(verdict)
        }
      } finally {
        place.remove()
      }
    }),
  )
  return verdicts
}

/** A mutant may only stand when it was seen by something or a person said in words why it changes nothing. */
export function isAccountedFor({ caughtBy, equivalent }: Verdict): boolean {
  return caughtBy !== null || equivalent !== null
}

async function look(place: Workplace, mutant: Mutant, run: MutantRun): Promise<Omit<Verdict, 'equivalent'>> {
  place.plant(mutant)
  try {
    const simulated = await place.run(simulator(run), hangAfterMs)
    if (simulated.code === null) return { mutant, caughtBy: 'hang', said: lastLine(simulated.output) }
    if (simulated.code !== 0) return { mutant, caughtBy: 'simulator', said: lastLine(simulated.output) }
    const tested = await place.run(tests(mutant), hangAfterMs)
    return { mutant, caughtBy: tested.code === 0 ? null : 'tests', said: lastLine(tested.output) }
  } finally {
    place.mend()
  }
}

/** Without a mutant everything must be quiet, or every verdict would be worthless. */
async function refuseBrokenStart(place: Workplace, run: MutantRun): Promise<void> {
  const { code, output } = await place.run(simulator(run), 10 * hangAfterMs)
  if (code !== 0) throw new Error(`the simulator complains without any mutant:\n${output.slice(-2_000)}`)
}

function simulator({ seeds, payments }: MutantRun): string[] {
  return [
    process.execPath,
    'scripts/simulate.ts',
    '--seeds',
    String(seeds),
    '--seed',
    '1',
    '--payments',
    String(payments),
    '--workers',
    '1',
    '--stop-at-first',
  ]
}

/** The quick tests that speak about the same folder. */
function tests({ file }: Mutant): string[] {
  const folder = file.split('/')[1] ?? ''
  const places = folder === 'ledger' ? ['test/ledger', 'test/payments'] : folder === 'sync' ? ['test/sync'] : ['test/payments', 'test/api']
  return [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--bail', '1', ...places]
}

function readEquivalents(root: string): Map<string, string> {
  const path = join(root, 'test/mutants/equivalent.json')
  if (!existsSync(path)) return new Map()
  const list = JSON.parse(readFileSync(path, 'utf8')) as { id: string; reason: string }[]
  return new Map(list.map(({ id, reason }) => [id, reason]))
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.slice(0, 200) ?? ''
}
