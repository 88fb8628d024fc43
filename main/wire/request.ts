import { signedComponents } from '../../shared/central-api/routes.ts'
import { contentDigest, digestMatches } from './digest.ts'
import {
  addSignature,
  checkSignature,
  type Headers,
  type PublicKey,
  type SignatureCheck,
  type SigningIdentity,
  type WireRequest,
} from './signature.ts'

export type RequestWithBody = WireRequest & { body: Uint8Array | null }

/** Headers of a request signed at send; a retry is signed anew, with its own nonce. */
export async function signRequest(
  request: { method: string; url: string; headers?: Headers; body: Uint8Array | null },
  identity: SigningIdentity,
  parameters: { createdMs: number; nonce: string },
): Promise<Headers> {
  const headers: Headers = { ...request.headers }
  if (request.body !== null) {
    headers['content-type'] = 'application/json'
    headers['content-digest'] = contentDigest(request.body)
  }
  return addSignature({ method: request.method, url: request.url, headers }, componentsOf(request.method), identity, parameters)
}

/** Signature and digest of a request as received. A nonce is demanded, its freshness is the receiver's to judge. */
export async function checkRequest(request: RequestWithBody, keyOf: (keyId: string) => PublicKey | null): Promise<SignatureCheck> {
  const check = await checkSignature(request, componentsOf(request.method), keyOf)
  if (!check.ok) return check
  if (check.nonce === null || check.nonce.length < 16 || check.nonce.length > 200)
    return { ok: false, missing: false, why: 'no usable nonce' }
  // Looked at whenever it is there, so that taking a body away or giving a GET one is noticed too.
  const digest = request.headers['content-digest']
  const body = request.body ?? new Uint8Array()
  if ((request.method !== 'GET' || digest !== undefined || body.length > 0) && !digestMatches(digest, body))
    return { ok: false, missing: false, why: 'the body is not the one its digest names' }
  return check
}

function componentsOf(method: string): readonly string[] {
  return method === 'GET' ? signedComponents.requestWithoutBody : signedComponents.requestWithBody
}
