import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { compare, takenFromFloat } from './compare.ts'
import { createDesk, type Desk } from './desk.ts'
import type { LedgerView } from './ledger-view.ts'
import type { PointName } from './points.ts'
import { type Kill, playTo } from './scenes.ts'
import { openShop } from './shop.ts'
import { startingFloatRupiah } from './till.ts'
import { createTillRoll, type TillRoll } from './till-roll.ts'
import { untilAtRest } from './waiting.ts'

export type Finding = { point: PointName; folder: string; kill: Kill | null; complaints: string[] }
export type KillResult = {
  kills: Record<string, number>
  missed: Record<string, number>
  spentMs: Record<string, number>
  findings: Finding[]
  payments: number
  tookMs: number
}

/** A pair of processes with its counter; replaced after so many kills, or its books grow and reading them takes longer than killing. */
type Place = { desk: Desk; roll: TillRoll; kills: number }
const killsPerPlace = 25
const triesPerKill = 3
/** A point that was not reached is tried again at another place, after the others; then it stays without its kill, and the table says so. */
const roundsPerKill = 3

/** Kills once per name in the plan, so many places at a time, and compares all books after each. */
export async function runKills(given: {
  plan: readonly PointName[]
  folder: string
  atOnce: number
  random: () => number
  progress?: (line: string) => void
}): Promise<KillResult> {
  const result: KillResult = { kills: {}, missed: {}, spentMs: {}, findings: [], payments: 0, tookMs: 0 }
  const plan = given.plan.map((name) => ({ name, round: 1 }))
  const startedMs = performance.now()
  let placesOpened = 0

  async function openPlace(): Promise<Place> {
    placesOpened += 1
    const folder = join(given.folder, `place-${placesOpened}`)
    mkdirSync(folder, { recursive: true })
    const shop = await openShop({ folder })
    const roll = createTillRoll()
    return { desk: createDesk(shop, roll, given.random), roll, kills: 0 }
  }

  async function closePlace(place: Place, keep: boolean): Promise<void> {
    await place.desk.shop.close()
    result.payments += place.roll.sales.reduce((sum, { paymentIds }) => sum + paymentIds.length, 0)
    if (!keep) rmSync(place.desk.shop.folder, { recursive: true, force: true, maxRetries: 5 })
  }

  async function work(): Promise<void> {
    let place: Place | null = null
    for (let next = plan.shift(); next !== undefined; next = plan.shift()) {
      const { name, round } = next
      for (let attempt = 1; attempt <= triesPerKill; attempt += 1) {
        place ??= await openPlace()
        const beganMs = performance.now()
        const { kill, complaints } = await killOnce(place, name)
        result.spentMs[name] = (result.spentMs[name] ?? 0) + performance.now() - beganMs
        place.kills += 1
        if (kill === null) count(result.missed, name)
        else count(result.kills, name)
        const isUnreached = kill === null && complaints.length === 0 && attempt === triesPerKill
        if (isUnreached && round < roundsPerKill) plan.push({ name, round: round + 1 })
        if (complaints.length > 0) {
          result.findings.push({ point: name, folder: place.desk.shop.folder, kill, complaints })
          given.progress?.(`a finding at ${name}: ${complaints[0]?.split('\n')[0]}`)
        }
        if (complaints.length > 0 || isUnreached || place.kills >= killsPerPlace) {
          await closePlace(place, complaints.length > 0)
          place = null
        }
        if (kill !== null || complaints.length > 0) break
      }
      given.progress?.(`${given.plan.length - plan.length} of ${given.plan.length}: ${name}, ${result.findings.length} findings`)
    }
    if (place !== null) await closePlace(place, false)
  }

  await Promise.all(Array.from({ length: Math.min(given.atOnce, plan.length) }, work))
  result.tookMs = performance.now() - startedMs
  return result
}

async function killOnce({ desk, roll }: Place, name: PointName): Promise<{ kill: Kill | null; complaints: string[] }> {
  let kill: Kill | null = null
  try {
    kill = await playTo(desk, name)
    if (kill?.unanswered === 0 && !wasUnderWay(desk)) kill = null
    await comeBack(desk)
    const ledger = await settle(desk)
    return { kill, complaints: compare({ roll, ledger, book: await desk.shop.book(), startingFloatRupiah }) }
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { kill, complaints: [`${words}\n${desk.shop.output()}`] }
  }
}

/** Unsent, unprinted or unsettled: there was something to lose, even though nobody waited for an answer. */
function wasUnderWay({ shop }: Desk): boolean {
  const ledger = shop.ledger()
  return ledger.slipsOpen > 0 || ledger.payments.some(({ state }) => ['queued', 'sending', 'inDoubt'].includes(state))
}

async function comeBack({ shop }: Desk): Promise<void> {
  const central = shop.side('central')
  for (const each of [...shop.tills(), central]) each.countermand()
  shop.line.rule = () => 'pass'
  await shop.line.listen()
  if (!central.isUp()) await shop.startCentral()
  for (const till of shop.tills()) if (!till.isUp()) await till.start()
}

/** Waits until everything is final and on paper, as far as it gets without a person; what was left to a person, a person does. */
async function settle(desk: Desk): Promise<LedgerView> {
  const { shop, random } = desk
  await shop.line.quiet()
  for (const till of shop.tills()) await desk.linkUp(till)
  if (shop.tills().length > 1) await desk.importExports()
  for (const till of shop.tills()) {
    const ratna = till.ratna()
    await untilAtRest(ratna.status, ({ queue, link }) => queue.count === 0 && link.state === 'online')
    const { jobs } = await ratna.call('printJobs', {})
    for (const { id, state } of jobs)
      if (state === 'failed') await ratna.call(random() < 0.5 ? 'retryPrintJob' : 'skipPrintJob', { jobId: id })
  }
  // What came back to the float is told by the feed, which is read after the link was looked at. One that is never told is a finding.
  const unheard = async () => takenFromFloat(await shop.book()) - shop.ledger().floatUsedRupiah
  await untilAtRest(unheard, (rupiah) => rupiah === 0).catch(() => {})
  return untilAtRest(shop.ledger, ({ slipsOpen, attemptsOpen }) => slipsOpen === 0 && attemptsOpen === 0)
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
