import type { PrintJob } from '../../shared/terminal-api/shapes.ts'
import type { Database } from '../storage/open.ts'
import { nextJobState, type PrintJobEvent, type PrintJobState } from './job-states.ts'

/** A row of print_jobs as the printing loop needs it; the page sees the smaller `PrintJob`. */
export type StoredJob = PrintJob & {
  sequence: number
  origin: 'accept' | 'person'
  reason: string | null
  staffName: string
  askedAtMs: number
  decideByMs: number | null
}

type Row = {
  sequence: number
  id: string
  kind: PrintJob['kind']
  origin: 'accept' | 'person'
  payment_id: string | null
  copy_number: number
  reason: string | null
  staff_name: string
  state: PrintJobState
  decide_by_ms: number | null
  trouble: string | null
  created_at_ms: number
  asked_at_ms: number
}

export function findJob(database: Database, jobId: string): StoredJob | null {
  const row = database.prepare<[string], Row>('SELECT * FROM print_jobs WHERE id = ?').get(jobId)
  return row === undefined ? null : toJob(row)
}

/** What is not over yet, word for word the condition of the index print_jobs_open: among a million slips these are found at once. */
export const openJobsQuery = `SELECT * FROM print_jobs
  WHERE state IN ('awaitingResult', 'waiting', 'printing', 'failed', 'setAside') AND state = ? ORDER BY sequence`

/** Oldest first: the order slips come out in. */
export function jobsIn(database: Database, state: 'awaitingResult' | 'waiting' | 'printing' | 'failed' | 'setAside'): StoredJob[] {
  return database.prepare<[string], Row>(openJobsQuery).all(state).map(toJob)
}

/** The slip that comes out next, however many wait behind it. */
export function firstWaiting(database: Database): StoredJob | null {
  const row = database.prepare<[string], Row>(`${openJobsQuery} LIMIT 1`).get('waiting')
  return row === undefined ? null : toJob(row)
}

/** Newest first, for the screen. */
export function newestJobs(database: Database, limit: number): StoredJob[] {
  return database.prepare<[number], Row>('SELECT * FROM print_jobs ORDER BY sequence DESC LIMIT ?').all(limit).map(toJob)
}

/** Newest first, for one payment. */
export function jobsOf(database: Database, paymentId: string): StoredJob[] {
  return database.prepare<[string], Row>('SELECT * FROM print_jobs WHERE payment_id = ? ORDER BY sequence DESC').all(paymentId).map(toJob)
}

export type NewJob = {
  id: string
  kind: PrintJob['kind']
  origin: 'accept' | 'person'
  paymentId: string | null
  copyNumber: number
  reason: string | null
  staffName: string
  state: 'awaitingResult' | 'waiting'
  decideByMs: number | null
  atMs: number
}

export function insertJob(database: Database, job: NewJob): void {
  database
    .prepare(
      `INSERT INTO print_jobs (id, kind, origin, payment_id, copy_number, reason, staff_name, state, decide_by_ms, created_at_ms, asked_at_ms, updated_at_ms)
       VALUES (@id, @kind, @origin, @paymentId, @copyNumber, @reason, @staffName, @state, @decideByMs, @atMs, @atMs, @atMs)`,
    )
    .run(job)
  insertEvent(database, {
    jobId: job.id,
    event: 'queue',
    from: null,
    state: job.state,
    kind: job.kind,
    copyNumber: job.copyNumber,
    trouble: null,
    actor: job.staffName,
    bytesCount: 0,
    atMs: job.atMs,
  })
}

export type JobChange = {
  event: PrintJobEvent
  atMs: number
  kind?: PrintJob['kind']
  trouble?: string
  copyNumber?: number
  bytesCount?: number
  /** The person behind a retry or skip; `terminal` where nobody asked. */
  actor?: string
}

/** Moves a job by the table and records the event beside it, in one transaction. Throws when the table has no such way. */
export function moveJob(database: Database, jobId: string, change: JobChange): StoredJob {
  return database
    .transaction(() => {
      const job = findJob(database, jobId)
      if (job === null) throw new Error(`no print job ${jobId}`)
      const to = nextJobState(job.state, change.event)
      if (to === null) throw new Error(`a ${job.state} print job can't ${change.event}`)
      const kind = change.kind ?? job.kind
      const byPerson = change.event === 'retry'
      database
        .prepare(
          `UPDATE print_jobs SET state = @to, kind = @kind, trouble = @trouble, copy_number = @copyNumber, staff_name = @staffName,
             asked_at_ms = @askedAtMs, valid_starts = valid_starts + @started, bytes_count = @bytesCount, updated_at_ms = @atMs WHERE id = @jobId`,
        )
        .run({
          jobId,
          to,
          kind,
          trouble: change.trouble ?? null,
          copyNumber: change.copyNumber ?? job.copyNumber,
          staffName: byPerson ? (change.actor ?? job.staffName) : job.staffName,
          askedAtMs: byPerson ? change.atMs : job.askedAtMs,
          started: change.event === 'begin' && kind === 'receipt' ? 1 : 0,
          bytesCount: change.bytesCount ?? 0,
          atMs: change.atMs,
        })
      const actor = change.actor ?? 'terminal'
      insertEvent(database, {
        jobId,
        event: change.event,
        from: job.state,
        state: to,
        kind,
        copyNumber: change.copyNumber ?? job.copyNumber,
        trouble: change.trouble ?? null,
        actor,
        bytesCount: change.bytesCount ?? 0,
        atMs: change.atMs,
      })
      return { ...job, state: to, kind, trouble: change.trouble ?? null, copyNumber: change.copyNumber ?? job.copyNumber }
    })
    .immediate()
}

/** Trouble before the first byte: the job keeps its place and its state, and the screen says what is wrong. */
export function noteTrouble(database: Database, jobId: string, trouble: string | null, atMs: number): boolean {
  return (
    database
      .prepare('UPDATE print_jobs SET trouble = @trouble, updated_at_ms = @atMs WHERE id = @jobId AND trouble IS NOT @trouble')
      .run({ jobId, trouble, atMs }).changes > 0
  )
}

/** How many valid slips of a payment have begun to print, on paper or not: the number of the next one, 0 being CA. */
export function validStarts(database: Database, paymentId: string): number {
  const row = database
    .prepare<[string], { count: number }>('SELECT coalesce(sum(valid_starts), 0) AS count FROM print_jobs WHERE payment_id = ?')
    .get(paymentId)
  return row?.count ?? 0
}

/** How the last slip that began to print ended: after a `failed` one the printer may still hold half a line. */
export function lastEnding(database: Database): PrintJobState | null {
  const row = database
    .prepare<[], { to: PrintJobState }>(
      `SELECT to_state AS "to" FROM print_job_events WHERE event IN ('proven', 'assumed', 'trouble', 'interrupted') ORDER BY sequence DESC LIMIT 1`,
    )
    .get()
  return row?.to ?? null
}

export type StoredJobEvent = {
  jobId: string
  event: 'queue' | PrintJobEvent
  from: PrintJobState | null
  /** The state after the event. */
  state: PrintJobState
  kind: PrintJob['kind']
  copyNumber: number
  trouble: string | null
  actor: string
  bytesCount: number
  atMs: number
}

export function jobEventsOf(database: Database, paymentId: string): StoredJobEvent[] {
  return database
    .prepare<[string], StoredJobEvent>(
      `SELECT job_id AS jobId, event, from_state AS "from", to_state AS state, kind, copy_number AS copyNumber, trouble, actor, bytes_count AS bytesCount, at_ms AS atMs
       FROM print_job_events WHERE job_id IN (SELECT id FROM print_jobs WHERE payment_id = ?) ORDER BY sequence`,
    )
    .all(paymentId)
}

function insertEvent(database: Database, event: StoredJobEvent): void {
  database
    .prepare(
      `INSERT INTO print_job_events (job_id, event, from_state, to_state, kind, copy_number, trouble, actor, bytes_count, at_ms)
       VALUES (@jobId, @event, @from, @state, @kind, @copyNumber, @trouble, @actor, @bytesCount, @atMs)`,
    )
    .run(event)
}

function toJob(row: Row): StoredJob {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    paymentId: row.payment_id,
    copyNumber: row.copy_number,
    createdAtMs: row.created_at_ms,
    trouble: row.trouble,
    sequence: row.sequence,
    origin: row.origin,
    reason: row.reason,
    staffName: row.staff_name,
    askedAtMs: row.asked_at_ms,
    decideByMs: row.decide_by_ms,
  }
}
