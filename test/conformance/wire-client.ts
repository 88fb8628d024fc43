import type { Clock } from '../../main/platform/clock.ts'
import { importPrivateKey, importPublicKey, type KeyPair } from '../../main/platform/crypto.ts'
import type { Ids } from '../../main/platform/ids.ts'
import { checkReply } from '../../main/wire/reply.ts'
import { signRequest } from '../../main/wire/request.ts'
import type { Headers, PublicKey } from '../../main/wire/signature.ts'
import { demand } from './verdict.ts'

/** Who signs: an enrolled terminal by its key id, a machine that is none yet by its public key. */
export type Signer = { keyId: string; keys: KeyPair }
/** A request as it goes over the wire: sent twice, it is a replay. */
export type Prepared = { method: string; url: string; path: string; headers: Headers; body: string | null; number: number }
export type Seen = {
  request: Prepared
  status: number
  contentType: string
  text: string
  /** Undefined where the body is no JSON. */
  json: unknown
  /** Whether the reply is signed with the central's key and bound to this very request, and why not. */
  bound: { ok: true } | { ok: false; why: string }
  /** Counts what was sent and what came, so that it is known which reply was there before a request left. */
  number: number
}
/** What a request says of itself that a terminal would not. */
export type Oddities = { createdMs?: number; nonce?: string }

export type Wire = ReturnType<typeof createWire>

const replyTimeoutMs = 30_000

/** Raw signed HTTP, by the contract alone: it retries nothing, believes nothing and shows every reply to `observe`. */
export function createWire(settings: { baseUrl: string; clock: Clock; ids: Ids; observe: (seen: Seen) => void }) {
  const { baseUrl, clock, ids } = settings
  let central: { keyId: string; publicKey: PublicKey } | null = null
  /** Between the central's clock and this machine's: a terminal learns it too. */
  let aheadMs = 0
  let number = 0

  async function prepare(signer: Signer | null, method: string, path: string, body?: unknown, odd: Oddities = {}): Promise<Prepared> {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body)
    const url = `${baseUrl}${path}`
    const bytes = text === null ? null : new TextEncoder().encode(text)
    const unsigned: Headers = text === null ? {} : { 'content-type': 'application/json' }
    if (signer === null) return { method, url, path, headers: unsigned, body: text, number: ++number }
    const identity = { keyId: signer.keyId, privateKey: importPrivateKey(signer.keys) }
    const parameters = { createdMs: odd.createdMs ?? clock.nowMs() + aheadMs, nonce: odd.nonce ?? ids.secret() }
    const headers = await signRequest({ method, url, body: bytes }, identity, parameters)
    return { method, url, path, headers, body: text, number: ++number }
  }

  async function deliver(request: Prepared): Promise<Seen> {
    const { method, headers, body } = request
    const sent = { method, headers, ...(body === null ? {} : { body }), redirect: 'manual' as const }
    const reply = await fetch(request.url, { ...sent, signal: AbortSignal.timeout(replyTimeoutMs) })
      .then(async (response) => ({ response, bytes: new Uint8Array(await response.arrayBuffer()) }))
      .catch((error: unknown) => error as Error)
    demand(!(reply instanceof Error), `no reply to ${method} ${request.path}: ${(reply as Error).message}`)
    const { response, bytes } = reply
    const text = new TextDecoder().decode(bytes)
    const replied = { status: response.status, headers: Object.fromEntries(response.headers), body: bytes }
    const check =
      central === null
        ? { ok: false as const, why: 'the key of the central is not known yet' }
        : await checkReply(replied, request, central)
    const seen: Seen = {
      request,
      status: response.status,
      contentType: (response.headers.get('content-type') ?? '').split(';')[0] ?? '',
      text,
      json: parsed(text),
      bound: check.ok ? { ok: true } : { ok: false, why: check.why },
      number: ++number,
    }
    settings.observe(seen)
    return seen
  }

  return {
    prepare,
    deliver,
    send: async (...of: Parameters<typeof prepare>): Promise<Seen> => deliver(await prepare(...of)),
    nowMs: () => clock.nowMs() + aheadMs,
    setTime(serverTime: string): void {
      aheadMs = Date.parse(serverTime) - clock.nowMs()
    },
    trust(keyId: string, publicKey: string): void {
      central = { keyId, publicKey: importPublicKey(publicKey) }
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
