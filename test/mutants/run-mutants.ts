import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CatcherName, catchersFor, said, tryOut } from './catchers.ts'
import { choose, type Mutant, mutantsOf } from './generated.ts'
import { plantedMutants } from './planted.ts'
import { openWorkplace, type Workplace } from './workplace.ts'

export type Verdict = {
  mutant: Mutant
  kind: 'planted' | 'generated'
  caughtBy: CatcherName | null
  /** Caught because nothing ended. */
  hung: boolean
  said: string
  /** Why it changes nothing, in a person's words. */
  equivalent: string | null
}

export type MutantRun = {
  root: string
  /** How many of the generated ones; all planted ones are always run. */
  generatedCount: number
  /** Which of the generated ones: the same seed chooses the same. */
  choice: string
  workers: number
  /** Parts of names, to look at some mutants again instead; an empty list is all. */
  only: readonly string[]
  /** What the simulator runs for each mutant. */
  seeds: number
  payments: number
  onVerdict(verdict: Verdict): void
}

const folders = ['main/payments', 'main/ledger', 'main/sync']

/** Plants every mutant in a copy and lets the simulator look for it; what it does not see, the tests of the same folders may. */
export async function runMutants(run: MutantRun): Promise<Verdict[]> {
  const first = openWorkplace(run.root)
  const places = [first]
  try {
    const { queue, equivalents } = whatToPlant(first.folder, run)
    const limitsMs: Limits = new Map()
    while (places.length < run.workers) places.push(openWorkplace(first.folder))
    const verdicts: Verdict[] = []
    const next = queue.values()
    await Promise.all(
      places.map(async (place) => {
        for (const { mutant, kind } of next) {
          const equivalent = equivalents.get(mutant.id) ?? null
          const verdict = { mutant, kind, equivalent, ...(await look(place, mutant, run, limitsMs)) }
          verdicts.push(verdict)
          run.onVerdict(verdict)
        }
      }),
    )
    return verdicts
  } finally {
    for (const place of places) place.remove()
  }
}

/** A mutant may only stand when a person said why it changes nothing; and then nothing may have seen a change. */
export function isAccountedFor({ caughtBy, equivalent }: Verdict): boolean {
  return (caughtBy === null) !== (equivalent === null)
}

function whatToPlant(root: string, { only, choice, generatedCount }: MutantRun) {
  const planted = plantedMutants(root)
  const generated = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .flatMap((name) => mutantsOf(root, `${folder}/${name}`)),
  )
  const equivalents = readEquivalents(root)
  const known = new Set([...planted, ...generated].map(({ id }) => id))
  for (const id of equivalents.keys()) if (!known.has(id)) throw new Error(`equivalent.json speaks of a mutant that is not there: ${id}`)
  const isWanted = ({ id }: Mutant) => only.some((part) => id.includes(part))
  const chosen =
    only.length === 0 ? [planted, choose(generated, generatedCount, choice)] : [planted.filter(isWanted), generated.filter(isWanted)]
  for (const part of only) if (!chosen.flat().some(({ id }) => id.includes(part))) throw new Error(`no mutant has in its name: ${part}`)
  const queue = (['planted', 'generated'] as const).flatMap((kind, index) => (chosen[index] ?? []).map((mutant) => ({ mutant, kind })))
  return { queue, equivalents }
}

type Limits = Map<CatcherName, Promise<number>>

async function look(place: Workplace, mutant: Mutant, run: MutantRun, limitsMs: Limits) {
  for (const catcher of catchersFor(mutant.file, run)) {
    const limitMs = limitsMs.get(catcher.name) ?? tryOut(place, catcher)
    limitsMs.set(catcher.name, limitMs)
    const timeoutMs = await limitMs
    place.plant(mutant)
    const ending = await place.run(catcher.command, timeoutMs).finally(place.mend)
    if (ending.code !== 0) return { caughtBy: catcher.name, hung: ending.code === null, said: said(catcher, ending) }
  }
  return { caughtBy: null, hung: false, said: '' }
}

function readEquivalents(root: string): Map<string, string> {
  const list = JSON.parse(readFileSync(join(root, 'test/mutants/equivalent.json'), 'utf8')) as { id: string; reason: string }[]
  return new Map(list.map(({ id, reason }) => [id, reason]))
}
