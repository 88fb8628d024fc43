import type { Clock } from '../../platform/clock.ts'

/** Every way a port lets a slip down, as a word the screen has a sentence for. */
export const portTroubles = [
  'addressInvalid',
  'portMissing',
  'portBusy',
  'portDenied',
  /** Open fails for another reason: not a serial device, no usable serial driver in this build. */
  'portUnusable',
  /** Open and then silent: flow control holds the bytes back (paper, cover, switched off), or the line is dead. */
  'portStuck',
  /** Unplugged, or the other side hung up, while in use. */
  'portVanished',
  'tcpRefused',
  'tcpTimeout',
  'fileNotWritable',
] as const
export type PortTrouble = (typeof portTroubles)[number]

/** Trouble with a port is daily life, so it is a value. `why` is for the log. */
export type PortResult = { ok: true } | { ok: false; trouble: PortTrouble; why: string }

/** A way to a printer: opened for one slip, written to, closed. Never throws for anything a device does. */
export type Port = {
  open(): Promise<PortResult>
  /** Resolves when the bytes have left this machine as far as the system can tell. */
  write(bytes: Uint8Array): Promise<PortResult>
  /** Sends a question and gives the first byte of the reply, null for none in time. Absent where nothing can come back. */
  readStatus?(question: Uint8Array, timeoutMs: number): Promise<number | null>
  /** May be called at any time and more than once. */
  close(): Promise<void>
}

export const fine: PortResult = { ok: true }

export function trouble(word: PortTrouble, error: unknown): PortResult {
  return { ok: false, trouble: word, why: error instanceof Error ? error.message : String(error) }
}

/** The promise's value, or `late` when it takes longer: no device may hold up the counter. */
export async function within<Value, Late>(clock: Clock, durationMs: number, promise: Promise<Value>, late: Late): Promise<Value | Late> {
  const timer = new AbortController()
  try {
    return await Promise.race([promise, clock.sleep(durationMs, timer.signal).then(() => late)])
  } finally {
    timer.abort()
  }
}
