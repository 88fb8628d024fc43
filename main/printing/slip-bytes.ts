import { limits } from '../../shared/limits.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import type { ReceiptCopy, ReceiptData } from '../../shared/receipt/receipt-data.ts'
import type { ReceiptLine } from '../../shared/receipt/receipt-lines.ts'
import { layoutTestSlip } from '../../shared/receipt/test-slip.ts'
import { Refusal } from '../../shared/refusals.ts'
import { bytesOf, encodeSlips } from './encode.ts'
import type { StoredJob } from './job-store.ts'
import type { PrinterModel } from './printer-models.ts'
import type { LoadedReceipt } from './slip-verdict.ts'

/** A slip that can't be laid out honestly, with the fault's name: set aside for a person, never half printed. */
export type SlipBytes = { ok: true; bytes: Uint8Array } | { ok: false; fault: string; error: unknown }

/** Everything that may go wrong with a slip's content goes wrong here, before a port is opened. */
export function slipBytes(
  job: StoredJob,
  loaded: LoadedReceipt | null,
  printer: { address: string; model: PrinterModel },
  after: { copyNumber: number; interruption: boolean },
): SlipBytes {
  try {
    const slips = layout(job, loaded, printer, after.copyNumber)
    const bytes = bytesOf(encodeSlips(slips, printer.model, after.interruption))
    if (bytes.length > limits.receiptBytesMax) return { ok: false, fault: 'slipTooLong', error: `${bytes.length} bytes` }
    return { ok: true, bytes }
  } catch (error) {
    return { ok: false, fault: error instanceof Refusal ? String(error.detail.fault ?? error.code) : 'slipUnprintable', error }
  }
}

function layout(
  job: StoredJob,
  loaded: LoadedReceipt | null,
  printer: { address: string; model: PrinterModel },
  copyNumber: number,
): ReceiptLine[][] {
  const { columns, name } = printer.model
  if (loaded === null) return [layoutTestSlip({ model: name, address: printer.address }, columns)]
  return layoutReceipt(receiptOf(job, loaded, copyNumber), columns)
}

function receiptOf(job: StoredJob, loaded: LoadedReceipt, copyNumber: number): ReceiptData {
  if (job.kind === 'provisional') return loaded.provisional
  if (job.kind === 'advance') {
    if (loaded.advance === null) throw new Refusal('receiptNotAvailable', { fault: 'advanceMissing' })
    return loaded.advance
  }
  if (loaded.paid === null) throw new Refusal('receiptNotAvailable', { fault: 'proofMissing' })
  return { ...loaded.paid, copy: copyOf(job, copyNumber) }
}

/** A slip that stopped half-way may be in the customer's hand all the same, so printing it again is a repeat too. */
function copyOf(job: StoredJob, copyNumber: number): ReceiptCopy {
  if (copyNumber === 0) return { kind: 'first' }
  return {
    kind: 'repeat',
    number: copyNumber,
    reason: job.reason ?? 'cetakan sebelumnya terputus',
    staffName: job.staffName,
    atMs: job.askedAtMs,
  }
}
