import { z } from 'zod'
import { limits } from '../limits.ts'
import { tenderKinds } from '../tender-states.ts'
import type { Permission } from './permissions.ts'
import {
  basketSchema,
  basketTendersSchema,
  billSchema,
  handOverRowSchema,
  idSchema,
  liftableRefusals,
  noticeSchema,
  paymentRowSchema,
  paymentStorySchema,
  printJobSchema,
  productSummarySchema,
  receiptSchema,
  staffSummarySchema,
  statusSchema,
  tenderSchema,
} from './shapes.ts'

export type RouteNeeds = 'nothing' | 'session' | 'signIn' | Permission

/**
 * The page ↔ terminal contract: one row a call. Members of the request fill `:name` parts of the path first; the rest is
 * the query string of a GET or the JSON body of anything else. Refusals are problem+json with a code from `shared/refusals.ts`.
 * `needs`: `nothing` (public), `session` (the page's session), `signIn` (a person with a PIN), or a permission.
 */
function route<Request extends z.ZodType, Reply extends z.ZodType, const Needs extends RouteNeeds>(definition: {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: `/api/${string}`
  needs: Needs
  request: Request
  reply: Reply
  /** Where a body may be longer than `limits.requestBodyBytesMax`. */
  bodyBytesMax?: number
}) {
  return definition
}

const nothing = z.object({})
/** Amounts arrive as numbers; whether they are whole and in range is a named refusal, not a shape error. */
const amount = z.number()

export const terminalRoutes = {
  exchangeOpenCode: route({
    method: 'POST',
    path: '/api/session',
    needs: 'nothing',
    request: z.object({ openCode: z.string().max(100) }),
    reply: z.object({ session: z.string() }),
  }),
  status: route({ method: 'GET', path: '/api/status', needs: 'session', request: nothing, reply: statusSchema }),
  startPractice: route({ method: 'POST', path: '/api/practice/start', needs: 'session', request: nothing, reply: nothing }),
  practiceStaff: route({
    method: 'GET',
    path: '/api/practice/staff',
    needs: 'session',
    request: nothing,
    reply: z.object({ pins: z.array(z.object({ staffId: z.string(), pin: z.string() })) }),
  }),
  practiceFaults: route({
    method: 'GET',
    path: '/api/practice/faults',
    needs: 'practiceFaults',
    request: nothing,
    reply: z.object({ fault: z.enum(['none', 'offline', 'slow', 'resetBeforeCommit', 'resetAfterCommit', 'unavailable']) }),
  }),
  setPracticeFault: route({
    method: 'PUT',
    path: '/api/practice/faults',
    needs: 'practiceFaults',
    request: z.object({ fault: z.enum(['none', 'offline', 'slow', 'resetBeforeCommit', 'resetAfterCommit', 'unavailable']) }),
    reply: nothing,
  }),

  staff: route({
    method: 'GET',
    path: '/api/staff',
    needs: 'session',
    request: nothing,
    reply: z.object({ staff: z.array(staffSummarySchema) }),
  }),
  signIn: route({
    method: 'POST',
    path: '/api/sign-in',
    needs: 'session',
    request: z.object({ staffId: z.string().max(64), pin: z.string().max(64) }),
    reply: staffSummarySchema,
  }),
  signOut: route({
    method: 'POST',
    path: '/api/sign-out',
    needs: 'signIn',
    /** Unsynced money warns first; a person who has read the warning may leave. */
    request: z.object({ evenThoughUnsynced: z.boolean().default(false) }),
    reply: nothing,
  }),
  openShift: route({
    method: 'POST',
    path: '/api/shifts',
    needs: 'openShift',
    request: z.object({ startingFloatRupiah: amount }),
    reply: z.object({ shiftId: idSchema, number: z.number().int() }),
  }),
  closeShift: route({
    method: 'POST',
    path: '/api/shifts/close',
    needs: 'openShift',
    /** Unsynced money warns first, as at sign-out. */
    request: z.object({ countedRupiah: amount, evenThoughUnsynced: z.boolean().default(false) }),
    reply: z.object({ number: z.number().int(), expectedRupiah: z.number().int(), overRupiah: z.number().int() }),
  }),

  products: route({
    method: 'GET',
    path: '/api/products',
    needs: 'signIn',
    request: nothing,
    reply: z.object({ catalogueVersion: z.number().int(), products: z.array(productSummarySchema) }),
  }),
  inquire: route({
    method: 'POST',
    path: '/api/inquiries',
    needs: 'serve',
    request: z.object({ productCode: z.string().max(64), customerNumber: z.string().max(500) }),
    reply: billSchema,
  }),

  /** A bill from the customer's own paper, only for products that allow it (`statedAmount`), only while the link is down. */
  stateBill: route({
    method: 'POST',
    path: '/api/stated-bills',
    needs: 'serve',
    /** As on the paper: a month as six digits, the amount without the admin that the counter adds. */
    request: z.object({
      productCode: z.string().max(64),
      customerNumber: z.string().max(500),
      period: z.string().max(16),
      amountRupiah: amount,
    }),
    reply: billSchema,
  }),
  /** A supervisor lifts one limit for one payment of an open basket, with their own PIN, also offline. The day's ceiling is the central's. */
  overrideLimit: route({
    method: 'POST',
    path: '/api/limit-overrides',
    needs: 'serve',
    request: z.object({
      basketId: z.string(),
      paymentId: z.string(),
      refusal: z.enum(liftableRefusals),
      reason: z.string().max(200),
      staffId: z.string().max(64),
      pin: z.string().max(64),
    }),
    /** What is left of the day's ceiling. */
    reply: z.object({ countLeft: z.number().int(), leftRupiah: z.number().int() }),
  }),
  /** After an offline start with no way to know the time: a supervisor says that the date shown is right. */
  confirmTime: route({
    method: 'POST',
    path: '/api/time/confirm',
    needs: 'confirmTime',
    request: z.object({ dateMs: z.number() }),
    reply: nothing,
  }),

  openBasket: route({ method: 'POST', path: '/api/baskets', needs: 'serve', request: nothing, reply: basketSchema }),
  basket: route({
    method: 'GET',
    path: '/api/baskets/:basketId',
    needs: 'serve',
    request: z.object({ basketId: z.string() }),
    reply: basketSchema,
  }),
  addToBasket: route({
    method: 'POST',
    path: '/api/baskets/:basketId/items',
    needs: 'serve',
    /**
     * `overridesPaymentId`: pay this bill although that payment of it is live; needs the permission `payDuplicate`. `repaysPaymentId`: what that
     * rejected payment owes its customer pays for this one, and comes off the total; needs `refund`.
     */
    request: z.object({
      basketId: z.string(),
      inquiryId: z.string(),
      overridesPaymentId: idSchema.optional(),
      repaysPaymentId: idSchema.optional(),
    }),
    reply: basketSchema,
  }),
  removeFromBasket: route({
    method: 'DELETE',
    path: '/api/baskets/:basketId/items/:paymentId',
    needs: 'serve',
    request: z.object({ basketId: z.string(), paymentId: z.string() }),
    reply: basketSchema,
  }),
  acceptBasket: route({
    method: 'POST',
    path: '/api/baskets/:basketId/accept',
    needs: 'serve',
    /**
     * `expectedTotalRupiah` is the basket's total as the cashier saw it; anything else is `totalChanged`. `cashReceivedRupiah` has to reach
     * its `cashDueRupiah`: none where tenders and credits pay for everything, or where money is given back.
     */
    request: z.object({ basketId: z.string(), expectedTotalRupiah: amount, cashReceivedRupiah: amount }),
    reply: basketSchema,
  }),

  basketTenders: route({
    method: 'GET',
    path: '/api/baskets/:basketId/tenders',
    needs: 'serve',
    request: z.object({ basketId: z.string() }),
    reply: basketTendersSchema,
  }),
  askTender: route({
    method: 'POST',
    path: '/api/baskets/:basketId/tenders',
    needs: 'serve',
    request: z.object({ basketId: z.string(), kind: z.enum(tenderKinds), amountRupiah: amount }),
    reply: tenderSchema,
  }),
  /** What the card machine printed. The card number arrives masked and is refused when it is not. */
  confirmCardTender: route({
    method: 'POST',
    path: '/api/tenders/:tenderId/confirm-card',
    needs: 'serve',
    request: z.object({ tenderId: z.string(), approvalCode: z.string().max(20), maskedPan: z.string().max(40) }),
    reply: tenderSchema,
  }),
  failTender: route({
    method: 'POST',
    path: '/api/tenders/:tenderId/fail',
    needs: 'serve',
    request: z.object({ tenderId: z.string() }),
    reply: tenderSchema,
  }),
  lateMoney: route({
    method: 'GET',
    path: '/api/tenders/late',
    needs: 'readPayments',
    request: nothing,
    reply: z.object({ tenders: z.array(tenderSchema) }),
  }),
  /** To the basket it was asked for, or to another one with the permission `refund`. */
  allocateTender: route({
    method: 'POST',
    path: '/api/tenders/:tenderId/allocate',
    needs: 'serve',
    request: z.object({ tenderId: z.string(), basketId: z.string() }),
    reply: tenderSchema,
  }),
  returnTender: route({
    method: 'POST',
    path: '/api/tenders/:tenderId/return',
    needs: 'refund',
    request: z.object({ tenderId: z.string(), reason: z.string().max(200) }),
    reply: tenderSchema,
  }),
  /** The customer pays in cash for what their provider took back. */
  collectReceivable: route({
    method: 'POST',
    path: '/api/tenders/:tenderId/collect',
    needs: 'collectOwed',
    request: z.object({ tenderId: z.string() }),
    reply: tenderSchema,
  }),

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

  handOvers: route({
    method: 'GET',
    path: '/api/hand-overs',
    needs: 'handOver',
    request: nothing,
    reply: z.object({ handOvers: z.array(handOverRowSchema) }),
  }),
  exportQueue: route({
    method: 'POST',
    path: '/api/hand-overs',
    needs: 'handOver',
    /** Without `paymentIds` the whole queue. The payments are frozen here when this answers; the file can be had again. */
    request: z.object({ paymentIds: z.array(idSchema).min(1).max(10_000).optional() }),
    reply: z.object({
      handOver: handOverRowSchema,
      /** Nothing new was frozen: this is the last export once more. */
      again: z.boolean(),
      leftOut: z.array(z.object({ paymentId: idSchema, customerNumber: z.string(), why: z.enum(['sending', 'advanced', 'unreadable']) })),
    }),
    bodyBytesMax: limits.handOverBytesMax,
  }),
  /** The file to print or download. */
  handOverFile: route({
    method: 'GET',
    path: '/api/hand-overs/:handOverId/file',
    needs: 'handOver',
    request: z.object({ handOverId: z.string() }),
    reply: z.object({ name: z.string(), text: z.string() }),
  }),
  /** Where the host can save files (`host.supports` has `saveFile`): it asks the person where. */
  saveHandOver: route({
    method: 'POST',
    path: '/api/hand-overs/:handOverId/save',
    needs: 'handOver',
    request: z.object({ handOverId: z.string() }),
    reply: nothing,
  }),
  importQueue: route({
    method: 'POST',
    path: '/api/hand-overs/import',
    needs: 'handOver',
    request: z.object({ file: z.string() }),
    reply: z.object({ handOver: handOverRowSchema }),
    bodyBytesMax: limits.handOverBytesMax,
  }),
  /** Asks the central again about what an import still waits for. */
  claimHandOver: route({
    method: 'POST',
    path: '/api/hand-overs/:handOverId/claim',
    needs: 'handOver',
    request: z.object({ handOverId: z.string() }),
    reply: z.object({ handOver: handOverRowSchema }),
  }),

  printJobs: route({
    method: 'GET',
    path: '/api/print-jobs',
    needs: 'readPayments',
    request: nothing,
    reply: z.object({ jobs: z.array(printJobSchema) }),
  }),
  retryPrintJob: route({
    method: 'POST',
    path: '/api/print-jobs/:jobId/retry',
    needs: 'reprint',
    request: z.object({ jobId: z.string() }),
    reply: printJobSchema,
  }),
  skipPrintJob: route({
    method: 'POST',
    path: '/api/print-jobs/:jobId/skip',
    needs: 'reprint',
    request: z.object({ jobId: z.string() }),
    reply: printJobSchema,
  }),
  printers: route({
    method: 'GET',
    path: '/api/printers',
    needs: 'signIn',
    request: nothing,
    reply: z.object({
      current: z.object({ address: z.string(), model: z.string() }),
      models: z.array(z.object({ id: z.string(), name: z.string(), columns: z.number().int() })),
      ports: z.array(z.object({ address: z.string(), label: z.string() })),
    }),
  }),
  setPrinter: route({
    method: 'PUT',
    path: '/api/printers/current',
    needs: 'setPrinter',
    request: z.object({ address: z.string().max(300), model: z.string().max(60) }),
    reply: nothing,
  }),
  printTest: route({ method: 'POST', path: '/api/printers/test', needs: 'setPrinter', request: nothing, reply: printJobSchema }),

  host: route({
    method: 'GET',
    path: '/api/host',
    needs: 'session',
    request: nothing,
    reply: z.object({ kind: z.enum(['browser', 'desktop', 'bare']), supports: z.array(z.string()) }),
  }),
  hostQuit: route({
    method: 'POST',
    path: '/api/host/quit',
    needs: 'session',
    /** Unsynced money warns first, as at sign-out. */
    request: z.object({ evenThoughUnsynced: z.boolean().default(false) }),
    reply: nothing,
  }),
  hostKiosk: route({ method: 'POST', path: '/api/host/kiosk', needs: 'session', request: z.object({ on: z.boolean() }), reply: nothing }),
} as const

export type TerminalRoutes = typeof terminalRoutes
export type RouteName = keyof TerminalRoutes
export type RequestOf<Name extends RouteName> = z.input<TerminalRoutes[Name]['request']>
export type ReplyOf<Name extends RouteName> = z.output<TerminalRoutes[Name]['reply']>

/** Header that carries the page's session; no cookies, they don't work on custom schemes. */
export const sessionHeader = 'x-loket-session'

/** `GET /api/events` (session): one server-sent-events stream read with fetch. Each event names what changed; the page reads it anew. `quit`: the window was closed, the page asks the person. */
export const eventTopics = ['status', 'payments', 'printing', 'baskets', 'setup', 'quit'] as const
export type EventTopic = (typeof eventTopics)[number]
