import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Mutant } from './generated.ts'
import type { Ending, Workplace } from './workplace.ts'

export type CatcherName = 'simulator' | 'own tests' | 'other tests'

export type Kind = 'planted' | 'generated'

/** Something that must be quiet over the right program, and loud over a wrong one. */
export type Catcher = { name: CatcherName; command: readonly string[] }

/** Which folders of tests speak of a folder of sources, beside the own tests of a file. */
const others: Readonly<Record<string, readonly string[]>> = {
  'main/payments': ['test/payments', 'test/ledger', 'test/sync', 'test/tenders', 'test/handover'],
  'main/ledger': ['test/ledger', 'test/payments', 'test/sync', 'test/tenders'],
  'main/sync': ['test/sync', 'test/payments', 'test/handover'],
  'main/central': ['test/central', 'test/sync'],
  shared: ['test/shared', 'test/payments'],
}

/** Tests that take a whole folder through its paces, for files that no test names. */
const widest: Readonly<Record<string, readonly string[]>> = {
  'main/payments': ['test/payments/every-edge.test.ts', 'test/payments/answers.test.ts'],
  'main/ledger': ['test/ledger/journal.test.ts'],
  'main/sync': ['test/sync/drain.test.ts', 'test/sync/offline.test.ts'],
}

/**
 * A planted mistake loses money, so the simulator must be the first to know it. A generated one goes where it is likely caught soonest: the
 * tests of its own file, the others, and last the simulator.
 */
export function catchersFor(
  root: string,
  { file }: Mutant,
  kind: Kind,
  wishes: { seeds: number; payments: number; simulatorOnly: boolean },
): Catcher[] {
  const folder = Object.keys(others).find((name) => file.startsWith(`${name}/`))
  if (folder === undefined) throw new Error(`nobody looks for mutants of ${file}`)
  const days = simulator(wishes)
  if (wishes.simulatorOnly) return [days]
  const tests = [...ownTests(root, file, folder), tested('other tests', others[folder] ?? [])]
  return kind === 'planted' ? [days, ...tests] : [...tests, days]
}

/** What it said when it caught something: the first sentence of a day gone wrong, the file and name of a test. */
export function said({ name }: Catcher, { output }: Ending): string {
  const sentence = name === 'simulator' ? /fails at step .*?: (.*)/ : /FAIL\s+(?:\|unit\| )?(.*)/
  return (sentence.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '').slice(0, 160)
}

/** Without a mutant everything must be quiet, or every verdict would be worthless. Returns how long it may take with one. */
export async function tryOut(place: Workplace, { name, command }: Catcher): Promise<number> {
  const { code, output, tookMs } = await place.run(command, 600_000)
  if (code !== 0) throw new Error(`${name} complains without any mutant:\n${output.slice(-2_000)}`)
  return Math.max(30_000, 3 * tookMs)
}

function simulator({ seeds, payments }: { seeds: number; payments: number }): Catcher {
  const wishes = ['--seeds', String(seeds), '--seed', '1', '--payments', String(payments), '--workers', '1', '--stop-at-first']
  return { name: 'simulator', command: [process.execPath, 'scripts/simulate.ts', ...wishes] }
}

/** The test of the same name and those that import the file; where there is none, the widest of the folder. */
function ownTests(root: string, file: string, folder: string): Catcher[] {
  const name = basename(file, '.ts')
  const own = (others[folder] ?? []).flatMap((tests) =>
    readdirSync(join(root, tests))
      .filter((test) => test.endsWith('.test.ts'))
      .map((test) => `${tests}/${test}`)
      .filter((path) => basename(path, '.test.ts') === name || readFileSync(join(root, path), 'utf8').includes(`/${file}'`)),
  )
  const files = own.length > 0 ? own : (widest[folder] ?? [])
  return files.length === 0 ? [] : [tested('own tests', files)]
}

function tested(name: CatcherName, paths: readonly string[]): Catcher {
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--maxWorkers', '1', '--bail', '1']
  return { name, command: [...vitest, ...paths] }
}
