import type { SerialPort } from 'serialport'
import type { Clock } from '../../platform/clock.ts'
import { fine, type Port, type PortResult, trouble, within } from './port.ts'
import type { FlowControl } from './printer-address.ts'

/** Small printers have buffers of a few kilobytes or less; no write is larger than this. */
const chunkBytesMax = 256
/** One start bit, eight data bits, one stop bit. */
const bitsPerByte = 10
const readyPollMs = 50

/** A serial line, real or through USB. One is opened for one slip and closed after it. */
export function serialPort(
  address: { path: string; baudRate: number; flow: FlowControl },
  options: { clock: Clock; writeTimeoutMs: number },
): Port {
  const { clock, writeTimeoutMs } = options
  let port: SerialPort | null = null
  let lost: PortResult | null = null
  /** A write that was not finished left bytes behind. */
  let unfinished = false
  const lostListeners = new Set<() => void>()
  const dataListeners = new Set<(bytes: Buffer) => void>()

  /** serialport says 'close' once or twice for one unplugging; the first counts. */
  function lose(error: unknown): void {
    lost ??= trouble('portVanished', error ?? 'the line was closed')
    for (const listener of lostListeners) listener()
  }

  /** Runs one call of serialport against its callback, the line's loss and the deadline. */
  function step(durationMs: number, act: (done: (error: Error | null | undefined) => void) => void): Promise<PortResult> {
    let onLost: () => void = () => {}
    const result = new Promise<PortResult>((resolve) => {
      onLost = () => resolve(lost ?? fine)
      lostListeners.add(onLost)
      act((error) => resolve(error ? trouble('portVanished', error) : fine))
    }).finally(() => lostListeners.delete(onLost))
    return within(clock, durationMs, result, trouble('portStuck', 'the printer takes no more bytes'))
  }

  /** DSR low means "not ready" under DTR/DSR flow control; a line without modem signals (pty) can't say and counts as ready. */
  async function ready(serial: SerialPort): Promise<boolean> {
    if (address.flow !== 'dsrdtr') return true
    const deadlineMs = clock.monotonicMs() + writeTimeoutMs
    while (clock.monotonicMs() < deadlineMs) {
      const dsr = await new Promise<boolean>((resolve) => serial.get((error, lines) => resolve(error ? true : (lines?.dsr ?? true))))
      if (dsr) return true
      await clock.sleep(readyPollMs)
    }
    return false
  }

  return {
    async open() {
      // Loaded only here: a machine whose serialport has no usable native file still starts and prints over TCP.
      const loaded = await import('serialport').catch((error: unknown) => trouble('portUnusable', error))
      if (!('SerialPort' in loaded)) return loaded
      const opening = makeSerialPort(loaded.SerialPort, address)
      if (!('isOpen' in opening)) return opening
      // Without a reader an unplugged line isn't noticed until the next write.
      opening.on('data', (bytes: Buffer) => {
        for (const listener of dataListeners) listener(bytes)
      })
      opening.on('error', lose)
      const opened = new Promise<PortResult>((resolve) => opening.open((error) => resolve(error ? openTrouble(error) : fine)))
      const result = await within(clock, writeTimeoutMs, opened, trouble('portStuck', 'the port does not open'))
      if (!result.ok) return result
      opening.on('close', lose)
      port = opening
      return fine
    },

    async write(bytes) {
      const serial = port
      if (serial === null) return trouble('portVanished', 'not open')
      unfinished = true
      for (let from = 0; from < bytes.length; from += chunkBytesMax) {
        const chunk = bytes.subarray(from, from + chunkBytesMax)
        if (lost !== null) return lost
        if (!(await ready(serial))) return trouble('portStuck', 'the printer is not ready (DSR)')
        const startedMs = clock.monotonicMs()
        const written = await step(writeTimeoutMs, (done) => serial.write(chunk, done))
        if (!written.ok) return written
        const lineMs = (chunk.length * bitsPerByte * 1000) / address.baudRate
        const drained = await step(writeTimeoutMs + lineMs, (done) => serial.drain(done))
        if (!drained.ok) return drained
        // A USB adapter swallows bytes faster than the line: without flow control we keep the line's own pace.
        const aheadMs = lineMs - (clock.monotonicMs() - startedMs)
        if (address.flow === 'none' && aheadMs > 0) await clock.sleep(aheadMs)
      }
      unfinished = false
      return lost ?? fine
    },

    async readStatus(question, timeoutMs) {
      const serial = port
      if (serial === null || lost !== null) return null
      let listener: (bytes: Buffer) => void = () => {}
      const reply = new Promise<number | null>((resolve) => {
        listener = (bytes) => resolve(bytes[0] ?? null)
        dataListeners.add(listener)
        serial.write(question, (error) => error && resolve(null))
      })
      const answer = await within(clock, timeoutMs, reply, null)
      dataListeners.delete(listener)
      return answer
    },

    async close() {
      const closing = port
      port = null
      if (closing === null || !closing.isOpen) return
      closing.off('close', lose)
      // What the line didn't take must not come out in front of the next slip. A whole slip is never flushed: what drain
      // calls sent may still lie in a USB adapter's (or a pty's) buffer, and flushing would throw the end of it away.
      if (unfinished) await within(clock, 500, new Promise<void>((resolve) => closing.flush(() => resolve())), undefined)
      await within(clock, 2_000, new Promise<void>((resolve) => closing.close(() => resolve())), undefined)
    },
  }
}

function makeSerialPort(
  Serial: typeof SerialPort,
  address: { path: string; baudRate: number; flow: FlowControl },
): SerialPort | PortResult {
  const { path, baudRate, flow } = address
  try {
    return new Serial({ path, baudRate, rtscts: flow === 'rtscts', xon: flow === 'xonxoff', xoff: flow === 'xonxoff', autoOpen: false })
  } catch (error) {
    return trouble('portUnusable', error)
  }
}

/** serialport passes the system's words on (Linux, macOS and Windows differ), not codes. */
function openTrouble(error: Error): PortResult {
  const { message } = error
  if (/no such file|file not found|no such device|cannot find/i.test(message)) return trouble('portMissing', error)
  if (/cannot lock|temporarily unavailable|busy/i.test(message)) return trouble('portBusy', error)
  // Windows says "Access denied" for a port that another program holds.
  if (/access denied/i.test(message)) return trouble(/^Opening \\*\.?\\*COM/i.test(message) ? 'portBusy' : 'portDenied', error)
  if (/permission denied|not permitted/i.test(message)) return trouble('portDenied', error)
  return trouble('portUnusable', error)
}
