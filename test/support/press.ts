import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { silentLog } from '../../main/platform/log.ts'
import { type Printing, queueReceiptJob, startPrinting } from '../../main/printing/jobs.ts'
import { fine, type Port, type PortResult, type PortTrouble } from '../../main/printing/ports/port.ts'
import { portAt } from '../../main/printing/ports/port-at.ts'
import type { LoadedReceipt } from '../../main/printing/slip-verdict.ts'
import { type Database, openDatabase } from '../../main/storage/open.ts'
import type { PaymentState } from '../../shared/payment-states.ts'
import { decodeEscpos } from './escpos-decoder.ts'
import { advanceReceipt, paidReceipts, provisionalOf, textOf } from './receipts.ts'

/** Opens (or opens again) a real database with every migration. */
export function openPrintDatabase(path: string): Database {
  return openDatabase(path, new URL('../../main/storage/migrations/', import.meta.url))
}

/** A port over memory that does to a slip what devices do: missing, jammed, gone half-way, held until told. */
export function testPort() {
  const state = { openTrouble: null as PortTrouble | null, writeTrouble: null as PortTrouble | null, held: null as Promise<void> | null }
  const slips: Uint8Array[] = []
  const port: Port = {
    open: async () => result(state.openTrouble),
    write: async (bytes) => {
      slips.push(bytes)
      await state.held
      return result(state.writeTrouble)
    },
    close: async () => {},
  }
  return { port, state, slips, texts: () => slips.map((bytes) => textOf(decodeEscpos(bytes).lines)) }
}

function result(word: PortTrouble | null): PortResult {
  return word === null ? fine : { ok: false, trouble: word, why: 'the test says so' }
}

/** Printing over a real database, with payments that are whatever `states` says. */
export function startPress(database: Database, options: { address?: string; model?: string; port?: Port } = {}) {
  const printer = { address: options.address ?? 'file:unused', model: options.model ?? 'generic-58' }
  const states = new Map<string, PaymentState>()
  const changes: string[] = []
  const paid = paidReceipts.pulsa
  const printing: Printing = startPrinting({
    database,
    clock: systemClock,
    openPort: (address, model) =>
      options.port ?? portAt(address, { clock: systemClock, flowControl: model.flowControl, writeTimeoutMs: 1_500 }),
    currentPrinter: () => printer,
    loadReceipt: (paymentId): LoadedReceipt => {
      const state = states.get(paymentId)
      if (state === undefined) throw new Error(`no payment ${paymentId}`)
      return {
        state,
        paid: state === 'paid' ? paid : null,
        provisional: { ...provisionalOf(paid), paymentId, stateWord: state },
        advance: { ...advanceReceipt, paymentId },
      }
    },
    log: silentLog,
    onChange: () => changes.push('change'),
  })
  return {
    printing,
    printer,
    states,
    changes,
    /** Accepts a payment as main/payments does: its slip in the same transaction. */
    accept(state: PaymentState, patienceMs = 60_000): string {
      const paymentId = systemIds.next()
      states.set(paymentId, state)
      const atMs = systemClock.nowMs()
      database.transaction(() =>
        queueReceiptJob(database, { ids: systemIds, paymentId, staffName: 'Sari', atMs, decideByMs: atMs + patienceMs }),
      )()
      printing.wake()
      return paymentId
    },
  }
}
