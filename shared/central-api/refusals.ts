/**
 * Every way the central says no, in order of precedence (published contract, docs/central-api). `retry` is what the terminal
 * may do under the same payment id: never (final), later (nothing was created, send again), ask (only a status question
 * can tell). `created` says whether a transaction now exists under the id.
 */
export const centralRefusals = {
  malformedRequest: { status: 400, retry: 'never', created: false },
  requestTooLarge: { status: 413, retry: 'never', created: false },
  signatureMissing: { status: 401, retry: 'ask', created: false },
  signatureInvalid: { status: 401, retry: 'ask', created: false },
  clockSkew: { status: 401, retry: 'ask', created: false },
  replayed: { status: 401, retry: 'ask', created: false },
  activationInvalid: { status: 403, retry: 'never', created: false },
  terminalRevoked: { status: 403, retry: 'ask', created: false },
  /** This terminal's ledger went on elsewhere (restore, copy): a newer incarnation speaks for it now. */
  incarnationOld: { status: 409, retry: 'ask', created: false },
  rateLimited: { status: 429, retry: 'later', created: false },
  unknownResource: { status: 404, retry: 'never', created: false },
  /** The feed no longer reaches back to this cursor: resync. */
  cursorExpired: { status: 410, retry: 'never', created: false },
  intentHashWrong: { status: 422, retry: 'ask', created: false },
  intentMismatch: { status: 409, retry: 'ask', created: true },
  /** Another terminal of the outlet claimed the payment; it is that one's to bring home now. */
  notOwner: { status: 409, retry: 'ask', created: false },
  claimNotAllowed: { status: 403, retry: 'never', created: false },
  idVoided: { status: 409, retry: 'never', created: true },
  idTooOld: { status: 409, retry: 'ask', created: false },
  alreadyPaid: { status: 409, retry: 'never', created: true },
  productUnknown: { status: 404, retry: 'never', created: false },
  productClosed: { status: 409, retry: 'later', created: false },
  customerNumberInvalid: { status: 422, retry: 'never', created: false },
  /** An answer to one of the product's own questions is missing or not of the right form. */
  answersInvalid: { status: 422, retry: 'never', created: false },
  duplicateBill: { status: 409, retry: 'never', created: false },
  billNotFound: { status: 404, retry: 'never', created: false },
  billAlreadyPaid: { status: 409, retry: 'never', created: false },
  billChanged: { status: 409, retry: 'never', created: true },
  floatTooLow: { status: 409, retry: 'later', created: false },
  billerUnavailable: { status: 503, retry: 'later', created: false },
  billerRefused: { status: 409, retry: 'never', created: true },
  registrationUnknown: { status: 404, retry: 'never', created: false },
  /** The id is known with other content. */
  registrationMismatch: { status: 409, retry: 'never', created: false },
  identityMalformed: { status: 422, retry: 'never', created: false },
  customerKnown: { status: 409, retry: 'never', created: false },
  codeTooSoon: { status: 429, retry: 'later', created: false },
  codeExpired: { status: 409, retry: 'never', created: false },
  codeWrong: { status: 422, retry: 'never', created: false },
  confirmationUnknown: { status: 404, retry: 'never', created: false },
  confirmationMismatch: { status: 409, retry: 'never', created: false },
  /** The business day is still to end. */
  dayNotClosed: { status: 409, retry: 'later', created: false },
  internal: { status: 500, retry: 'ask', created: false },
} as const satisfies Record<string, { status: number; retry: 'never' | 'later' | 'ask'; created: boolean }>

export type CentralRefusalCode = keyof typeof centralRefusals
export const centralRefusalCodes = Object.keys(centralRefusals) as CentralRefusalCode[]
