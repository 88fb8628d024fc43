import { z } from 'zod'
import { tenderKinds } from '../tender-states.ts'
import { customerRoutes } from './customer-routes.ts'
import { handOverRoutes } from './hand-over-routes.ts'
import { paymentRoutes } from './payment-routes.ts'
import { printRoutes } from './print-routes.ts'
import { amount, nothing, route } from './route.ts'
import {
  basketSchema,
  basketTendersSchema,
  billSchema,
  idSchema,
  liftableRefusals,
  practiceFaults,
  productSummarySchema,
  staffSummarySchema,
  statusSchema,
  tenderSchema,
} from './shapes.ts'

/** The page ↔ terminal contract: one row a call (`route.ts`), in files of their own where there are many. */
export const terminalRoutes = {
  exchangeOpenCode: route({
    method: 'POST',
    path: '/api/session',
    needs: 'nothing',
    request: z.object({ openCode: z.string().max(100) }),
    reply: z.object({ session: z.string() }),
  }),
  status: route({ method: 'GET', path: '/api/status', needs: 'session', request: nothing, reply: statusSchema }),
  /** A person at an offline terminal asks not to wait for the next try. */
  tryCentral: route({ method: 'POST', path: '/api/link/try', needs: 'signIn', request: nothing, reply: nothing }),
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
    reply: z.object({ fault: z.enum(practiceFaults) }),
  }),
  setPracticeFault: route({
    method: 'PUT',
    path: '/api/practice/faults',
    needs: 'practiceFaults',
    request: z.object({ fault: z.enum(practiceFaults) }),
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
    /** `answers`: to the product's own questions, by their codes; what is left out counts as its default. */
    request: z.object({
      productCode: z.string().max(64),
      customerNumber: z.string().max(500),
      answers: z.record(z.string().max(32), z.string().max(200)).optional(),
      /** Where no answers are given: those of this payment, whose bill is looked up anew. */
      likePaymentId: idSchema.optional(),
    }),
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

  ...paymentRoutes,
  ...customerRoutes,
  ...handOverRoutes,

  ...printRoutes,

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
