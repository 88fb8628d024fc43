import type { z } from 'zod'
import { batchAnswerSchema, batchRequestSchema } from './batches.ts'
import { catalogueSchema } from './catalogue.ts'
import { configSchema } from './config.ts'
import { confirmationAnswerSchema, confirmationRequestSchema } from './confirmations.ts'
import {
  householdBillsAnswerSchema,
  householdBillsRequestSchema,
  phoneCodeCheckSchema,
  phoneCodeRequestSchema,
  registrationAnswerSchema,
  registrationRequestSchema,
  savedNumbersRequestSchema,
} from './customers.ts'
import { enrolmentAnswerSchema, enrolmentRequestSchema } from './enrolments.ts'
import { feedAnswerSchema, feedItemSchema } from './feed.ts'
import {
  floatMovementSchema,
  floatMovementsAnswerSchema,
  topUpAnswerSchema,
  topUpRequestSchema,
  topUpSchema,
  topUpsAnswerSchema,
} from './float.ts'
import { heartbeatAnswerSchema, heartbeatRequestSchema } from './heartbeats.ts'
import {
  claimAnswerSchema,
  claimRequestSchema,
  helloAnswerSchema,
  helloRequestSchema,
  openCopyAnswerSchema,
  openCopyRequestSchema,
} from './ownership.ts'
import {
  floatAnswerSchema,
  inquiryAnswerSchema,
  inquiryRequestSchema,
  paidProofSchema,
  paymentAnswerSchema,
  paymentRequestSchema,
  paymentStatementSchema,
  sheetSchema,
  timeAnswerSchema,
} from './payments.ts'
import { centralProblemSchema, voidRequestSchema } from './problem.ts'
import { reconciliationAnswerSchema, reconciliationLineSchema } from './reconciliation.ts'
import type { centralPaths } from './routes.ts'

/** Every message of the contract by the name the document gives it. */
export const messages = {
  EnrolmentRequest: enrolmentRequestSchema,
  EnrolmentAnswer: enrolmentAnswerSchema,
  TimeAnswer: timeAnswerSchema,
  Config: configSchema,
  Catalogue: catalogueSchema,
  FloatAnswer: floatAnswerSchema,
  FloatMovement: floatMovementSchema,
  FloatMovementsAnswer: floatMovementsAnswerSchema,
  TopUpRequest: topUpRequestSchema,
  TopUp: topUpSchema,
  TopUpAnswer: topUpAnswerSchema,
  TopUpsAnswer: topUpsAnswerSchema,
  ReconciliationLine: reconciliationLineSchema,
  ReconciliationAnswer: reconciliationAnswerSchema,
  HeartbeatRequest: heartbeatRequestSchema,
  HeartbeatAnswer: heartbeatAnswerSchema,
  InquiryRequest: inquiryRequestSchema,
  InquiryAnswer: inquiryAnswerSchema,
  Sheet: sheetSchema,
  PaymentRequest: paymentRequestSchema,
  PaidProof: paidProofSchema,
  PaymentStatement: paymentStatementSchema,
  PaymentAnswer: paymentAnswerSchema,
  VoidRequest: voidRequestSchema,
  BatchRequest: batchRequestSchema,
  BatchAnswer: batchAnswerSchema,
  FeedItem: feedItemSchema,
  FeedAnswer: feedAnswerSchema,
  HelloRequest: helloRequestSchema,
  HelloAnswer: helloAnswerSchema,
  ClaimRequest: claimRequestSchema,
  ClaimAnswer: claimAnswerSchema,
  OpenCopyRequest: openCopyRequestSchema,
  OpenCopyAnswer: openCopyAnswerSchema,
  RegistrationRequest: registrationRequestSchema,
  RegistrationAnswer: registrationAnswerSchema,
  PhoneCodeRequest: phoneCodeRequestSchema,
  PhoneCodeCheck: phoneCodeCheckSchema,
  SavedNumbersRequest: savedNumbersRequestSchema,
  HouseholdBillsRequest: householdBillsRequestSchema,
  HouseholdBillsAnswer: householdBillsAnswerSchema,
  ConfirmationRequest: confirmationRequestSchema,
  ConfirmationAnswer: confirmationAnswerSchema,
  Problem: centralProblemSchema,
} as const satisfies Record<string, z.ZodType>
export type MessageName = keyof typeof messages

export type Endpoint = {
  summary: string
  request?: MessageName
  reply: MessageName
  /** Query parameters, each with its meaning. */
  query?: Record<string, { description: string; required: boolean }>
}

/** What each path of the contract takes and gives. */
export const endpoints: Record<keyof typeof centralPaths, Endpoint> = {
  enrolments: { summary: 'Make a machine a terminal, by a one-time code.', request: 'EnrolmentRequest', reply: 'EnrolmentAnswer' },
  time: { summary: 'Ask for the time and whether the billers can be reached.', reply: 'TimeAnswer' },
  config: { summary: 'Fetch outlet, staff and limits.', reply: 'Config' },
  catalogue: { summary: 'Fetch the products.', reply: 'Catalogue' },
  float: { summary: 'Ask what the float has left.', reply: 'FloatAnswer' },
  floatMovements: {
    summary: 'Read every change of the float.',
    reply: 'FloatMovementsAnswer',
    query: { after: { description: 'Last sequence that was read; 0 for none.', required: false } },
  },
  requestTopUp: {
    summary: 'Ask for more float. Repeating the same id and amount gives the same answer.',
    request: 'TopUpRequest',
    reply: 'TopUpAnswer',
  },
  topUps: { summary: 'Ask how the requests for more float stand.', reply: 'TopUpsAnswer' },
  reconciliation: {
    summary: 'Read a closed business day of the outlet.',
    reply: 'ReconciliationAnswer',
    query: { page: { description: 'Which page, from 1; the first when left out.', required: false } },
  },
  heartbeat: { summary: 'Say how the terminal is.', request: 'HeartbeatRequest', reply: 'HeartbeatAnswer' },
  inquiries: { summary: 'Find a bill.', request: 'InquiryRequest', reply: 'InquiryAnswer' },
  pay: { summary: 'Pay. Repeating the same id and intent gives the same answer.', request: 'PaymentRequest', reply: 'PaymentAnswer' },
  ask: {
    summary: 'Ask what became of a payment.',
    reply: 'PaymentAnswer',
    query: { intentHash: { description: 'The intent that is meant; needed to hear "unknown".', required: false } },
  },
  void: { summary: 'Burn an id for ever, even one never seen.', request: 'VoidRequest', reply: 'PaymentAnswer' },
  batch: { summary: 'Pay, ask and void, up to 100 at once.', request: 'BatchRequest', reply: 'BatchAnswer' },
  feed: {
    summary: 'Read what changed since a cursor.',
    reply: 'FeedAnswer',
    query: {
      epoch: { description: 'Ledger epoch of the cursor.', required: true },
      after: { description: 'Last sequence that was read; 0 for none.', required: true },
    },
  },
  hello: { summary: 'Say which life of the ledger speaks.', request: 'HelloRequest', reply: 'HelloAnswer' },
  claims: { summary: 'Take over payments another terminal handed over.', request: 'ClaimRequest', reply: 'ClaimAnswer' },
  openCopy: { summary: 'Have the key of a second copy of a queue opened.', request: 'OpenCopyRequest', reply: 'OpenCopyAnswer' },
  register: {
    summary: 'Register a customer; sends a one-time code to the phone. Repeating the same id and content gives the same answer.',
    request: 'RegistrationRequest',
    reply: 'RegistrationAnswer',
  },
  registration: { summary: 'Ask how a registration stands.', reply: 'RegistrationAnswer' },
  sendPhoneCode: { summary: 'Send another one-time code.', request: 'PhoneCodeRequest', reply: 'RegistrationAnswer' },
  checkPhoneCode: { summary: 'Say the code that was sent.', request: 'PhoneCodeCheck', reply: 'RegistrationAnswer' },
  saveNumbers: { summary: 'Replace the saved numbers of a household.', request: 'SavedNumbersRequest', reply: 'RegistrationAnswer' },
  householdBills: { summary: 'Look up every saved number at once.', request: 'HouseholdBillsRequest', reply: 'HouseholdBillsAnswer' },
  confirm: {
    summary: 'Have the customer told what becomes of a payment.',
    request: 'ConfirmationRequest',
    reply: 'ConfirmationAnswer',
  },
  confirmation: { summary: 'Ask what the customer was told.', reply: 'ConfirmationAnswer' },
}
