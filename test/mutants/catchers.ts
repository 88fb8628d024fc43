import type { Ending, Workplace } from './workplace.ts'

export type CatcherName = 'simulator' | 'test/payments' | 'test/ledger' | 'test/sync' | 'test/central'

/** Something that must be quiet over the right program, and loud over a wrong one. */
export type Catcher = { name: CatcherName; command: readonly string[] }

/** The simulator first: a day that goes wrong ends at once, and it is what must know. Then the tests of the mutant's own folder. */
export function catchersFor(file: string, wishes: { seeds: number; payments: number }): Catcher[] {
  const tests: Record<string, CatcherName[]> = {
    'main/ledger': ['test/ledger', 'test/payments'],
    'main/payments': ['test/payments', 'test/ledger', 'test/sync'],
    'main/sync': ['test/sync'],
    'main/central': ['test/central'],
    shared: ['test/payments'],
  }
  const folder = Object.keys(tests).find((name) => file.startsWith(`${name}/`))
  if (folder === undefined) throw new Error(`nobody looks for mutants of ${file}`)
  return [simulator(wishes), ...(tests[folder] ?? []).map(testsIn)]
}

/** What it said when it caught something: the first sentence of a day gone wrong, the name of a test. */
export function said({ name }: Catcher, { output }: Ending): string {
  const sentence = name === 'simulator' ? /fails at step .*?: (.*)/ : /FAIL\s+(?:\|unit\| )?(.*)/
  return (sentence.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '').slice(0, 160)
}

/** Without a mutant everything must be quiet, or every verdict would be worthless. Returns how long it may take with one. */
export async function tryOut(place: Workplace, { name, command }: Catcher): Promise<number> {
  const { code, output, tookMs } = await place.run(command, 600_000)
  if (code !== 0) throw new Error(`${name} complains without any mutant:\n${output.slice(-2_000)}`)
  return Math.max(30_000, 6 * tookMs)
}

function simulator({ seeds, payments }: { seeds: number; payments: number }): Catcher {
  const wishes = ['--seeds', String(seeds), '--seed', '1', '--payments', String(payments), '--workers', '1', '--stop-at-first']
  return { name: 'simulator', command: [process.execPath, 'scripts/simulate.ts', ...wishes] }
}

function testsIn(name: CatcherName): Catcher {
  const vitest = [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--maxWorkers', '1', '--bail', '1']
  return { name, command: [...vitest, name] }
}
