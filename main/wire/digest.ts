import { sha256Base64 } from '../platform/crypto.ts'

/** RFC 9530 `Content-Digest` of a body as it travels. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${sha256Base64(body)}:`
}

/** True when the header names a SHA-256 digest and it is this body's. Other algorithms beside it are ignored, never enough alone. */
export function digestMatches(header: string | undefined, body: Uint8Array): boolean {
  const named = /(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header ?? '')?.[1]
  return named !== undefined && named === sha256Base64(body)
}
