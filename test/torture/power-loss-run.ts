import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { complaintsAfterLoss } from './after-loss.ts'
import type { Loss } from './content.ts'
import { createDisk, layOut } from './disk.ts'
import type { Mutant } from './mutants.ts'
import { recordDay } from './recorded-day.ts'
import { compileShim } from './shim.ts'
import type { Fact } from './witness.ts'

export type LossFinding = { record: number; loss: string; folder: string; complaints: string[] }
export type PowerLossResult = {
  mutant: Mutant | null
  losses: number
  payments: number
  records: number
  facts: number
  /** Facts that a rebuilt disk had to know, over all losses. */
  factsHeld: number
  findings: LossFinding[]
  recordedMs: number
  tookMs: number
}

/** How much of the unsynced is kept, and how much of that is torn: from nothing to everything, with each kind of mixture between. */
const mixtures = [
  { keptShare: 0, tornShare: 0 },
  { keptShare: 0.1, tornShare: 0.2 },
  { keptShare: 0.5, tornShare: 0 },
  { keptShare: 0.5, tornShare: 1 },
  { keptShare: 0.9, tornShare: 0.3 },
  { keptShare: 1, tornShare: 0 },
]
const findingsKept = 5

/** Records one day and pulls the plug so often at random places of it; each time the disk is rebuilt and opened. */
export async function runPowerLosses(given: {
  losses: number
  payments: number
  folder: string
  mutant: Mutant | null
  random: () => number
  progress?: (line: string) => void
}): Promise<PowerLossResult> {
  const { random, folder } = given
  const startedMs = performance.now()
  mkdirSync(folder, { recursive: true })
  const day = await recordDay({ ...given, library: compileShim(folder) })
  const recordedMs = performance.now() - startedMs
  const cuts = chooseCuts(given.losses, day.records.length, day.facts, random)
  const disk = createDisk()
  const result: PowerLossResult = {
    mutant: given.mutant,
    losses: 0,
    payments: day.payments,
    records: day.records.length,
    facts: day.facts.length,
    factsHeld: 0,
    findings: [],
    recordedMs,
    tookMs: 0,
  }
  const ram = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'loket-power-'))
  let applied = 0
  try {
    for (const cut of cuts) {
      for (; applied < cut; applied += 1) disk.apply(day.records[applied] as (typeof day.records)[number])
      const facts = day.facts.filter(({ after }) => after < cut)
      const mixture = mixtures[Math.floor(random() * (mixtures.length + 1))]
      const loss: Loss = mixture === undefined ? 'onlySynced' : { ...mixture, random }
      const rebuilt = join(ram, String(result.losses))
      const files = disk.afterLoss(loss)
      for (const path of files.keys()) if (/^logs|^paper/.test(path)) files.delete(path)
      layOut(files, rebuilt)
      const complaints = complaintsAfterLoss(rebuilt, facts, 4_102_444_800_000)
      rmSync(rebuilt, { recursive: true, force: true })
      result.losses += 1
      result.factsHeld += facts.length
      if (complaints.length > 0) {
        const kept = join(folder, `loss-at-${cut}`)
        // As it was found, before opening it repaired anything.
        if (result.findings.length < findingsKept) layOut(files, kept)
        result.findings.push({
          record: cut,
          loss: mixture === undefined ? loss.toString() : JSON.stringify(mixture),
          folder: kept,
          complaints,
        })
      }
      if (result.losses % 100 === 0)
        given.progress?.(`${result.losses} of ${given.losses} power losses, ${result.findings.length} findings`)
    }
  } finally {
    rmSync(ram, { recursive: true, force: true })
  }
  result.tookMs = performance.now() - startedMs
  return result
}

/** Half of the cuts anywhere, half within a few records of the moment at which something became known outside: there it is decided. */
function chooseCuts(count: number, records: number, facts: readonly Fact[], random: () => number): number[] {
  const cuts = Array.from({ length: count }, (_, index) => {
    const fact = facts[Math.floor(random() * facts.length)]
    if (index % 2 === 0 || fact === undefined) return 1 + Math.floor(random() * records)
    return Math.min(records, fact.after + 1 + Math.floor(random() * 4))
  })
  return cuts.sort((a, b) => a - b)
}
