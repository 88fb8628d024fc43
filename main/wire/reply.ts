import { signedComponents } from '../../shared/central-api/routes.ts'
import { contentDigest, digestMatches } from './digest.ts'
import {
  addSignature,
  checkSignature,
  type Headers,
  type PublicKey,
  type SignatureCheck,
  type SigningIdentity,
  type WireReply,
  type WireRequest,
} from './signature.ts'

export type ReplyWithBody = WireReply & { body: Uint8Array }

/** Headers of a reply bound to its request: it can't be moved to another request, not even a repeat of the same one. */
export async function signReply(
  reply: ReplyWithBody,
  request: WireRequest,
  identity: SigningIdentity,
  parameters: { createdMs: number },
): Promise<Headers> {
  const headers = { ...reply.headers, 'content-digest': contentDigest(reply.body) }
  return addSignature({ status: reply.status, headers }, componentsFor(request), identity, parameters, request)
}

/**
 * True only for a reply signed with this key, bound to this very request, whose body is the signed one. Its age needs no check:
 * it covers the request's signature and so our own fresh nonce.
 */
export async function checkReply(
  reply: ReplyWithBody,
  request: WireRequest,
  signer: { keyId: string; publicKey: PublicKey },
): Promise<SignatureCheck> {
  const keyOf = (keyId: string) => (keyId === signer.keyId ? signer.publicKey : null)
  const check = await checkSignature(reply, componentsFor(request), keyOf, request)
  if (!check.ok) return check
  if (!digestMatches(reply.headers['content-digest'], reply.body))
    return { ok: false, missing: false, why: 'the body is not the one its digest names' }
  return check
}

function componentsFor(request: WireRequest): readonly string[] {
  return request.method === 'GET' ? signedComponents.replyToNoBody : signedComponents.replyToBody
}
