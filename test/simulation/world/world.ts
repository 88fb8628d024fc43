import type { Clock } from '../../../main/platform/clock.ts'
import { createOracle, type Oracle } from '../oracle/oracle.ts'
import type { CarriedFile } from './carrying.ts'
import { type Books, type CentralFiles, copyBooks, type SimulatedCentral } from './central.ts'
import { type CentralLives, openCentralLives } from './central-lives.ts'
import { type Coverage, count, emptyCoverage } from './coverage.ts'
import { createReporter } from './facts.ts'
import { createFaultPlan, type FaultPlan } from './fault-plan.ts'
import { textsOf } from './paper-text.ts'
import { hashOf, type Random, seededRandom } from './random.ts'
import { template } from './template.ts'
import { createTerminal, type SimulatedTerminal } from './terminal.ts'
import { createTimeline, type Timeline } from './timeline.ts'

/** What every part of one simulated world shares. */
export type World = {
  readonly seed: number
  readonly startMs: number
  readonly timeline: Timeline
  readonly plan: FaultPlan
  readonly oracle: Oracle
  readonly coverage: Coverage
  readonly terminals: readonly SimulatedTerminal[]
  readonly central: CentralPlace
  /** Bills that customers asked for, so that the world can change them. */
  readonly files: CarriedFile[]
  readonly seen: { productCode: string; customerNumber: string; periods: string[] }[]
  /** One line of the trace. */
  tell(line: string): void
  /** The first complaint ends the run. */
  fail(sentence: string): Error
  /** Lets time pass for a person. */
  pause(ms: number): Promise<void>
  random(stream: string): Random
}

/** Where the central stands: it may be down, and it may come back with an older copy of its own books. */
export type CentralPlace = {
  readonly books: Books
  /** Whoever answers; null while nobody does. */
  now(): SimulatedCentral | null
  /** For what people at the central and the biller do, whether or not anybody answers the terminals. */
  operator(): SimulatedCentral['practice']
  /** The power goes at the so-manieth of its statements from now on. */
  crashAfter(statements: number): void
  stop(): void
  restart(): Promise<void>
  /** A copy of the central's own ledger, to come back to. */
  keepCopy(): void
  /** The ledger goes back to one of the copies; the biller's book keeps its truth. */
  restoreOld(random: Random): void
}

/** `beginAfterMs`: from 10 in the morning in Jakarta. */
export type Wishes = { seed: number; trace?: boolean; beginAfterMs?: number }
export type Outcome = {
  seed: number
  failure: { sentence: string; step: number; atMs: number } | null
  steps: number
  faults: number
  coverage: Coverage
  hash: string
  trace: string[]
}

export type RunningWorld = World & {
  run(until: () => boolean): Promise<void>
  hasFailed(): boolean
  /** Payments in all ledgers. */
  acceptedCount(): number
  /** Payments that wait for the central or for a person. */
  openCount(): number
  /** How long no payment has moved. */
  quietForMs(): number
  /** What a terminal's printer gave out, each slip as its text. */
  slips(terminal: SimulatedTerminal): string[]
  outcome(): Outcome
  close(): void
}

export async function createWorld({ seed, trace = false, beginAfterMs = 0 }: Wishes): Promise<RunningWorld> {
  const made = await template()
  const coverage = emptyCoverage()
  const timeline = createTimeline()
  const oracle = createOracle()
  const lines: string[] = []
  let hash = 0
  let steps = 0
  let accepted = 0
  let movedAtMs = 0
  let failure: Outcome['failure'] = null
  const beginMs = made.startMs + beginAfterMs

  const tell = (line: string) => {
    hash = hashOf(`${hash} ${timeline.elapsedMs()} ${line}`)
    if (trace) lines.push(`${spelledTime(beginMs + timeline.elapsedMs())} #${steps} ${line}`)
  }
  const fail = (sentence: string) => {
    failure ??= { sentence, step: steps, atMs: timeline.elapsedMs() }
    tell(`FAILS: ${sentence}`)
    return new Error(sentence)
  }
  const plan = createFaultPlan(seed, coverage, tell)
  const centralClock: Clock = {
    nowMs: () => Math.floor(beginMs + timeline.elapsedMs()),
    monotonicMs: () => timeline.elapsedMs(),
    sleep: (ms) => new Promise((resolve) => void timeline.after(ms, resolve)),
    sinceBoot: () => null,
  }
  const central = await openPlace(
    { seed, timeline, plan, tell, fail, restored: () => reporter.centralWasRestored() },
    made.central,
    centralClock,
  )
  const world = {
    seed,
    startMs: beginMs,
    timeline,
    plan,
    oracle,
    coverage,
    central,
    tell,
    fail,
    pause: (ms: number) => new Promise<void>((resolve) => void timeline.after(ms, resolve)),
    random: (stream: string) => seededRandom(seed, stream),
    terminals: [] as SimulatedTerminal[],
    files: [] as CarriedFile[],
    seen: [] as World['seen'][number][],
  }
  for (const [index, { keys, ledger }] of made.terminals.entries())
    world.terminals.push(createTerminal(world, index, { keys, ledger, farEnd: () => central.now() }))
  const reporter = createReporter(oracle, world.terminals, central.books)

  /** The oracle looks after every step; what it finds first is the story. */
  function look(): void {
    const moved = reporter.report()
    accepted += moved.accepted
    if (moved.events > 0) movedAtMs = timeline.elapsedMs()
    const [first] = oracle.check()
    if (first !== undefined) fail(first)
  }

  return Object.assign(world, {
    async run(until: () => boolean) {
      while (failure === null && !until()) {
        if (!(await timeline.step())) break
        steps += 1
        look()
      }
    },
    hasFailed: () => failure !== null,
    acceptedCount: () => accepted,
    openCount: () => world.terminals.reduce((sum, { ledger }) => sum + countOpen(ledger), 0),
    quietForMs: () => timeline.elapsedMs() - movedAtMs,
    slips: ({ papers }: SimulatedTerminal) => papers.flatMap(({ bytes }) => textsOf(bytes)),
    outcome: (): Outcome => {
      for (const { ledger } of world.terminals) {
        const ways = ledger
          .prepare('SELECT from_state AS a, event AS b, count(*) AS n FROM events WHERE from_state IS NOT NULL GROUP BY 1, 2')
          .all()
        for (const { a, b, n } of ways as { a: string; b: string; n: number }[]) count(coverage.ways, `${a} × ${b}`, n)
        const ends = ledger.prepare('SELECT state, count(*) AS n FROM payments GROUP BY 1').all()
        for (const { state, n } of ends as { state: string; n: number }[]) count(coverage.endStates, state, n)
      }
      if (trace && failure !== null) lines.push(...lastWords(world, failure.sentence))
      return { seed, failure, steps, faults: plan.faultCount, coverage, hash: hash.toString(16).padStart(8, '0'), trace: lines }
    },
    close() {
      central.books.central.close()
      central.books.biller.close()
      for (const { ledger, process } of world.terminals) {
        process?.end()
        ledger.close()
      }
    },
  })
}

async function openPlace(
  world: { seed: number; timeline: Timeline; plan: FaultPlan; tell(line: string): void; fail(sentence: string): Error; restored(): void },
  files: CentralFiles,
  clock: Clock,
) {
  const books = copyBooks(files)
  const lives = await openCentralLives({ ...world, books, clock })
  let copies: ReturnType<SimulatedCentral['practice']['snapshot']>[] = []
  const place: CentralPlace = {
    books,
    now: lives.now,
    operator: () => calmOperator(lives),
    crashAfter: lives.crashAfter,
    stop: lives.stop,
    restart: lives.start,
    keepCopy() {
      copies = [...copies.slice(-5), place.operator().snapshot()]
    },
    restoreOld(random) {
      if (copies.length === 0) return
      const copy = random.pick(copies)
      place.operator().restoreFrom(copy, { keepOwners: random.chance(0.5) })
      copies = copies.filter(({ atMs }) => atMs <= copy.atMs)
      world.tell(`the central is restored from ${new Date(copy.atMs).toISOString()}`)
      world.restored()
    },
  }
  place.keepCopy()
  return place
}

/** Each thing that people at the central do, as one piece. */
function calmOperator(lives: CentralLives): SimulatedCentral['practice'] {
  return lives.calmly(
    ({ practice }) =>
      new Proxy(practice, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? (...given: unknown[]) => lives.calmly(() => value(...given)) : value
        },
      }),
  )
}

function countOpen(ledger: SimulatedTerminal['ledger']): number {
  return (
    ledger
      .prepare<[], { open: number }>(
        "SELECT count(*) AS open FROM payments WHERE state NOT IN ('paid', 'refunded', 'cancelled', 'handedOver')",
      )
      .get()?.open ?? 0
  )
}

/** The whole story of every payment that a complaint names. */
function lastWords({ terminals, central }: { terminals: readonly SimulatedTerminal[]; central: CentralPlace }, sentence: string): string[] {
  const ids = [...new Set(sentence.match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g))]
  return ids.flatMap((id) => [
    ...terminals.flatMap(({ name, ledger }) =>
      [
        ...ledger.prepare('SELECT sequence, event, from_state, to_state, actor, at_ms, detail FROM events WHERE payment_id = ?').all(id),
        ...ledger.prepare('SELECT * FROM journal_lines WHERE event_sequence IN (SELECT sequence FROM events WHERE payment_id = ?)').all(id),
        ...ledger.prepare('SELECT epoch, sequence, kind, effect FROM feed_items WHERE payment_id = ?').all(id),
      ].map((row) => `${name}: ${JSON.stringify(row)}`),
    ),
    ...central.books.central
      .prepare('SELECT * FROM float_movements WHERE payment_id = ?')
      .all(id)
      .map((row) => `central: ${JSON.stringify(row)}`),
    ...central.books.central
      .prepare('SELECT status, revision, refusal_code, changed_at_ms FROM payments WHERE payment_id = ?')
      .all(id)
      .map((row) => `central: ${JSON.stringify(row)}`),
    ...central.books.biller
      .prepare('SELECT status, changes, credited, paid_at_ms FROM payments WHERE trace = ?')
      .all(`trace-${id}`)
      .map((row) => `biller: ${JSON.stringify(row)}`),
  ])
}

function spelledTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(5, 23).replace('T', ' ')
}
