/** Paths of contract v1. `:paymentId` stands for the id. Every request is signed; every reply is signed and bound to its request. */
export const centralPaths = {
  enrolments: { method: 'POST', path: '/v1/enrolments' },
  time: { method: 'GET', path: '/v1/time' },
  config: { method: 'GET', path: '/v1/config' },
  catalogue: { method: 'GET', path: '/v1/catalogue' },
  float: { method: 'GET', path: '/v1/float' },
  /** Every change of it: `?after=…` (float.ts). */
  floatMovements: { method: 'GET', path: '/v1/float/movements' },
  requestTopUp: { method: 'POST', path: '/v1/float/top-ups' },
  topUps: { method: 'GET', path: '/v1/float/top-ups' },
  inquiries: { method: 'POST', path: '/v1/inquiries' },
  /** A closed business day of the outlet: `?page=…` (reconciliation.ts). */
  reconciliation: { method: 'GET', path: '/v1/reconciliations/:date' },
  /** How a terminal is (heartbeats.ts). */
  heartbeat: { method: 'POST', path: '/v1/heartbeats' },
  pay: { method: 'POST', path: '/v1/payments' },
  /** Status question; `?intentHash=` lets the central answer "unknown" bound to the same intent. */
  ask: { method: 'GET', path: '/v1/payments/:paymentId' },
  /** Burns the id for ever, even one never seen. Body: `{ intentHash }`. */
  void: { method: 'POST', path: '/v1/payments/:paymentId/void' },
  /** Up to 100 payments, questions and voids at once (batches.ts). */
  batch: { method: 'POST', path: '/v1/payments/batch' },
  /** What changed since a cursor: `?epoch=…&after=…` (feed.ts). */
  feed: { method: 'GET', path: '/v1/feed' },
  /** Which life of the terminal's ledger speaks (ownership.ts). */
  hello: { method: 'POST', path: '/v1/hello' },
  claims: { method: 'POST', path: '/v1/claims' },
  openCopy: { method: 'POST', path: '/v1/second-copies/open' },
  /** People of the households a counter serves (customers.ts). */
  register: { method: 'POST', path: '/v1/customers' },
  registration: { method: 'GET', path: '/v1/customers/:registrationId' },
  sendPhoneCode: { method: 'POST', path: '/v1/customers/phone-codes' },
  checkPhoneCode: { method: 'POST', path: '/v1/customers/phone-codes/check' },
  saveNumbers: { method: 'POST', path: '/v1/customers/numbers' },
  householdBills: { method: 'POST', path: '/v1/customers/bills' },
  /** Word to the customer by e-mail, WhatsApp or SMS (confirmations.ts). */
  confirm: { method: 'POST', path: '/v1/confirmations' },
  confirmation: { method: 'GET', path: '/v1/confirmations/:confirmationId' },
} as const

/** Where a central serves the document of the contract, to anybody. */
export const openapiPath = '/v1/openapi.json'

/**
 * RFC 9421 components. A request signature covers method and target, and its body's RFC 9530 digest when it has one; parameters
 * `created`, `nonce`, `keyid`. A reply signature covers its status and digest and, by `;req`, the request's method,
 * target, digest and whole signature, so that a reply can't be moved to another request.
 */
export const signedComponents = {
  requestWithBody: ['@method', '@path', '@query', 'content-type', 'content-digest'],
  requestWithoutBody: ['@method', '@path', '@query'],
  replyToBody: [
    '@status',
    'content-type',
    'content-digest',
    '"@method";req',
    '"@path";req',
    '"@query";req',
    '"content-digest";req',
    '"signature";req',
  ],
  replyToNoBody: ['@status', 'content-type', 'content-digest', '"@method";req', '"@path";req', '"@query";req', '"signature";req'],
} as const

/** How far `created` may be from the receiver's clock, and how long nonces are remembered. */
export const signatureWindowMs = 5 * 60_000
