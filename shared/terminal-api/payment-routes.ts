import { z } from 'zod'
import { nothing, route } from './route.ts'
import { noticeSchema, paymentRowSchema, paymentStorySchema, printJobSchema, receiptSchema } from './shapes.ts'

/** `requestNotKept`: the reply is from before terminals kept what its signature covers of the request. */
const receiptProofSchema = z.discriminatedUnion('proved', [
  z.object({ proved: z.literal(true), keyId: z.string(), signedAtMs: z.number().int() }),
  z.object({
    proved: z.literal(false),
    why: z.enum(['neverPaid', 'replyNotKept', 'requestNotKept', 'signatureDoesNotHold', 'saysSomethingElse']),
  }),
])
export type ReceiptProof = z.infer<typeof receiptProofSchema>

/** Payments as lists and stories, what a person may do to one, and its slip. */
export const paymentRoutes = {
  payments: route({
    method: 'GET',
    path: '/api/payments',
    needs: 'readPayments',
    request: z.object({
      search: z.string().max(100).optional(),
      states: z.string().max(200).optional(),
      before: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ rows: z.array(paymentRowSchema), more: z.boolean() }),
  }),
  payment: route({
    method: 'GET',
    path: '/api/payments/:paymentId',
    needs: 'readPayments',
    request: z.object({ paymentId: z.string() }),
    reply: paymentStorySchema,
  }),
  /** Whether the central's own signature stands behind a receipt, looked at again now. */
  receiptProof: route({
    method: 'GET',
    path: '/api/payments/:paymentId/proof',
    needs: 'readPayments',
    request: z.object({ paymentId: z.string() }),
    reply: receiptProofSchema,
  }),
  cancelPayment: route({
    method: 'POST',
    path: '/api/payments/:paymentId/cancel',
    needs: 'cancelPayment',
    request: z.object({ paymentId: z.string(), reason: z.string().max(200) }),
    reply: paymentRowSchema,
  }),
  voidPayment: route({
    method: 'POST',
    path: '/api/payments/:paymentId/void',
    needs: 'voidPayment',
    request: z.object({ paymentId: z.string(), reason: z.string().max(200) }),
    reply: paymentRowSchema,
  }),
  refundPayment: route({
    method: 'POST',
    path: '/api/payments/:paymentId/refund',
    needs: 'refund',
    request: z.object({ paymentId: z.string() }),
    reply: paymentRowSchema,
  }),
  advancePayment: route({
    method: 'POST',
    path: '/api/payments/:paymentId/advance',
    needs: 'advance',
    request: z.object({ paymentId: z.string(), reason: z.string().max(200) }),
    reply: paymentRowSchema,
  }),
  /** The customer of an advance brings the money back, because the bill was paid after all. */
  collectOwed: route({
    method: 'POST',
    path: '/api/payments/:paymentId/collect-owed',
    needs: 'collectOwed',
    request: z.object({ paymentId: z.string() }),
    reply: paymentRowSchema,
  }),
  /** Two persons: who is signed in, and another with their own PIN (`confirmWriteOff`). */
  writeOffDispute: route({
    method: 'POST',
    path: '/api/payments/:paymentId/write-off-dispute',
    needs: 'writeOff',
    request: z.object({
      paymentId: z.string(),
      reason: z.string().max(200),
      secondStaffId: z.string().max(64),
      secondPin: z.string().max(64),
    }),
    reply: paymentRowSchema,
  }),
  writeOffOwed: route({
    method: 'POST',
    path: '/api/payments/:paymentId/write-off-owed',
    needs: 'writeOff',
    request: z.object({
      paymentId: z.string(),
      reason: z.string().max(200),
      secondStaffId: z.string().max(64),
      secondPin: z.string().max(64),
    }),
    reply: paymentRowSchema,
  }),
  receipt: route({
    method: 'GET',
    path: '/api/payments/:paymentId/receipt',
    needs: 'readPayments',
    request: z.object({ paymentId: z.string(), columns: z.coerce.number().int().optional() }),
    reply: receiptSchema,
  }),
  printReceipt: route({
    method: 'POST',
    path: '/api/payments/:paymentId/print',
    needs: 'reprint',
    /** The first valid slip needs no reason; every later one is a CU and does. */
    request: z.object({ paymentId: z.string(), reason: z.string().max(200).optional() }),
    reply: printJobSchema,
  }),
  notices: route({
    method: 'GET',
    path: '/api/notices',
    needs: 'signIn',
    request: nothing,
    reply: z.object({ notices: z.array(noticeSchema) }),
  }),
} as const
