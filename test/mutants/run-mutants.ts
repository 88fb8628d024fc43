import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CatcherName, catchersFor, type Kind, said, tryOut } from './catchers.ts'
import { choose, type Mutant, mutantsOf } from './generated.ts'
import { plantedMutants } from './planted.ts'
import { openVerdictLog } from './verdict-log.ts'
import { openWorkplace, type Workplace } from './workplace.ts'

export type Verdict = {
  mutant: Mutant
  kind: Kind
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
  simulatorOnly: boolean
  /** Which part of the list, as [2, 5] for the second of five. */
  slice: readonly [number, number]
  /** Where verdicts are kept and earlier ones found. */
  log: string | null
  onVerdict(verdict: Verdict): void
}

const folders = ['main/payments', 'main/ledger', 'main/sync']

/** Plants every mutant in a copy and lets its catchers look for it in turn, up to the first that sees it. */
export async function runMutants(run: MutantRun): Promise<Verdict[]> {
  const first = openWorkplace(run.root)
  const places = [first]
  try {
    const { queue, equivalents } = whatToPlant(first.folder, run)
    const log = openVerdictLog(run.log, first.folder)
    const limitsMs: Limits = new Map()
    while (places.length < run.workers) places.push(openWorkplace(first.folder))
    const verdicts: Verdict[] = []
    const next = queue.values()
    await Promise.all(
      places.map(async (place) => {
        for (const { mutant, kind } of next) {
          const equivalent = equivalents.get(mutant.id) ?? null
          // Who names a mutant wants it looked at again.
          const known = run.only.length === 0 ? log.find(mutant) : null
          const verdict = { mutant, kind, equivalent, ...(known ?? (await look(place, mutant, kind, run, limitsMs))) }
          verdicts.push(verdict)
          if (known === null) log.add(verdict)
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

function whatToPlant(root: string, { only, choice, generatedCount, slice: [part, parts] }: MutantRun) {
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
  for (const name of only) if (!chosen.flat().some(({ id }) => id.includes(name))) throw new Error(`no mutant has in its name: ${name}`)
  const queue = (['planted', 'generated'] as const).flatMap((kind, index) => (chosen[index] ?? []).map((mutant) => ({ mutant, kind })))
  // Neighbours stay together: most of a slice is caught by the same few tests.
  const upTo = (index: number) => Math.floor((index * queue.length) / parts)
  return { queue: queue.slice(upTo(part - 1), upTo(part)), equivalents }
}

type Limits = Map<string, Promise<number>>

async function look(
  place: Workplace,
  mutant: Mutant,
  kind: Kind,
  run: MutantRun,
  limitsMs: Limits,
): Promise<Pick<Verdict, 'caughtBy' | 'hung' | 'said'>> {
  for (const catcher of catchersFor(place.folder, mutant, kind, run)) {
    const command = catcher.command.join(' ')
    const limitMs = limitsMs.get(command) ?? tryOut(place, catcher)
    limitsMs.set(command, limitMs)
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
