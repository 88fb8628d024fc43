/**
 * Printing owns slips on their way to paper: the jobs, the bytes and the ports. It never touches money, never decides what
 * a payment is (it asks through `loadReceipt`), and a broken printer stops nothing but slips.
 */
import { limits } from '../../shared/limits.ts'
import { Refusal } from '../../shared/refusals.ts'
import type { PrintJob } from '../../shared/terminal-api/shapes.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { nextJobState, type PrintJobEvent } from './job-states.ts'
import {
  findJob,
  insertJob,
  jobEventsOf,
  jobsIn,
  jobsOf,
  moveJob,
  newestJobs,
  type StoredJob,
  type StoredJobEvent,
  validStarts,
} from './job-store.ts'

export { type Printing, type PrintingArguments, type PrintingStatus, startPrinting } from './start-printing.ts'

/** The slip of a payment just accepted. Belongs inside the accepting transaction: no payment without its slip. */
export function queueReceiptJob(
  database: Database,
  job: { ids: Ids; paymentId: string; staffName: string; atMs: number; decideByMs: number },
): void {
  if (!database.inTransaction) throw new Error('the slip of a payment is queued in the transaction that accepts it')
  const { ids, ...facts } = job
  insertJob(database, { ...facts, id: ids.next(), kind: 'receipt', origin: 'accept', copyNumber: 0, reason: null, state: 'awaitingResult' })
}

/** The slip that a customer signs who is given the money in doubt. Belongs inside the transaction that gives it. */
export function queueAdvanceJob(database: Database, job: { ids: Ids; paymentId: string; staffName: string; atMs: number }): void {
  if (!database.inTransaction) throw new Error('the slip of an advance is queued in the transaction that gives the money')
  const { ids, ...facts } = job
  const slip = { kind: 'advance', origin: 'person', copyNumber: 0, reason: null, state: 'waiting', decideByMs: null } as const
  insertJob(database, { ...facts, ...slip, id: ids.next() })
}

/** A slip that a person asks for: a repeat, the valid slip after a provisional one, a test slip. */
export function queueJob(
  database: Database,
  job: { ids: Ids; kind: 'receipt' | 'test'; paymentId: string | null; reason: string | null; staffName: string; atMs: number },
): PrintJob {
  const { ids, ...facts } = job
  const id = ids.next()
  const copyNumber = job.paymentId === null ? 0 : validStarts(database, job.paymentId)
  database
    .transaction(() => insertJob(database, { ...facts, id, origin: 'person', copyNumber, state: 'waiting', decideByMs: null }))
    .immediate()
  return toPrintJob(requireJob(database, id))
}

/** Prints a failed or set-aside slip again, whole. */
export function retryJob(database: Database, jobId: string, by: { staffName: string; atMs: number }): PrintJob {
  return decideByPerson(database, jobId, 'retry', by)
}

/** Gives a slip up; the payment is untouched and its receipt can be asked for again. */
export function skipJob(database: Database, jobId: string, by: { staffName: string; atMs: number }): PrintJob {
  return decideByPerson(database, jobId, 'skip', by)
}

export function listJobs(database: Database, filter: { paymentId?: string; limit?: number } = {}): PrintJob[] {
  const jobs =
    filter.paymentId === undefined ? newestJobs(database, filter.limit ?? limits.searchRowsMax) : jobsOf(database, filter.paymentId)
  return jobs.map(toPrintJob)
}

/** Slips that wait for a person: stopped half-way, or never laid out honestly. */
export function failedJobs(database: Database): PrintJob[] {
  return [...jobsIn(database, 'failed'), ...jobsIn(database, 'setAside')].sort((a, b) => a.sequence - b.sequence).map(toPrintJob)
}

/** The valid slip has come out, proved or assumed. */
export function receiptPrinted(database: Database, paymentId: string): boolean {
  return copiesPrinted(database, paymentId) > 0
}

/** Valid slips of a payment that came out, the first included. */
export function copiesPrinted(database: Database, paymentId: string): number {
  return countPrinted(database, paymentId, 'receipt')
}

/** The customer left with a tanda terima sementara. */
export function provisionalPrinted(database: Database, paymentId: string): boolean {
  return countPrinted(database, paymentId, 'provisional') > 0
}

/** What happened to the slips of a payment, oldest first: part of its story. */
export function printEventsOf(database: Database, paymentId: string): StoredJobEvent[] {
  return jobEventsOf(database, paymentId)
}

export function toPrintJob({ id, kind, state, paymentId, copyNumber, createdAtMs, trouble }: StoredJob): PrintJob {
  return { id, kind, state, paymentId, copyNumber, createdAtMs, trouble }
}

function decideByPerson(
  database: Database,
  jobId: string,
  event: PrintJobEvent & ('retry' | 'skip'),
  by: { staffName: string; atMs: number },
): PrintJob {
  const job = requireJob(database, jobId)
  if (nextJobState(job.state, event) === null) throw new Refusal('printJobNotWaiting', { state: job.state })
  return toPrintJob(moveJob(database, jobId, { event, actor: by.staffName, atMs: by.atMs }))
}

function requireJob(database: Database, jobId: string): StoredJob {
  const job = findJob(database, jobId)
  if (job === null) throw new Refusal('printJobUnknown', { jobId })
  return job
}

function countPrinted(database: Database, paymentId: string, kind: PrintJob['kind']): number {
  const row = database
    .prepare<[string, string], { count: number }>(
      "SELECT count(*) AS count FROM print_jobs WHERE payment_id = ? AND kind = ? AND state IN ('printedProven', 'printedAssumed')",
    )
    .get(paymentId, kind)
  return row?.count ?? 0
}
