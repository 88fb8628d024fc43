import { hash, type KeyObject } from 'node:crypto'
import * as real from '../../../main/wire/signature.ts'

/**
 * Stands in for RFC 9421 where a run simulates a million payments: the same components of the same messages, bound to the same request and
 * key, under a SHA-256 instead of Ed25519. It proves nothing to a forger, but a changed byte, another key, another request or a
 * missing signature fails as it would for real. scripts/simulate/seed-worker.ts puts it in place and switches it by seed.
 */
let isCheap = false
export function signCheaply(yes: boolean): void {
  isCheap = yes
}

export const addSignature: typeof real.addSignature = async (message, components, identity, parameters, request) => {
  if (!isCheap) return real.addSignature(message, components, identity, parameters, request)
  const named = { keyId: identity.keyId, createdMs: Math.floor(parameters.createdMs / 1_000) * 1_000, nonce: parameters.nonce ?? null }
  const input = JSON.stringify([components, named])
  const signature = `loket=:${sealOf(input, message, components, publicOf(identity.privateKey), request)}:`
  return { ...message.headers, 'signature-input': input, signature }
}

export const checkSignature: typeof real.checkSignature = async (message, components, keyOf, request) => {
  if (!isCheap) return real.checkSignature(message, components, keyOf, request)
  const { signature, 'signature-input': input } = message.headers
  if (signature === undefined || input === undefined) return { ok: false, missing: true, why: 'not signed' }
  const read = parsed(input)
  if (read === null) return { ok: false, missing: false, why: 'not a signature' }
  const [covered, named] = read
  const key = keyOf(named.keyId)
  if (key === null) return { ok: false, missing: false, why: `unknown key ${named.keyId}` }
  const uncovered = components.find((component) => !covered.includes(component))
  if (uncovered !== undefined) return { ok: false, missing: false, why: `${uncovered} is not covered` }
  const seal = sealOf(input, message, covered, publicOf(key), request)
  return signature === `loket=:${seal}:` ? { ok: true, ...named } : { ok: false, missing: false, why: 'the signature does not hold' }
}

type Named = { keyId: string; createdMs: number; nonce: string | null }

function parsed(input: string): [string[], Named] | null {
  try {
    return JSON.parse(input) as [string[], Named]
  } catch {
    return null
  }
}

type Message = real.WireRequest | real.WireReply

function sealOf(
  input: string,
  message: Message,
  components: readonly string[],
  key: string,
  request: real.WireRequest | undefined,
): string {
  const values = components.map((component) => componentOf(component, message, request))
  return hash('sha256', `${key} ${input} ${JSON.stringify(values)}`, 'base64')
}

function componentOf(component: string, message: Message, request: real.WireRequest | undefined): string {
  if (component.endsWith(';req')) return request === undefined ? '' : componentOf(component.slice(1, -5), request, undefined)
  if (component === '@status') return 'status' in message ? String(message.status) : ''
  if (!('method' in message)) return message.headers[component] ?? ''
  if (component === '@method') return message.method
  if (component === '@path') return new URL(message.url).pathname
  if (component === '@query') return new URL(message.url).search
  return message.headers[component] ?? ''
}

/** A key signs under its public half, whichever half is at hand. */
const publics = new WeakMap<KeyObject, string>()
function publicOf(key: KeyObject): string {
  const known = publics.get(key)
  if (known !== undefined) return known
  const { x = '' } = key.export({ format: 'jwk' }) as { x?: string }
  publics.set(key, x)
  return x
}
