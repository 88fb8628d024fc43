import { Refusal } from '../refusals.ts'

/** Why a slip is not laid out at all: each means that what the central gave can't be honest on paper. */
export type SlipFault =
  | 'noSheets'
  | 'sheetPartsDoNotAddUp'
  | 'tokenMissing'
  | 'tokenPartsDoNotAddUp'
  | 'summaryDoesNotAddUp'
  | 'notProvisional'

/** Refuses the slip by name before anything reaches a printer. */
export function refuseSlip(fault: SlipFault, detail: Record<string, string | number> = {}): never {
  throw new Refusal('receiptNotAvailable', { ...detail, fault })
}
