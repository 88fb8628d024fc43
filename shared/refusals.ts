/**
 * Every way the terminal says no to its operator, in order of precedence: where several apply, the first in this list is
 * given. `retry` says what helps: never (change what was asked), later (the same may work soon), ask (look up what
 * happened first). The sentence the operator reads, and what to do next, is in `renderer/text/` under the same word.
 */
export const refusals = {
  // The door
  hostNotAllowed: { status: 403, retry: 'never' },
  originNotAllowed: { status: 403, retry: 'never' },
  bodyTooLarge: { status: 413, retry: 'never' },
  notJson: { status: 415, retry: 'never' },
  malformedJson: { status: 400, retry: 'never' },
  malformedRequest: { status: 400, retry: 'never' },
  unknownRoute: { status: 404, retry: 'never' },
  openCodeInvalid: { status: 401, retry: 'never' },
  sessionRequired: { status: 401, retry: 'never' },
  hostCannot: { status: 501, retry: 'never' },
  // Who
  notSetUp: { status: 409, retry: 'never' },
  alreadySetUp: { status: 409, retry: 'never' },
  signInRequired: { status: 401, retry: 'never' },
  staffUnknown: { status: 404, retry: 'never' },
  pinLocked: { status: 429, retry: 'later' },
  pinWrong: { status: 403, retry: 'never' },
  secondPersonRequired: { status: 409, retry: 'never' },
  notPermitted: { status: 403, retry: 'never' },
  // Shift
  shiftRequired: { status: 409, retry: 'never' },
  shiftAlreadyOpen: { status: 409, retry: 'never' },
  shiftOfOther: { status: 409, retry: 'never' },
  signOutUnsynced: { status: 409, retry: 'ask' },
  shiftCloseUnsynced: { status: 409, retry: 'ask' },
  quitUnsynced: { status: 409, retry: 'ask' },
  // Time
  timeAlreadyTrusted: { status: 409, retry: 'never' },
  dateImplausible: { status: 422, retry: 'never' },
  // Product, number, bill
  productUnknown: { status: 404, retry: 'never' },
  configExpired: { status: 409, retry: 'later' },
  catalogueExpired: { status: 409, retry: 'later' },
  timeNotTrusted: { status: 409, retry: 'ask' },
  customerNumberMissing: { status: 422, retry: 'never' },
  customerNumberTooLong: { status: 422, retry: 'never' },
  customerNumberMalformed: { status: 422, retry: 'never' },
  answerMissing: { status: 422, retry: 'never' },
  answerMalformed: { status: 422, retry: 'never' },
  periodMalformed: { status: 422, retry: 'never' },
  offlineNotAllowed: { status: 409, retry: 'later' },
  productClosed: { status: 409, retry: 'later' },
  inquireInstead: { status: 409, retry: 'never' },
  billUnknownOffline: { status: 409, retry: 'later' },
  billNotFound: { status: 404, retry: 'never' },
  billAlreadyPaid: { status: 409, retry: 'never' },
  billerRefused: { status: 409, retry: 'never' },
  billerUnavailable: { status: 503, retry: 'later' },
  centralUnreachable: { status: 503, retry: 'later' },
  inquiryUnknown: { status: 404, retry: 'never' },
  inquiryExpired: { status: 409, retry: 'never' },
  duplicateBill: { status: 409, retry: 'ask' },
  creditTaken: { status: 409, retry: 'never' },
  // Basket and money
  basketUnknown: { status: 404, retry: 'never' },
  basketAlreadyAccepted: { status: 409, retry: 'ask' },
  basketEmpty: { status: 409, retry: 'never' },
  basketFull: { status: 409, retry: 'never' },
  basketItemUnknown: { status: 404, retry: 'never' },
  totalChanged: { status: 409, retry: 'never' },
  amountNotWhole: { status: 422, retry: 'never' },
  amountNotPositive: { status: 422, retry: 'never' },
  amountTooLarge: { status: 422, retry: 'never' },
  cashLessThanTotal: { status: 422, retry: 'never' },
  paymentLimit: { status: 409, retry: 'never' },
  queueCountLimit: { status: 409, retry: 'later' },
  queueTotalLimit: { status: 409, retry: 'later' },
  queueAgeLimit: { status: 409, retry: 'later' },
  floatLimit: { status: 409, retry: 'later' },
  overrideCeiling: { status: 409, retry: 'never' },
  // Tenders
  tenderUnknown: { status: 404, retry: 'never' },
  tenderNotInState: { status: 409, retry: 'never' },
  tenderNeedsLink: { status: 409, retry: 'later' },
  tenderMoreThanDue: { status: 422, retry: 'never' },
  cardEvidenceMalformed: { status: 422, retry: 'never' },
  tenderEvidenceUsed: { status: 409, retry: 'ask' },
  tenderMoneyGone: { status: 409, retry: 'ask' },
  settlementDiffers: { status: 409, retry: 'ask' },
  // One payment
  paymentUnknown: { status: 404, retry: 'never' },
  paymentUnreadable: { status: 500, retry: 'never' },
  paymentNotInState: { status: 409, retry: 'never' },
  drawerShort: { status: 409, retry: 'later' },
  reasonRequired: { status: 422, retry: 'never' },
  receiptNotAvailable: { status: 409, retry: 'later' },
  // Customers
  customerUnknown: { status: 404, retry: 'never' },
  customerNotSent: { status: 409, retry: 'later' },
  nikMalformed: { status: 422, retry: 'never' },
  phoneMalformed: { status: 422, retry: 'never' },
  emailMalformed: { status: 422, retry: 'never' },
  phoneCodeTooSoon: { status: 429, retry: 'later' },
  phoneCodeExpired: { status: 409, retry: 'never' },
  phoneCodeWrong: { status: 422, retry: 'never' },
  // Hand-over
  handOverUnknown: { status: 404, retry: 'never' },
  handOverNotOurs: { status: 422, retry: 'never' },
  handOverNewer: { status: 422, retry: 'never' },
  handOverChanged: { status: 422, retry: 'never' },
  handOverSignatureWrong: { status: 422, retry: 'never' },
  handOverOtherOutlet: { status: 409, retry: 'never' },
  handOverOwn: { status: 409, retry: 'never' },
  handOverAlreadyImported: { status: 409, retry: 'never' },
  handOverNotAllowed: { status: 403, retry: 'ask' },
  handOverSending: { status: 409, retry: 'later' },
  handOverEmpty: { status: 409, retry: 'never' },
  // Printing
  printJobUnknown: { status: 404, retry: 'never' },
  printJobNotWaiting: { status: 409, retry: 'never' },
  printerNotSet: { status: 409, retry: 'never' },
  printerAddressInvalid: { status: 422, retry: 'never' },
  // Ours
  storageFull: { status: 507, retry: 'later' },
  internal: { status: 500, retry: 'ask' },
} as const satisfies Record<string, { status: number; retry: 'never' | 'later' | 'ask' }>

export type RefusalCode = keyof typeof refusals
export const refusalCodes = Object.keys(refusals) as RefusalCode[]

/** Facts a sentence needs ("kurang Rp 5.000", "masih belum pasti: payment …"); never text for the screen. */
export type RefusalDetail = Record<string, string | number | boolean | null>

/** Expected trouble is a value thrown to the edge of the API, where it becomes problem+json (RFC 9457). */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.detail = detail
  }
}
