import { limits } from '../../shared/limits.ts'
import { Refusal } from '../../shared/refusals.ts'

/**
 * The page may load from us and talk to us, nothing else. Inline styles are allowed because the component library sets them;
 * data: images because generated codes (QR) are.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

export const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
} as const

const loopbackNames = ['localhost', '127.0.0.1', '[::1]']

/**
 * Who may knock: this machine under its own names, so that a web site that points its name at 127.0.0.1 is turned
 * away (DNS rebinding), and no page of another origin.
 */
export function checkDoor(request: Request): void {
  const url = new URL(request.url)
  if (!isOurs(url)) throw new Refusal('hostNotAllowed')
  const host = request.headers.get('host')
  if (host !== null && host.toLowerCase() !== url.host) throw new Refusal('hostNotAllowed')
  const origin = request.headers.get('origin')
  // A custom scheme's URL.origin is "null", so the origin is put together here.
  if (origin !== null && origin !== `${url.protocol}//${url.host}`) throw new Refusal('originNotAllowed')
}

function isOurs(url: URL): boolean {
  if (url.protocol === 'app:') return url.host === 'loket'
  return url.protocol === 'http:' && loopbackNames.includes(url.hostname)
}

/** The JSON object a request carries; an empty body without a type counts as `{}`. */
export async function readJsonObject(request: Request, bytesMax: number = limits.requestBodyBytesMax): Promise<Record<string, unknown>> {
  const type = request.headers.get('content-type')
  if (type !== null && !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) throw new Refusal('notJson')
  const text = await readText(request, bytesMax)
  if (text === '' && type === null) return {}
  if (type === null) throw new Refusal('notJson')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('malformedJson')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refusal('malformedRequest', { member: '' })
  return { ...value }
}

/** Counts while reading: a body may be longer than its Content-Length says, or say nothing. */
async function readText(request: Request, bytesMax: number): Promise<string> {
  const tooLarge = () => new Refusal('bodyTooLarge', { bytesMax })
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge()
  if (request.body === null) return ''
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const reader = request.body.getReader()
  let text = ''
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decodeOr(() => decoder.decode())
    length += value.byteLength
    if (length > bytesMax) {
      await reader.cancel()
      throw tooLarge()
    }
    text += decodeOr(() => decoder.decode(value, { stream: true }))
  }
}

function decodeOr(decode: () => string): string {
  try {
    return decode()
  } catch {
    throw new Refusal('malformedJson')
  }
}
