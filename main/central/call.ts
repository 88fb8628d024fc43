import { centralProblemSchema } from '../../shared/central-api/problem.ts'
import { limits } from '../../shared/limits.ts'
import type { Clock } from '../platform/clock.ts'
import { importPrivateKey, type KeyPair } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { checkReply } from '../wire/reply.ts'
import { signRequest } from '../wire/request.ts'
import type { PublicKey, WireRequest } from '../wire/signature.ts'
import { type ExchangeLimits, type Exchanger, exchange } from './exchange.ts'
import type { AskedRequest, DoorWords, SignedReply, SilenceCause } from './outcome.ts'
import { doorWords } from './retry-after.ts'

export type CallLimits = { connectTimeoutMs: number; replyTimeoutMs: number; inquiryTimeoutMs: number; replyBytesMax: number }

export const callLimits: CallLimits = {
  connectTimeoutMs: limits.centralConnectTimeoutMs,
  replyTimeoutMs: limits.centralReplyTimeoutMs,
  inquiryTimeoutMs: limits.inquiryTimeoutMs,
  replyBytesMax: limits.centralReplyBytesMax,
}

export type CallerSettings = {
  baseUrl: string
  keys: KeyPair & { keyId: string }
  clock: Clock
  ids: Ids
  limits?: Partial<CallLimits>
  /** What the central said its time is when it found a signature too old or too new; unsigned, so good for the next signature's date only. */
  hearUnsignedTime?(serverTimeMs: number): void
  /** The wire; the simulator brings its own. */
  exchange?: Exchanger
}

/** A reply that was signed, bound and JSON; or why there is none. What the JSON says is the next one's business. */
export type Call =
  | { kind: 'signed'; json: unknown; reply: SignedReply; roundTripMs: number }
  | { kind: 'notReached'; cause: SilenceCause; why: string }
  | ({ kind: 'noAnswer'; cause: SilenceCause; why: string; setAside: string | null } & DoorWords)

type Asked = { method: 'GET' | 'POST'; path: string; body?: object; replyTimeoutMs?: number }
export type Caller = (asked: Asked, centralOf: (json: unknown) => CentralKey | null) => Promise<Call>
export type CentralKey = { keyId: string; publicKey: PublicKey }

/** Sends signed requests and takes only replies that the central signed for them. */
export function createCaller(settings: CallerSettings): Caller {
  const { clock, ids, keys } = settings
  const send = settings.exchange ?? exchange
  const all = { ...callLimits, ...settings.limits }
  const identity = { keyId: keys.keyId, privateKey: importPrivateKey(keys) }
  const base = settings.baseUrl.replace(/\/+$/, '')

  return async (asked, centralOf) => {
    const url = base + asked.path
    if (!URL.canParse(url)) return { kind: 'notReached', cause: 'thisNetwork', why: `not an address: ${url}` }
    const body = asked.body === undefined ? null : new TextEncoder().encode(JSON.stringify(asked.body))
    const plain = { method: asked.method, url, body }
    const headers = await signRequest(plain, identity, { createdMs: clock.nowMs(), nonce: ids.secret() })
    const exchangeLimits: ExchangeLimits = { ...all, replyTimeoutMs: asked.replyTimeoutMs ?? all.replyTimeoutMs }
    const outcome = await send({ ...plain, headers }, exchangeLimits, clock)
    if (outcome.kind === 'notReached') return outcome
    if (outcome.kind === 'noAnswer')
      return {
        kind: 'noAnswer',
        cause: outcome.cause,
        why: outcome.why,
        setAside: outcome.received === null ? null : firstPart(outcome.received),
      }
    const call = await judge(outcome, { method: asked.method, url, headers }, centralOf, clock.nowMs())
    if (call.kind === 'noAnswer') hearSkew(call.setAside)
    return call
  }

  function hearSkew(text: string | null): void {
    const said = centralProblemSchema.safeParse(text === null ? null : parsed(text)?.value)
    if (said.success && said.data.code === 'clockSkew' && said.data.serverTime !== undefined)
      settings.hearUnsignedTime?.(Date.parse(said.data.serverTime))
  }
}

type Received = Extract<Awaited<ReturnType<typeof exchange>>, { kind: 'reply' }>

async function judge(
  received: Received,
  request: WireRequest,
  centralOf: (json: unknown) => CentralKey | null,
  nowMs: number,
): Promise<Call> {
  const text = utf8(received.body)
  const json = text === null ? null : parsed(text)
  const central = centralOf(json?.value)
  const check =
    central === null
      ? { ok: false as const, missing: received.headers.signature === undefined, why: 'no key to check it with' }
      : await checkReply(received, request, central)
  const aside = (why: string, cause: SilenceCause): Call => ({
    kind: 'noAnswer',
    cause,
    why,
    setAside: received.body.length === 0 ? null : firstPart(received.body),
    ...doorWords(received, nowMs),
  })
  // Whoever answers without a signature: an error status is a gateway or the central's own door, a friendly page is a portal near us.
  if (!check.ok) return aside(`status ${received.status}, ${check.why}`, check.missing && received.status < 400 ? 'thisNetwork' : 'central')
  if (text === null || json === null) return aside('signed, but not JSON in UTF-8', 'central')
  return {
    kind: 'signed',
    json: json.value,
    reply: { status: received.status, headers: received.headers, body: text, request: keptOf(request) },
    roundTripMs: received.roundTripMs,
  }
}

function keptOf({ method, url, headers }: WireRequest): AskedRequest {
  const { pathname, search } = new URL(url)
  const covered = Object.entries(headers).filter(([name]) => name === 'signature' || name === 'content-digest')
  return { method, target: pathname + search, headers: Object.fromEntries(covered) }
}

const setAsideCharactersMax = 4_000

function firstPart(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, setAsideCharactersMax))
}

function utf8(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return null
  }
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return null
  }
}
