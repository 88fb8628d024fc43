import type { Clock } from '../../../main/platform/clock.ts'
import { seededIds } from '../../support/seeded-ids.ts'
import { type Books, openCentral, type SimulatedCentral } from './central.ts'
import { faultyDatabase, isDiskError } from './disk.ts'
import type { FaultPlan } from './fault-plan.ts'
import { Crash, createProcess, type Process } from './process.ts'
import { seededRandom } from './random.ts'
import type { Timeline } from './timeline.ts'

type Given = {
  seed: number
  books: Books
  clock: Clock
  timeline: Timeline
  plan: FaultPlan
  tell(line: string): void
  fail(sentence: string): Error
}

export type CentralLives = {
  /** Whoever answers; null while nobody does. */
  now(): SimulatedCentral | null
  /** Work of people there, which no fault interrupts: it is done whether or not the program runs. */
  calmly<Value>(work: (central: SimulatedCentral) => Value): Value
  /** The power goes at the so-manieth statement from now on. */
  crashAfter(statements: number): void
  stop(): void
  start(): Promise<void>
}

/**
 * The central over all its lives. Its power may go before and after any statement of its own, also between the biller's book and its ledger;
 * the request under way then gets no answer, and after a pause it is started again. Its disk may fail as well: that is an `internal`, unsigned.
 */
export async function openCentralLives(given: Given): Promise<CentralLives> {
  const { seed, books, clock, timeline, plan } = given
  const random = seededRandom(seed, 'central')
  let calm = true
  let stopped = false
  let statementsLeft = 0
  let lives = 0
  let life: Process | null = null
  let up: SimulatedCentral | null = null
  let latest = await live()
  calm = false
  up = latest

  function again(of: Process): void {
    timeline.after(random.between(500, 30_000), () => {
      if (!stopped && life === of) void start()
    })
  }

  function pass(own: Process, point: string): void {
    if (own.alive && !plan.stopped && statementsLeft > 0) {
      statementsLeft -= 1
      if (statementsLeft === 0) {
        plan.note('crash', point)
        own.kill(point)
      }
    }
    own.mayCrash(point)
  }

  async function live(): Promise<SimulatedCentral> {
    lives += 1
    const own = createProcess(`central life ${lives}`, plan, (point) => {
      up = null
      given.tell(`the central CRASHES at ${point}`)
      again(own)
    })
    life = own
    const ledger = faultyDatabase(
      books.central,
      { mayCrash: (point) => void (calm || pass(own, point)) },
      { diskFault: (disk, point, writes) => (calm ? null : plan.diskFault(disk, point, writes)) },
      'central ',
    )
    const onMistake = (error: Error) => {
      if (!(error instanceof Crash) && !isDiskError(error)) given.fail(`the practice central: ${error.stack}`)
    }
    const central = await openCentral({ books, ledger, clock, ids: seededIds(clock, seed * 1_000 + 900 + lives), onMistake })
    return {
      ...central,
      async fetch(request) {
        const response = await central.fetch(request)
        // Who died while answering has not answered, whatever the zombie says.
        if (!own.alive) throw new Crash('while somebody asked')
        return response
      },
    }
  }

  async function start(): Promise<void> {
    stopped = false
    if (up !== null) return
    try {
      const started = await timeline.busyWith(live())
      if (life?.alive !== true) return
      latest = started
      up = started
      given.tell('the central is back')
    } catch (error) {
      if (error instanceof Crash) return
      if (!isDiskError(error) || life === null)
        throw given.fail(`the central can't start: ${error instanceof Error ? error.stack : String(error)}`)
      life.end()
      again(life)
    }
  }

  return {
    now: () => up,
    calmly(work) {
      calm = true
      try {
        return work(latest)
      } finally {
        calm = false
      }
    },
    crashAfter(statements) {
      statementsLeft = statements
    },
    stop() {
      stopped = true
      up = null
      life?.end()
      given.tell('the central stops')
    },
    start,
  }
}
