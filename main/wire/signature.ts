/**
 * The wire owns RFC 9421 signatures and RFC 9530 digests for both ends of the central API: what a message must cover and
 * whether a signature holds. It knows no money, no database and no clock; its callers judge keys, age and nonces.
 */
import { httpbis } from 'http-message-signatures'
import { type importPrivateKey, type importPublicKey, signEd25519, verifyEd25519 } from '../platform/crypto.ts'

type PrivateKey = ReturnType<typeof importPrivateKey>
export type PublicKey = ReturnType<typeof importPublicKey>
export type SigningIdentity = { keyId: string; privateKey: PrivateKey }

export type Headers = Record<string, string>
export type WireRequest = { method: string; url: string; headers: Headers }
export type WireReply = { status: number; headers: Headers }

/** What held: the caller still decides whether it is recent enough and not a replay. */
type Signed = { keyId: string; createdMs: number; nonce: string | null }
export type SignatureCheck = ({ ok: true } & Signed) | { ok: false; missing: boolean; why: string }

/** The message's headers with `Signature` and `Signature-Input` added; `request` is given for a reply bound to it. */
export async function addSignature(
  message: WireRequest | WireReply,
  components: readonly string[],
  identity: SigningIdentity,
  parameters: { createdMs: number; nonce?: string; label?: string },
  request?: WireRequest,
): Promise<Headers> {
  const config = {
    key: { id: identity.keyId, sign: async (data: Buffer) => signEd25519(data, identity.privateKey) },
    name: parameters.label ?? 'loket',
    fields: [...components],
    params: ['created', 'nonce', 'keyid'],
    paramValues: {
      // The library leaves `created` out where it is 0, and nobody believes a signature without one.
      created: new Date(Math.max(1_000, parameters.createdMs)),
      ...(parameters.nonce === undefined ? {} : { nonce: parameters.nonce }),
    },
  }
  const signed =
    'status' in message ? await httpbis.signMessage(config, message, request) : await httpbis.signMessage<WireRequest>(config, message)
  return Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}

/**
 * Checks the one signature of a message: known key, at least these components covered, created and keyid present. The library's
 * own list of required fields takes `"@method";req` for `@method`, so what was covered is compared here, flags included.
 */
export async function checkSignature(
  message: WireRequest | WireReply,
  components: readonly string[],
  keyOf: (keyId: string) => PublicKey | null,
  request?: WireRequest,
): Promise<SignatureCheck> {
  if (message.headers.signature === undefined || message.headers['signature-input'] === undefined)
    return { ok: false, missing: true, why: 'not signed' }
  const covered = new Set<string>()
  const seen: Signed[] = []
  try {
    const config = {
      // The library compares `created` with the wall clock; ours arrives as an argument, so the caller does it.
      notAfter: Number.MAX_SAFE_INTEGER,
      requiredParams: ['created', 'keyid'],
      componentParser: (name: string, flags: Map<string, unknown>) => {
        covered.add(spell(name, flags))
        return null
      },
      keyLookup: async (found: { keyid?: string; created?: Date | null; nonce?: string }) => {
        const keyId = typeof found.keyid === 'string' ? found.keyid : ''
        const createdMs = found.created instanceof Date ? found.created.getTime() : Number.NaN
        seen.push({ keyId, createdMs, nonce: typeof found.nonce === 'string' ? found.nonce : null })
        const key = keyOf(keyId)
        if (key === null) return null
        return {
          id: keyId,
          algs: ['ed25519'],
          verify: async (data: Buffer, signature: Buffer) => verifyEd25519(data, signature, key),
        }
      },
    }
    const holds = 'status' in message ? await httpbis.verifyMessage(config, message, request) : await httpbis.verifyMessage(config, message)
    const [signed, ...more] = seen
    // With several signatures it would be unclear which one covered what.
    if (signed === undefined || more.length > 0) return invalid('not exactly one signature')
    if (holds === null) return invalid(`unknown key ${signed.keyId}`)
    if (!holds) return invalid('the signature does not hold')
    if (!Number.isFinite(signed.createdMs)) return invalid('no creation time')
    const uncovered = components.find((component) => !covered.has(component))
    if (uncovered !== undefined) return invalid(`${uncovered} is not covered`)
    return { ok: true, ...signed }
  } catch (error) {
    // The library throws for whatever a stranger may send: half a header, an unknown component, a bad structured field.
    return invalid(error instanceof Error ? error.message : String(error))
  }
}

function invalid(why: string): SignatureCheck {
  return { ok: false, missing: false, why }
}

/** As components are written in `shared/central-api/routes.ts`: bare without flags, a quoted item with them. */
function spell(name: string, flags: Map<string, unknown>): string {
  if (flags.size === 0) return name
  return `"${name}"${[...flags].map(([flag, value]) => (value === true ? `;${flag}` : `;${flag}=${String(value)}`)).join('')}`
}
