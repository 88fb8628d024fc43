import { request as open } from 'node:http'
import type { Clock } from '../../main/platform/clock.ts'
import { importPrivateKey } from '../../main/platform/crypto.ts'
import type { Ids } from '../../main/platform/ids.ts'
import { signRequest } from '../../main/wire/request.ts'
import { componentSchemas, type JsonSchema, openapiDocument } from '../../shared/central-api/openapi.ts'
import { centralProblemSchema } from '../../shared/central-api/problem.ts'
import type { Signer } from '../conformance/wire-client.ts'
import { bodyFor } from './bodies.ts'

type Headers = Record<string, string | string[]>
type Sent = { method: string; url: string; headers: Headers; body: string; truncated: boolean; name: string }
export type Reply = { status: number; contentType: string; text: string }
export type Finding = { request: string; trouble: string }
export type FuzzResult = { replies: Record<string, number>; findings: Finding[] }

const hangsAfterMs = 10_000
const oddities = [
  'none',
  'none',
  'body',
  'body',
  'body',
  'contentType',
  'truncated',
  'duplicate',
  'signature',
  'replay',
  'text',
  'path',
] as const

/**
 * Sends what no terminal would, to every endpoint of the document. `rowsOf` counts what the central has written down, as one text: after a
 * refusal that created nothing known it has to be what it was before.
 */
export async function runFuzz(settings: {
  baseUrl: string
  signer: Signer
  count: number
  random: () => number
  clock: Clock
  ids: Ids
  rowsOf: () => string
}): Promise<FuzzResult> {
  const { baseUrl, signer, random, clock, ids, rowsOf } = settings
  const operations = operationsOfDocument()
  const schemas = componentSchemas()
  const identity = { keyId: signer.keyId, privateKey: importPrivateKey(signer.keys) }
  const result: FuzzResult = { replies: {}, findings: [] }
  let before: Sent | null = null

  for (let index = 0; index < settings.count; index++) {
    const operation = operations[Math.floor(random() * operations.length)] as Operation
    const oddity = oddities[Math.floor(random() * oddities.length)] ?? 'none'
    const sent: Sent = oddity === 'replay' && before !== null ? before : await made(operation, oddity)
    before = sent
    const rows = rowsOf()
    const reply = await deliver(sent)
    const word = reply === null ? 'cut' : String(reply.status)
    result.replies[word] = (result.replies[word] ?? 0) + 1
    const trouble = troubleWith(reply, sent, rows !== rowsOf())
    if (trouble !== null) result.findings.push({ request: `${index} ${sent.name} ${oddity}: ${sent.body.slice(0, 300)}`, trouble })
  }
  return result

  async function made({ method, path, schema }: Operation, oddity: (typeof oddities)[number]): Promise<Sent> {
    const id = written(bodyFor({ type: 'string', format: 'uuid' }, schemas, random, oddity === 'path' ? 0.5 : 0))
    const hash = written(bodyFor({ type: 'string', pattern: '{64}' }, schemas, random, oddity === 'path' ? 0.5 : 0))
    const query = method === 'GET' ? `?intentHash=${encodeURI(hash.toWellFormed())}&epoch=x&after=${Math.floor(random() * 9)}` : ''
    const url = `${baseUrl}${path.replace('{paymentId}', encodeURIComponent(id.toWellFormed()))}${query}`
    const value = schema === null ? null : bodyFor(schema, schemas, random, oddity === 'body' ? 0.15 : 0)
    const json = schema === null ? '' : JSON.stringify(value)
    const body = oddity === 'text' && json !== '' ? json.slice(0, 1 + Math.floor(random() * (json.length - 1))) : json
    const signed = await signRequest({ method, url, body: body === '' ? null : new TextEncoder().encode(body) }, identity, {
      createdMs: clock.nowMs(),
      nonce: ids.secret(),
    })
    const headers: Headers = { ...signed }
    if (oddity === 'contentType')
      headers['content-type'] = ['text/html', 'application/xml; charset=utf-7', ''][Math.floor(random() * 3)] ?? ''
    if (oddity === 'duplicate')
      for (const name of ['signature', 'signature-input', 'content-digest']) headers[name] = [signed[name] ?? 'a=:AA==:', 'b=:AA==:']
    if (oddity === 'signature')
      headers.signature = ['', 'loket=:AAAA:', 'x'.repeat(9_000), ':::', 'loket=("'][Math.floor(random() * 5)] ?? ''
    return { method, url, headers, body, truncated: oddity === 'truncated' && body !== '', name: `${method} ${path}` }
  }
}

type Operation = { method: string; path: string; schema: JsonSchema | null }

function operationsOfDocument(): Operation[] {
  return Object.entries(openapiDocument().paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { requestBody?: { content: Record<string, { schema: JsonSchema }> } }>).map(
      ([method, { requestBody }]) => {
        return { method: method.toUpperCase(), path, schema: requestBody?.content['application/json']?.schema ?? null }
      },
    ),
  )
}

/** Null where the connection ended without a reply; a hang is a reply of status 0. */
function deliver({ method, url, headers, body, truncated }: Sent): Promise<Reply | null> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(body)
    const length = bytes.length === 0 ? {} : { 'content-length': String(bytes.length + (truncated ? 10 : 0)) }
    const outgoing = open(
      url,
      { method, headers: { ...headers, ...length }, agent: false, signal: AbortSignal.timeout(hangsAfterMs) },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        incoming.on('error', () => resolve(null))
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, contentType: incoming.headers['content-type'] ?? '', text }))
      },
    )
    outgoing.on('error', (error) =>
      resolve(error.name === 'AbortError' || error.name === 'TimeoutError' ? { status: 0, contentType: '', text: '' } : null),
    )
    if (!truncated) return outgoing.end(bytes)
    outgoing.write(bytes, () => outgoing.destroy())
  })
}

function troubleWith(reply: Reply | null, sent: Sent, hasWritten: boolean): string | null {
  if (reply === null) return sent.truncated && !hasWritten ? null : 'the connection ended without a reply'
  if (reply.status === 0) return 'it hangs'
  if (reply.status >= 500) return `answered ${reply.status}`
  if (reply.status < 400) return null
  const problem = parsed(reply.text) as { code?: string; status?: unknown; paymentId?: unknown; retry?: unknown } | null
  const isProblem =
    reply.contentType === 'application/problem+json' &&
    centralProblemSchema.partial({ status: true }).safeParse({ ...problem, status: undefined }).success
  if (!isProblem) return `answered ${reply.status} without problem details: ${reply.text.slice(0, 200)}`
  // A final no about a payment that can be named is kept under its id.
  const mayKeep = problem?.retry === 'never' && problem.paymentId !== undefined
  return hasWritten && !mayKeep ? `refused ${problem?.code} and yet something was written` : null
}

/** As it would stand in an address: not everything strange has a text of its own. */
function written(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
