/** Everything that may happen to one request and its reply, other than going well. */
export const wireFaults = [
  'notReached',
  'lostRequest',
  'lostReply',
  'lateRequest',
  'duplicateRequest',
  'staleReply',
  'slow',
  'tooSlow',
  'html200',
  'status401',
  'status404',
  'status413',
  'status429',
  'status500',
  'status502AfterCommit',
  'status503',
  'corruptJson',
  'cutReply',
  'wrongSignature',
  'signedNonsense',
] as const
/** Lies of a central that signs them: only where an answer about a payment is asked for. */
export const paymentFaults = ['wrongHash', 'otherPayment', 'unknownWord', 'refusedForNow'] as const
export const batchFaults = ['itemLeftOut', 'itemExtra', 'itemRepeated', 'itemContradicted', 'itemsReordered', 'itemUnreadable'] as const
export type WireFault = (typeof wireFaults)[number] | (typeof paymentFaults)[number] | (typeof batchFaults)[number]

export const paymentRoutes: readonly string[] = ['pay', 'ask', 'void', 'batch']

export function faultsOf(route: string): readonly WireFault[] {
  return [...wireFaults, ...(paymentRoutes.includes(route) ? paymentFaults : []), ...(route === 'batch' ? batchFaults : [])]
}

/** What a printer does wrong, by what is asked of it. */
export const printerFaults = {
  open: ['portMissing', 'portStuck'],
  write: ['portStuck', 'portVanished'],
  status: ['silent', 'outOfPaper'],
} as const
export type PrinterCall = keyof typeof printerFaults
export type PrinterFault = (typeof printerFaults)[PrinterCall][number]

export type DiskFault = 'SQLITE_FULL' | 'SQLITE_IOERR'

/** Points are called `read SELECT payments`, `write UPDATE bills`, `wire pay`, `printer open`; at every other one the power may go. */
export function faultsAt(point: string): readonly string[] {
  const space = point.indexOf(' ')
  switch (point.slice(0, space)) {
    case 'read':
      return ['SQLITE_IOERR']
    case 'write':
      return ['SQLITE_IOERR', 'SQLITE_FULL']
    case 'wire':
      return faultsOf(point.slice(space + 1))
    case 'printer':
      return printerFaults[point.slice(space + 1) as PrinterCall]
    default:
      return ['crash']
  }
}
