/** Everything has a limit, unit in the name; reaching one is a named refusal. Money and queue limits come from the central. */
export const limits = {
  customerNumberLengthMax: 32,
  basketItemsMax: 20,
  requestBodyBytesMax: 64 * 1024,
  /** A hand-over file: some thousand payments. */
  handOverBytesMax: 16 * 1024 * 1024,
  centralReplyBytesMax: 1024 * 1024,
  centralConnectTimeoutMs: 5_000,
  centralReplyTimeoutMs: 20_000,
  /** How much longer the reply to a batch may take for each of its items. */
  centralReplyPerItemMs: 300,
  inquiryTimeoutMs: 15_000,
  cashReceivedMaxRupiah: 1_000_000_000,
  paymentAmountMaxRupiah: 1_000_000_000,
  reprintReasonLengthMax: 200,
  pinAttemptsMax: 5,
  pinLockMs: 5 * 60_000,
  pinLengthMin: 4,
  pinLengthMax: 12,
  searchRowsMax: 200,
  receiptBytesMax: 64 * 1024,
  /** How long the slip waits for the central's answer before the customer gets a provisional one. */
  receiptPatienceMs: 8_000,
  /** How long a customer has to pay what was asked without cash; later money is late money. */
  tenderAskedMaxMs: 15 * 60_000,
  /** How far ahead of the last time known a supervisor may set the date; further on only the central's word counts. */
  confirmedTimeAheadMaxMs: 90 * 86_400_000,
  overrideReasonLengthMax: 200,
  printerConnectTimeoutMs: 3_000,
  /** No byte taken for so long: out of paper, cover open, switched off. */
  printerWriteTimeoutMs: 10_000,
  printerStatusTimeoutMs: 500,
  /** How long a printer may take to work off a slip before its last status reply counts as missing. */
  printerProofTimeoutMs: 5_000,
  printerRetryMinMs: 1_000,
  printerRetryMaxMs: 30_000,
} as const
