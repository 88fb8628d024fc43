import type { PrintJob } from '../../shared/terminal-api/shapes.ts'

/**
 * The life of a print job. The slip of an accepted payment starts `awaitingResult`: it waits a moment for the central. When
 * it is known what to print it is `waiting` for its turn at the printer. `printing` is durable before the first byte, so that a
 * crash shows. `printedProven` means the printer said so, `printedAssumed` that all bytes left. `failed` waits for a person,
 * `setAside` could not be laid out honestly, `skipped` will never print.
 *
 * These words are stored. Add, never rename.
 */
export type PrintJobState = PrintJob['state']

export type PrintJobEvent =
  /** The central said paid: the valid receipt may print. */
  | 'resultPaid'
  /** No answer in time: a provisional slip prints instead. */
  | 'resultMissing'
  /** The money goes back or is someone else's now: no slip of this payment prints. */
  | 'notOwed'
  /** The outlet works without a printer. */
  | 'noPrinter'
  | 'begin'
  | 'proven'
  | 'assumed'
  | 'trouble'
  /** Found printing at start: the power went while a slip came out. */
  | 'interrupted'
  | 'unprintable'
  | 'retry'
  | 'skip'

/** Every way a print job may move. Nothing else moves one. */
export const printJobTransitions: Record<PrintJobState, Partial<Record<PrintJobEvent, PrintJobState>>> = {
  awaitingResult: {
    resultPaid: 'waiting',
    resultMissing: 'waiting',
    notOwed: 'skipped',
    skip: 'skipped',
    unprintable: 'setAside',
  },
  waiting: {
    resultPaid: 'waiting',
    begin: 'printing',
    notOwed: 'skipped',
    noPrinter: 'skipped',
    skip: 'skipped',
    unprintable: 'setAside',
  },
  printing: { proven: 'printedProven', assumed: 'printedAssumed', trouble: 'failed', interrupted: 'failed' },
  failed: { retry: 'waiting', skip: 'skipped' },
  setAside: { retry: 'waiting', skip: 'skipped' },
  printedProven: {},
  printedAssumed: {},
  skipped: {},
}

/** The state after an event, or null where the table has no such way. */
export function nextJobState(state: PrintJobState, event: PrintJobEvent): PrintJobState | null {
  return printJobTransitions[state][event] ?? null
}
