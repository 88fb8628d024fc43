import { limits } from '../../shared/limits.ts'
import type { Status } from '../../shared/terminal-api/shapes.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Database } from '../storage/open.ts'
import { firstWaiting, jobsIn, lastEnding, moveJob, noteTrouble, type StoredJob, validStarts } from './job-store.ts'
import type { Port } from './ports/port.ts'
import { parsePrinterAddress } from './ports/printer-address.ts'
import { printSlip } from './print-slip.ts'
import { type PrinterModel, printerModel } from './printer-models.ts'
import { slipBytes } from './slip-bytes.ts'
import { type LoadedReceipt, slipVerdict } from './slip-verdict.ts'

export type PrintingArguments = {
  database: Database
  clock: Clock
  openPort(address: string, model: PrinterModel): Port
  /** Asked before each slip, so a change of printer needs no restart. `model` is the id of a printer model. */
  currentPrinter(): { address: string; model: string }
  loadReceipt(paymentId: string): LoadedReceipt
  log: Log
  onChange(): void
}

export type PrintingStatus = Pick<Status['printer'], 'state' | 'trouble' | 'waitingCount'>

export type Printing = {
  /** Something changed: a job was queued, a payment moved, a person decided. `decideNow`: don't wait for answers, the link is down. */
  wake(hint?: { decideNow?: boolean }): void
  /** Lets the slip that is coming out finish. */
  stop(): Promise<void>
  status(): PrintingStatus
}

/** The one loop that prints: reads jobs, decides, prints one slip at a time in the order they were queued. */
export function startPrinting({ database, clock, openPort, currentPrinter, loadReceipt, log, onChange }: PrintingArguments): Printing {
  let stopped = false
  let woken = false
  let decideNow = false
  let pause = new AbortController()
  let printing = false
  /** Trouble met before a first byte; the slip stays in its place and is tried again, ever more slowly. */
  let trouble: string | null = null
  let retryMs: number = limits.printerRetryMinMs

  failInterrupted()
  const finished = run()

  return {
    wake(hint = {}) {
      if (hint.decideNow) decideNow = true
      woken = true
      pause.abort('woken')
    },
    async stop() {
      stopped = true
      pause.abort()
      await finished
    },
    status() {
      const failed = jobsIn(database, 'failed')
      const waitingCount = failed.length + jobsIn(database, 'waiting').length
      const shown = trouble ?? failed[0]?.trouble ?? null
      if (printing) return { state: 'printing', trouble: null, waitingCount }
      if (hasNoPrinter()) return { state: 'none', trouble: null, waitingCount }
      return { state: shown === null ? 'ready' : 'trouble', trouble: shown, waitingCount }
    },
  }

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false
      pause = new AbortController()
      const waitMs = await pass().catch((error: unknown) => {
        log.error({ error }, 'printing met something unexpected and tries again')
        return limits.printerRetryMaxMs
      })
      if (!stopped && !woken) await clock.sleep(waitMs, pause.signal)
    }
  }

  /** Prints all it can; returns how long there is nothing to do. */
  async function pass(): Promise<number> {
    const hint = decideNow
    decideNow = false
    const decideInMs = decideAwaiting(hint)
    while (!stopped) {
      const job = nextJob()
      if (job === null) {
        trouble = null
        break
      }
      if ((await printJob(job)) === 'later') {
        const waitMs = retryMs
        retryMs = Math.min(retryMs * 2, limits.printerRetryMaxMs)
        return Math.min(decideInMs, waitMs)
      }
      retryMs = limits.printerRetryMinMs
      // Woken while a slip came out: answers may have come for slips that wait for one.
      if (woken) return 0
    }
    return decideInMs
  }

  /** Settles what to print for payments the central has had its time to answer; returns when the next one is due. */
  function decideAwaiting(hint: boolean): number {
    let nextInMs: number = limits.printerRetryMaxMs
    for (const job of jobsIn(database, 'awaitingResult')) {
      const nowMs = clock.nowMs()
      const loaded = load(job)
      if (loaded === null) continue
      const verdict = slipVerdict(job, loaded.state, { atMs: nowMs, decideNow: hint })
      if (verdict === 'wait') nextInMs = Math.min(nextInMs, Math.max(0, (job.decideByMs ?? nowMs) - nowMs))
      else if (verdict === 'printReceipt') move(job, { event: 'resultPaid', kind: 'receipt' })
      else if (verdict === 'printProvisional') move(job, { event: 'resultMissing', kind: 'provisional' })
      else move(job, { event: 'notOwed', trouble: loaded.state })
    }
    return nextInMs
  }

  /** The oldest slip, unless an older one stopped half-way: the printer is in trouble until a person has looked at it. */
  function nextJob(): StoredJob | null {
    const stuck = jobsIn(database, 'failed').some(({ trouble: why }) => why !== 'interrupted')
    return stuck && !hasNoPrinter() ? null : firstWaiting(database)
  }

  async function printJob(waiting: StoredJob): Promise<'done' | 'later'> {
    if (hasNoPrinter()) return done(() => move(waiting, { event: 'noPrinter', trouble: 'noPrinter' }))
    const loaded = waiting.paymentId === null ? null : load(waiting)
    if (loaded === null && waiting.paymentId !== null) return 'done'
    const job = loaded === null ? waiting : afterVerdict(waiting, loaded)
    if (job === null) return 'done'

    const { address, model: modelId } = currentPrinter()
    const model = printerModel(modelId)
    if (model === null) return later(job, 'printerModelUnknown', modelId)
    const copyNumber = job.kind === 'receipt' && job.paymentId !== null ? validStarts(database, job.paymentId) : 0
    const interruption = lastEnding(database) === 'failed'
    const slip = slipBytes(job, loaded, { address, model }, { copyNumber, interruption })
    if (!slip.ok) {
      log.error({ jobId: job.id, fault: slip.fault, error: slip.error }, 'a slip was set aside')
      return done(() => move(job, { event: 'unprintable', trouble: slip.fault }))
    }

    const bytesCount = slip.bytes.length
    const outcome = await printSlip(openPort(address, model), slip.bytes, model, () => {
      trouble = null
      printing = true
      move(job, { event: 'begin', copyNumber, bytesCount })
    }).finally(() => {
      printing = false
    })
    if (outcome.kind === 'notStarted') return later(job, outcome.trouble, outcome.why)
    if (outcome.kind === 'failed') {
      log.warn({ jobId: job.id, trouble: outcome.trouble, why: outcome.why }, 'a slip stopped half-way')
      return done(() => move(job, { event: 'trouble', trouble: outcome.trouble, bytesCount }))
    }
    return done(() => move(job, { event: outcome.kind, bytesCount }))
  }

  /** The payment may have moved while its slip waited for the printer: what prints is what is true now. */
  function afterVerdict(job: StoredJob, loaded: LoadedReceipt): StoredJob | null {
    const verdict = slipVerdict(job, loaded.state, { atMs: clock.nowMs(), decideNow: false })
    if (verdict === 'printReceipt') return job.kind === 'receipt' ? job : move(job, { event: 'resultPaid', kind: 'receipt' })
    if (verdict === 'printAdvance' || (verdict === 'printProvisional' && job.kind === 'provisional')) return job
    move(job, { event: 'notOwed', trouble: loaded.state })
    return null
  }

  /** A payment that can't be read is set aside with its slip, never dropped. */
  function load(job: StoredJob): LoadedReceipt | null {
    try {
      if (job.paymentId === null) return null
      return loadReceipt(job.paymentId)
    } catch (error) {
      log.error({ jobId: job.id, error }, 'the payment of a slip could not be read')
      move(job, { event: 'unprintable', trouble: 'paymentUnreadable' })
      return null
    }
  }

  function later(job: StoredJob, word: string, why: string): 'later' {
    if (noteTrouble(database, job.id, word, clock.nowMs()) || trouble !== word)
      log.warn({ jobId: job.id, trouble: word, why }, 'the printer is not ready')
    trouble = word
    onChange()
    return 'later'
  }

  function done(act: () => unknown): 'done' {
    act()
    return 'done'
  }

  function move(job: StoredJob, change: Omit<Parameters<typeof moveJob>[2], 'atMs'>): StoredJob {
    const moved = moveJob(database, job.id, { ...change, atMs: clock.nowMs() })
    onChange()
    return moved
  }

  function failInterrupted(): void {
    for (const job of jobsIn(database, 'printing')) move(job, { event: 'interrupted', trouble: 'interrupted' })
  }

  function hasNoPrinter(): boolean {
    const parsed = parsePrinterAddress(currentPrinter().address)
    return parsed.ok && parsed.address.kind === 'none'
  }
}
