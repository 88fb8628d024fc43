import { connect, type Socket } from 'node:net'
import type { Clock } from '../../platform/clock.ts'
import { fine, type Port, type PortResult, trouble, within } from './port.ts'

const late = trouble('tcpTimeout', 'no answer in time')

/** A network printer's raw port, usually 9100. The printer prints what arrives; only its status replies prove anything. */
export function tcpPort(
  address: { host: string; port: number },
  options: { clock: Clock; connectTimeoutMs: number; writeTimeoutMs: number },
): Port {
  const { clock, connectTimeoutMs, writeTimeoutMs } = options
  let socket: Socket | null = null
  let lost: PortResult | null = null

  return {
    async open() {
      const opening = connect({ host: address.host, port: address.port, noDelay: true })
      socket = opening
      // Read all the time: an unread reply would hold up the hang-up that tells us the printer is gone.
      opening.resume()
      const connected = new Promise<PortResult>((resolve) => {
        opening.once('connect', () => resolve(fine))
        opening.on('error', (error: NodeJS.ErrnoException) => {
          lost = trouble('portVanished', error)
          resolve(connectTrouble(error))
        })
        opening.on('close', () => {
          lost ??= trouble('portVanished', 'the printer hung up')
        })
      })
      const result = await within(clock, connectTimeoutMs, connected, late)
      if (!result.ok) opening.destroy()
      return result
    },

    async write(bytes) {
      const writing = socket
      if (writing === null) return trouble('portVanished', 'not open')
      if (lost !== null) return lost
      const written = new Promise<PortResult>((resolve) => {
        writing.once('close', () => resolve(lost ?? trouble('portVanished', 'the printer hung up')))
        writing.write(bytes, (error) => resolve(error ? trouble('portVanished', error) : fine))
      })
      return within(clock, writeTimeoutMs, written, trouble('portStuck', 'the printer takes no more bytes'))
    },

    async readStatus(question, timeoutMs) {
      const asking = socket
      if (asking === null || lost !== null) return null
      let listener: ((bytes: Buffer) => void) | null = null
      const reply = new Promise<number | null>((resolve) => {
        listener = (bytes) => resolve(bytes[0] ?? null)
        asking.on('data', listener)
        asking.once('close', () => resolve(null))
        asking.write(question, (error) => error && resolve(null))
      })
      const answer = await within(clock, timeoutMs, reply, null)
      if (listener !== null) asking.off('data', listener)
      return answer
    },

    async close() {
      const closing = socket
      socket = null
      if (closing === null || closing.destroyed) return
      // A polite end lets the last bytes arrive; a printer that ignores it is cut off.
      const ended = new Promise<void>((resolve) => closing.once('close', () => resolve()))
      closing.end()
      await within(clock, 1_000, ended, undefined)
      closing.destroy()
    },
  }
}

function connectTrouble(error: NodeJS.ErrnoException): PortResult {
  if (error.code === 'ECONNREFUSED') return trouble('tcpRefused', error)
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return trouble('portMissing', error)
  return trouble('tcpTimeout', error)
}
