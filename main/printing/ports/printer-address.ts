/** How a person names a printer: --printer, LOKET_PRINTER, the set-up screen. */
export type FlowControl = 'none' | 'rtscts' | 'dsrdtr' | 'xonxoff'

export type PrinterAddress =
  /** `flow` null: not said, so the printer model's own applies. */
  | { kind: 'serial'; path: string; baudRate: number; flow: FlowControl | null }
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'file'; path: string }
  | { kind: 'none' }

export type AddressFault =
  | 'empty'
  | 'kindUnknown'
  | 'queueNotSupported'
  | 'pathMissing'
  | 'baudRateInvalid'
  | 'flowInvalid'
  | 'optionUnknown'
  | 'portInvalid'

export type ParsedAddress = { ok: true; address: PrinterAddress } | { ok: false; trouble: 'addressInvalid'; fault: AddressFault }

const baudRates = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]
const flows: readonly string[] = ['none', 'rtscts', 'dsrdtr', 'xonxoff'] satisfies FlowControl[]

/**
 * `serial:/dev/ttyUSB0?baudRate=19200&flow=rtscts` · `serial:COM3?baudRate=9600` · `tcp:host:9100` · `file:path` · `none`.
 * `queue:NAME`, the operating system's spooler, is recognised so that its refusal can say so.
 */
export function parsePrinterAddress(text: string): ParsedAddress {
  const trimmed = text.trim()
  if (trimmed === '') return fault('empty')
  if (trimmed === 'none') return { ok: true, address: { kind: 'none' } }
  const [, kind, rest = ''] = /^([a-z]+):(.*)$/s.exec(trimmed) ?? []
  if (kind === 'serial') return parseSerial(rest)
  if (kind === 'tcp') return parseTcp(rest)
  if (kind === 'file') return isPath(rest) ? { ok: true, address: { kind: 'file', path: rest } } : fault('pathMissing')
  return fault(kind === 'queue' ? 'queueNotSupported' : 'kindUnknown')
}

function parseSerial(rest: string): ParsedAddress {
  const at = rest.indexOf('?')
  const path = at < 0 ? rest : rest.slice(0, at)
  if (!isPath(path)) return fault('pathMissing')
  const options = new URLSearchParams(at < 0 ? '' : rest.slice(at + 1))
  for (const name of options.keys()) if (name !== 'baudRate' && name !== 'flow') return fault('optionUnknown')
  const baudText = options.get('baudRate') ?? '9600'
  const baudRate = /^\d{1,6}$/.test(baudText) ? Number(baudText) : 0
  if (!baudRates.includes(baudRate)) return fault('baudRateInvalid')
  const flow = options.get('flow')
  if (flow !== null && !isFlowControl(flow)) return fault('flowInvalid')
  return { ok: true, address: { kind: 'serial', path, baudRate, flow } }
}

function parseTcp(rest: string): ParsedAddress {
  const [, bracketed, plain, portText] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]/?#]+)):(\d{1,5})$/.exec(rest) ?? []
  const host = bracketed ?? plain
  const port = Number(portText)
  if (host === undefined || !(port >= 1 && port <= 65_535)) return fault('portInvalid')
  return { ok: true, address: { kind: 'tcp', host, port } }
}

function isFlowControl(text: string): text is FlowControl {
  return flows.includes(text)
}

function isPath(text: string): boolean {
  return text !== '' && !text.includes('\0')
}

function fault(name: AddressFault): ParsedAddress {
  return { ok: false, trouble: 'addressInvalid', fault: name }
}
