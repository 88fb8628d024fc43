/**
 * Ports own the way from bytes to a device: serial line, TCP socket, file. They know nothing of slips and jobs, and
 * report trouble as a word instead of throwing.
 */
import { assertNever } from '../../../shared/assert-never.ts'
import { limits } from '../../../shared/limits.ts'
import type { Clock } from '../../platform/clock.ts'
import { filePort } from './file-port.ts'
import type { Port, PortResult } from './port.ts'
import { type FlowControl, parsePrinterAddress } from './printer-address.ts'
import { serialPort } from './serial-port.ts'
import { tcpPort } from './tcp-port.ts'

export type PortOptions = {
  clock: Clock
  /** What the printer model is set to; an address that says `flow=` wins. */
  flowControl?: FlowControl
  connectTimeoutMs?: number
  writeTimeoutMs?: number
}

/** The port for an address as a person wrote it. A bad address is a port that can't be opened. */
export function portAt(addressText: string, options: PortOptions): Port {
  const { clock, flowControl = 'none' } = options
  const connectTimeoutMs = options.connectTimeoutMs ?? limits.printerConnectTimeoutMs
  const writeTimeoutMs = options.writeTimeoutMs ?? limits.printerWriteTimeoutMs
  const parsed = parsePrinterAddress(addressText)
  if (!parsed.ok) return closedPort({ ok: false, trouble: parsed.trouble, why: parsed.fault })
  const { address } = parsed
  switch (address.kind) {
    case 'serial':
      return serialPort({ ...address, flow: address.flow ?? flowControl }, { clock, writeTimeoutMs })
    case 'tcp':
      return tcpPort(address, { clock, connectTimeoutMs, writeTimeoutMs })
    case 'file':
      return filePort(address.path)
    case 'none':
      return closedPort({ ok: false, trouble: 'portMissing', why: 'no printer is set up' })
    default:
      return assertNever(address)
  }
}

function closedPort(result: PortResult): Port {
  return { open: async () => result, write: async () => result, close: async () => {} }
}
