import { signatureWindowMs } from '../../shared/central-api/routes.ts'
import type { Clock } from '../platform/clock.ts'
import { importPublicKey } from '../platform/crypto.ts'
import type { Database } from '../storage/open.ts'
import { signReply } from '../wire/reply.ts'
import { checkRequest } from '../wire/request.ts'
import type { PublicKey, SigningIdentity, WireRequest } from '../wire/signature.ts'
import { type Answer, problem } from './answers.ts'
import type { Terminal, Terminals } from './terminals.ts'

export const requestBytesMax = 256 * 1024

/** A request whose sender is known. `json` is undefined where the body is none. */
export type Admitted = { keyId: string; json: unknown; url: URL }

export type Door = ReturnType<typeof createDoor>

/**
 * The only way in: size, signature, clock and nonce are judged here, before anything is read or written for anybody. What the door
 * refuses it refuses unsigned (nobody known has asked); everything behind it is signed and bound to its request.
 */
export function createDoor(settings: {
  database: Database
  clock: Clock
  identity: SigningIdentity
  terminals: Terminals
  /** Since when nonces are known: what was signed earlier may be a repeat. */
  noncesSinceMs: () => number
}) {
  const { database, clock, identity, terminals } = settings
  /** Importing a key costs as much as checking a signature with it. */
  const keys = new Map<string, PublicKey>()
  const forget = database.prepare('DELETE FROM nonces WHERE seen_at_ms < ?')
  const remember = database.prepare('INSERT OR IGNORE INTO nonces (key_id, nonce, seen_at_ms) VALUES (?, ?, ?)')

  /** False when this key has used the nonce already. Kept on disk: a restart must not open the window again. */
  const isFresh = database.transaction((keyId: string, nonce: string): boolean => {
    const nowMs = clock.nowMs()
    forget.run(nowMs - 3 * signatureWindowMs)
    return remember.run(keyId, nonce, nowMs).changes === 1
  }).immediate

  function keyOfTerminal({ publicKey }: Terminal): PublicKey {
    const key = keys.get(publicKey) ?? importPublicKey(publicKey)
    keys.set(publicKey, key)
    return key
  }

  async function admit(
    request: Request,
    keyOf: (keyId: string) => PublicKey | null,
    answer: (admitted: Admitted) => Answer,
  ): Promise<Response> {
    // Cut off on its way: nobody is there any more to hear what was wrong, and nothing of ours was.
    const body = await readBody(request).catch(() => undefined)
    if (body === undefined) return unsigned(problem('malformedRequest'))
    if (body === null) return unsigned(problem('requestTooLarge'))
    const wire: WireRequest = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers) }
    const check = await checkRequest({ ...wire, body: body.length === 0 ? null : body }, keyOf)
    if (!check.ok) return unsigned(problem(check.missing ? 'signatureMissing' : 'signatureInvalid'))
    if (Math.abs(clock.nowMs() - check.createdMs) > signatureWindowMs)
      return unsigned(problem('clockSkew', { serverTime: new Date(clock.nowMs()).toISOString() }))
    const mayBeRepeat = check.createdMs < settings.noncesSinceMs()
    if (mayBeRepeat || !isFresh(check.keyId, check.nonce ?? '')) return unsigned(problem('replayed'))
    const said = answer({ keyId: check.keyId, json: parsed(body), url: new URL(request.url) })
    const reply = {
      status: said.status,
      headers: { 'content-type': said.contentType },
      body: new TextEncoder().encode(JSON.stringify(said.body)),
    }
    const headers = await signReply(reply, wire, identity, { createdMs: clock.nowMs() })
    return new Response(reply.body, { status: reply.status, headers: { ...headers, 'cache-control': 'no-store' } })
  }

  return {
    /** For enrolled terminals. */
    terminal(request: Request, answer: (admitted: Admitted & { terminal: Terminal }) => Answer): Promise<Response> {
      let terminal: Terminal | null = null
      const keyOf = (keyId: string) => {
        terminal = terminals.findByKey(keyId)
        return terminal === null ? null : keyOfTerminal(terminal)
      }
      return admit(request, keyOf, (admitted) => {
        if (terminal === null) throw new Error('admitted without a terminal')
        return answer({ ...admitted, terminal })
      })
    },

    /** For a machine that is no terminal yet: its key id is its public key, and signing proves that it has the other half. */
    stranger(request: Request, answer: (admitted: Admitted) => Answer): Promise<Response> {
      return admit(request, keyNamedById, answer)
    },
  }
}

export function unsigned(answer: Answer): Response {
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers: { 'content-type': answer.contentType } })
}

function keyNamedById(keyId: string): PublicKey | null {
  try {
    return importPublicKey(keyId)
  } catch {
    return null
  }
}

/** Null when it is too large; stops reading there. */
async function readBody(request: Request): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (request.body !== null) {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > requestBytesMax) return null
      chunks.push(chunk)
    }
  }
  return Buffer.concat(chunks)
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}
