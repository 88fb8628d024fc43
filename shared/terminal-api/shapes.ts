import { z } from 'zod'
import { paymentStates } from '../payment-states.ts'
import { tenderKinds, tenderStates } from '../tender-states.ts'
import { idSchema, rupiah, sheetViewSchema } from './base-shapes.ts'

/** Shapes the page and the terminal exchange. Money in whole rupiah, time in UTC milliseconds. */

export { idSchema, sheetViewSchema } from './base-shapes.ts'
export * from './payment-shapes.ts'
export * from './product-shapes.ts'

export const staffSummarySchema = z.object({ id: z.string(), name: z.string(), role: z.enum(['cashier', 'agent', 'supervisor']) })
export type StaffSummary = z.infer<typeof staffSummarySchema>

export const linkStates = ['online', 'offline', 'checking'] as const
/** Whose fault an outage is, as far as answers tell. */
export const linkCauses = ['thisNetwork', 'central', 'biller'] as const

/** What a trainer may switch on at the practice central. */
export const practiceFaults = [
  'none',
  'offline',
  'slow',
  'loss',
  'resetBeforeCommit',
  'resetAfterCommit',
  'unavailable',
  'htmlPage',
  'rateLimited',
  'corruptReply',
  'wrongSignature',
  'slowDrip',
  'duplicate',
  'partialBatch',
] as const
export type PracticeFault = (typeof practiceFaults)[number]

/** The limits a supervisor may lift for one payment, by the refusal each gives. */
export const liftableRefusals = ['paymentLimit', 'queueCountLimit', 'queueTotalLimit', 'queueAgeLimit'] as const
export type LiftableRefusal = (typeof liftableRefusals)[number]
/** The limits that fill up, and so warn. Nobody lifts the float's. */
export const limitRefusals = ['queueCountLimit', 'queueTotalLimit', 'queueAgeLimit', 'floatLimit'] as const
export type LimitRefusal = (typeof limitRefusals)[number]

export const statusSchema = z.object({
  nowMs: z.number(),
  version: z.string(),
  /** `new`: nothing set up yet; the page shows the first-start choice. */
  mode: z.enum(['new', 'practice', 'live']),
  outlet: z.object({ name: z.string(), zone: z.enum(['WIB', 'WITA', 'WIT']), terminalId: z.string() }).nullable(),
  businessDay: z.string().nullable(),
  staff: staffSummarySchema.extend({ permissions: z.array(z.string()) }).nullable(),
  shift: z
    .object({
      id: idSchema,
      number: z.number().int(),
      openedAtMs: z.number(),
      staffName: z.string(),
      mine: z.boolean(),
      drawerRupiah: rupiah,
    })
    .nullable(),
  link: z.object({
    state: z.enum(linkStates),
    cause: z.enum(linkCauses).nullable(),
    sinceMs: z.number(),
    roundTripMs: z.number().nullable(),
  }),
  queue: z.object({
    count: z.number().int(),
    inDoubtCount: z.number().int(),
    totalRupiah: rupiah,
    oldestAgeMs: z.number().nullable(),
    countMax: z.number().int(),
    totalMaxRupiah: rupiah,
    ageMaxMs: z.number(),
    /** The limits of which 80 % are reached. */
    warnings: z.array(z.enum(limitRefusals)),
  }),
  printer: z.object({
    address: z.string(),
    model: z.string(),
    /** As on its box; the page shows it without asking for the ports. */
    modelName: z.string(),
    state: z.enum(['none', 'ready', 'printing', 'trouble']),
    /** Word for the sentence in renderer/text, such as `portMissing`, `portBusy`, `paperOut`. */
    trouble: z.string().nullable(),
    waitingCount: z.number().int(),
  }),
  float: z.object({
    balanceRupiah: rupiah.nullable(),
    asOfMs: z.number().nullable(),
    availableRupiah: rupiah.nullable(),
    /** What this terminal may use offline; null: all of the float. */
    allotmentRupiah: rupiah.nullable(),
    allotmentUsedRupiah: rupiah,
  }),
  time: z.object({
    /** False: only fixed prices are sold until the central is heard or a supervisor confirms the date. */
    trusted: z.boolean(),
    source: z.enum(['central', 'person']).nullable(),
    sinceMs: z.number().nullable(),
    /** How far the machine's own clock is ahead. */
    wallAheadMs: z.number(),
    /** What a supervisor is asked to confirm. */
    suggestedMs: z.number(),
  }),
  owedBack: z.object({ count: z.number().int(), totalRupiah: rupiah }),
  /** Where the open queue is kept a second time; null where it is not. On the same disk (`sameDisk`) it outlives a deleted folder, not a dead disk. */
  secondCopy: z
    .object({ path: z.string(), sameDisk: z.boolean().nullable(), writtenAtMs: z.number().nullable(), trouble: z.string().nullable() })
    .nullable(),
  noticeCount: z.number().int(),
})
export type Status = z.infer<typeof statusSchema>

/** A bill found: from the central now, from an earlier inquiry of today, or a known price. */
export const billSchema = z.object({
  inquiryId: idSchema,
  productCode: z.string(),
  productName: z.string(),
  customerNumber: z.string(),
  customerName: z.string(),
  fields: z.array(z.object({ label: z.string(), value: z.string() })),
  sheets: z.array(sheetViewSchema),
  sheetsOutstanding: z.number().int(),
  billTotalRupiah: rupiah,
  counterFeeRupiah: rupiah,
  totalRupiah: rupiah,
  /** `customerPaper`: typed from the customer's own bill, offline; the central decides whether it is right. */
  source: z.enum(['central', 'earlierInquiry', 'catalogue', 'customerPaper']),
  fetchedAtMs: z.number(),
  validUntilMs: z.number(),
})
export type Bill = z.infer<typeof billSchema>

export const basketItemSchema = z.object({
  paymentId: idSchema,
  inquiryId: idSchema,
  productCode: z.string(),
  productName: z.string(),
  customerNumber: z.string(),
  customerName: z.string(),
  sheetCount: z.number().int(),
  billTotalRupiah: rupiah,
  counterFeeRupiah: rupiah,
  totalRupiah: rupiah,
  /** The rejected payment whose money pays for this one, and how much that is. */
  repaysPaymentId: idSchema.nullable(),
  creditRupiah: rupiah,
  /** Null while the basket is open. */
  state: z.enum(paymentStates).nullable(),
})

export const basketSchema = z.object({
  id: idSchema,
  state: z.enum(['open', 'accepted', 'discarded']),
  items: z.array(basketItemSchema),
  totalRupiah: rupiah,
  /** Money of rejected payments, and confirmed tenders: they come off the total. */
  creditRupiah: rupiah,
  tenderRupiah: rupiah,
  /** What is asked in cash: the rest, rounded by the outlet's rule. Below zero it is given back. */
  cashDueRupiah: rupiah,
  roundingRupiah: rupiah,
  receivedRupiah: rupiah.nullable(),
  changeRupiah: rupiah.nullable(),
  acceptedAtMs: z.number().nullable(),
})
export type Basket = z.infer<typeof basketSchema>

/** Money asked for a basket without cash. */
export const tenderSchema = z.object({
  id: idSchema,
  /** The basket it was asked for. */
  basketId: idSchema,
  kind: z.enum(tenderKinds),
  amountRupiah: rupiah,
  state: z.enum(tenderStates),
  reference: z.string().nullable(),
  maskedPan: z.string().nullable(),
  askedAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  confirmedAtMs: z.number().nullable(),
  /** What came and no payment has taken. */
  unallocatedRupiah: rupiah,
  /** The basket that money is meant for; null: a person has to say. */
  allocatedBasketId: idSchema.nullable(),
  /** Taken back by the provider from payments that went on. */
  receivableRupiah: rupiah,
})
export type TenderView = z.infer<typeof tenderSchema>

/** How a basket is paid without cash so far. */
export const basketTendersSchema = z.object({
  tenders: z.array(tenderSchema),
  /** Confirmed and meant for this basket. */
  confirmedRupiah: rupiah,
  /** Neither confirmed nor asked for: what cash, or one more tender, has to pay. */
  stillDueRupiah: rupiah,
  /** Of it in cash, rounded, if nothing more is asked and nothing asked is confirmed. */
  cashDueRupiah: rupiah,
})

export const printJobSchema = z.object({
  id: idSchema,
  kind: z.enum(['receipt', 'provisional', 'advance', 'test']),
  state: z.enum(['awaitingResult', 'waiting', 'printing', 'printedProven', 'printedAssumed', 'failed', 'setAside', 'skipped']),
  paymentId: idSchema.nullable(),
  copyNumber: z.number().int(),
  createdAtMs: z.number(),
  trouble: z.string().nullable(),
})
export type PrintJob = z.infer<typeof printJobSchema>

/** A queue handed to another terminal (`out`) or taken from one (`in`). */
export const handOverRowSchema = z.object({
  id: idSchema,
  direction: z.enum(['out', 'in']),
  /** `in`: who took the money. `out`: null until the central says who claimed it. */
  peerTerminalId: z.string().nullable(),
  atMs: z.number(),
  count: z.number().int(),
  totalRupiah: rupiah,
  claimedCount: z.number().int(),
  waitingCount: z.number().int(),
  refusedCount: z.number().int(),
  payments: z.array(
    z.object({
      paymentId: idSchema,
      productName: z.string(),
      customerNumber: z.string(),
      customerName: z.string(),
      totalRupiah: rupiah,
      acceptedAtMs: z.number(),
      state: z.enum(['exported', 'waiting', 'claimed', 'refused']),
      /** Why it was not taken over: the central's word, or ours. */
      why: z.string().nullable(),
    }),
  ),
})
export type HandOverRow = z.infer<typeof handOverRowSchema>

/** Something a person must see; it stays until handled. */
export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum([
    'receiptReady',
    'refundDue',
    'inDoubtLong',
    'setAside',
    'printFailed',
    'secondCopyFailed',
    'alarm',
    'receiptVoided',
    'receiptValidAgain',
    'disputed',
    'owedByCustomer',
    'centralDifference',
    'lateMoney',
    'tenderOwed',
    'heldAfterRestore',
    'centralNotice',
  ]),
  paymentId: idSchema.nullable(),
  atMs: z.number(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Notice = z.infer<typeof noticeSchema>
