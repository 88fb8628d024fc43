import { z } from 'zod'
import { paymentEvents, paymentStates } from '../payment-states.ts'
import { idSchema, rupiah, sheetViewSchema } from './base-shapes.ts'

export const paymentRowSchema = z.object({
  id: idSchema,
  sequence: z.number().int(),
  state: z.enum(paymentStates),
  /** Why it waits or failed: a word of the central's or terminal's list, or null. */
  reason: z.string().nullable(),
  productCode: z.string(),
  productName: z.string(),
  customerNumber: z.string(),
  customerName: z.string(),
  totalRupiah: rupiah,
  staffName: z.string(),
  acceptedAtMs: z.number(),
  paidAtMs: z.number().nullable(),
  reference: z.string().nullable(),
  everSent: z.boolean(),
  nextAttemptAtMs: z.number().nullable(),
  /** The valid slip has come out of the printer (proved or assumed). */
  receiptPrinted: z.boolean(),
  /** Paid, provisional slip handed out before, valid slip not printed yet. */
  receiptWaiting: z.boolean(),
  /** The money was given to the customer while in doubt. */
  advanced: z.boolean(),
  /** The valid slip that went out counts no more: the payment failed later. */
  receiptVoided: z.boolean(),
})
export type PaymentRow = z.infer<typeof paymentRowSchema>

export const storyEntrySchema = z.object({
  atMs: z.number(),
  kind: z.enum(['event', 'attempt', 'print']),
  event: z.enum(['accept', 'takeOver', ...paymentEvents, 'tenderReversed', 'tenderEvened', 'tenderOwedAgain', 'cashOwedGiven']).nullable(),
  from: z.enum(paymentStates).nullable(),
  to: z.enum(paymentStates).nullable(),
  actor: z.string(),
  /** Facts in code words: outcome of an attempt, refusal code, print state. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  lines: z.array(z.object({ account: z.string(), dimension: z.string(), amountRupiah: rupiah })),
})

export const paymentStorySchema = z.object({
  payment: paymentRowSchema,
  intentHash: z.string(),
  basketId: idSchema,
  sheets: z.array(sheetViewSchema),
  billTotalRupiah: rupiah,
  counterFeeRupiah: rupiah,
  token: z.string().nullable(),
  copies: z.number().int(),
  /** What its customer owes, after an advance whose bill was paid after all. */
  owedByCustomerRupiah: rupiah,
  /** Taken by the central although the money had gone back, and not credited yet. */
  disputedRupiah: rupiah,
  /** What the central still owes for it: it took this and has the payment as not paid. */
  claimRupiah: rupiah,
  /** In coins and notes, by the outlet's rounding: what the drawer gives when its money goes back, and what it gets when that debt is paid. */
  cashBackRupiah: rupiah,
  cashOwedRupiah: rupiah,
  /** Selisih: what the central took more than agreed (less is negative). */
  centralDifferenceRupiah: rupiah,
  actions: z.array(
    z.enum(['printReceipt', 'reprint', 'cancel', 'void', 'refund', 'repay', 'advance', 'collectOwed', 'writeOffOwed', 'writeOff']),
  ),
  story: z.array(storyEntrySchema),
})
export type PaymentStory = z.infer<typeof paymentStorySchema>

/** Receipt lines as the printer gets them: preview and paper come from the same. */
export const receiptLineSchema = z.object({
  text: z.string(),
  bold: z.boolean(),
  /** Twice as wide and high: two columns a character. */
  double: z.boolean(),
})
export const receiptSchema = z.object({
  kind: z.enum(['receipt', 'provisional']),
  columns: z.number().int(),
  slips: z.array(z.array(receiptLineSchema)),
})
export type Receipt = z.infer<typeof receiptSchema>
