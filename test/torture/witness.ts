import { type PaymentState, paymentStates } from '../../shared/payment-states.ts'
import type { ShimRecord } from './shim-log.ts'

/** What became known outside the terminal, and the record after which it was. */
export type Fact =
  /** The API has shown a payment in a state: accepted, paid, cancelled … */
  | { after: number; kind: 'shown'; paymentId: string; state: PaymentState }
  /** The first byte of a request that may move a payment has left. */
  | { after: number; kind: 'left'; paymentId: string; doing: 'pay' | 'void' }
  /** The central has heard this public key, so it must stay ours. */
  | { after: number; kind: 'enrolled'; publicKey: string }
  /** The central has heard this word, and expects the next greeting to know it: a ledger that forgot it looks like a copy. */
  | { after: number; kind: 'greeted'; next: string }

type Part = { index: number; data: Buffer }

/** Reads the facts from the bytes that the process sent: what it answered to the page, and what it asked of the central. */
export function witness(records: readonly ShimRecord[], hostPort: number): Fact[] {
  const connections = new Map<number, Part[]>()
  for (const [index, { kind, file, data }] of records.entries()) {
    if (kind === 'sent') connections.set(file, [...(connections.get(file) ?? []), { index, data }])
  }
  const facts = [...connections].flatMap(([connection, parts]) =>
    messagesOf(parts).flatMap((message) => (Math.floor(connection / 65_536) === hostPort ? shownIn(message) : leftIn(message))),
  )
  return facts.sort((a, b) => a.after - b.after)
}

type Message = { startLine: string; json: unknown; firstAfter: number; wholeAfter: number }

/** The HTTP messages of one direction of one connection, with the records that carried their first and their last byte. */
function messagesOf(parts: readonly Part[]): Message[] {
  const stream = Buffer.concat(parts.map(({ data }) => data))
  const messages: Message[] = []
  for (let at = 0; at < stream.length; ) {
    const headEnd = stream.indexOf('\r\n\r\n', at)
    if (headEnd < 0) break
    const head = stream.toString('latin1', at, headEnd)
    const body = bodyOf(stream, headEnd + 4, head)
    if (body === null) break
    messages.push({
      startLine: head.split('\r\n')[0] ?? '',
      json: jsonOf(body.text),
      firstAfter: recordAt(parts, at),
      wholeAfter: recordAt(parts, body.end - 1),
    })
    at = body.end
  }
  return messages
}

function bodyOf(stream: Buffer, start: number, head: string): { text: string; end: number } | null {
  if (!/^transfer-encoding: *chunked/im.test(head)) {
    const end = start + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    return end > stream.length ? null : { text: stream.toString('utf8', start, end), end }
  }
  const chunks: Buffer[] = []
  for (let at = start; ; ) {
    const lineEnd = stream.indexOf('\r\n', at)
    if (lineEnd < 0) return null
    const bytes = Number.parseInt(stream.toString('latin1', at, lineEnd), 16)
    const end = lineEnd + 2 + bytes + 2
    if (end > stream.length) return null
    if (bytes === 0) return { text: Buffer.concat(chunks).toString('utf8'), end }
    chunks.push(stream.subarray(lineEnd + 2, lineEnd + 2 + bytes))
    at = end
  }
}

function recordAt(parts: readonly Part[], byte: number): number {
  let left = byte
  for (const { index, data } of parts) {
    if (left < data.length) return index
    left -= data.length
  }
  throw new Error('a message ends after its connection')
}

function shownIn({ startLine, json, wholeAfter }: Message): Fact[] {
  if (!startLine.startsWith('HTTP/1.1 2')) return []
  const facts: Fact[] = []
  walk(json, (found) => {
    const paymentId = found.paymentId ?? found.id
    if (typeof paymentId !== 'string' || typeof found.customerNumber !== 'string') return
    const state = paymentStates.find((each) => each === found.state)
    if (state !== undefined) facts.push({ after: wholeAfter, kind: 'shown', paymentId, state })
  })
  return facts
}

function leftIn({ startLine, json, firstAfter }: Message): Fact[] {
  const [method, path = ''] = startLine.split(' ')
  if (method !== 'POST') return []
  const facts: Fact[] = []
  const voided = /^\/v1\/payments\/([^/]+)\/void$/.exec(path)
  if (voided !== null) facts.push({ after: firstAfter, kind: 'left', paymentId: voided[1] ?? '', doing: 'void' })
  walk(json, ({ paymentId, kind, sheets, publicKey, next }) => {
    if (typeof publicKey === 'string') facts.push({ after: firstAfter, kind: 'enrolled', publicKey })
    if (typeof next === 'string') facts.push({ after: firstAfter, kind: 'greeted', next })
    if (typeof paymentId !== 'string') return
    if (kind === 'void') facts.push({ after: firstAfter, kind: 'left', paymentId, doing: 'void' })
    // A single payment's request and a batch's item alike carry the bill.
    else if (Array.isArray(sheets)) facts.push({ after: firstAfter, kind: 'left', paymentId, doing: 'pay' })
  })
  return facts
}

function walk(value: unknown, visit: (found: Record<string, unknown>) => void): void {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) visit(value as Record<string, unknown>)
  for (const each of Object.values(value)) walk(each, visit)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
