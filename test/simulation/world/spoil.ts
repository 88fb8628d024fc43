import type { WireFault } from './fault-kinds.ts'
import type { Random } from './random.ts'
import type { FarEnd, WireReply, WireRequest } from './wire.ts'

/** Replies that nobody may believe, and replies that only a careful reader does not believe. */

export function portalPage(): WireReply {
  return page(200, {}, '<html><body><h1>Selamat datang di WiFi kami</h1><form action="/login"></form></body></html>')
}

export function gatewayPage(status: number, random: Random): WireReply {
  const later = status === 429 || status === 503 ? { 'retry-after': String(random.between(1, 30)) } : {}
  return page(status, later, `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`)
}

function page(status: number, headers: Record<string, string>, text: string): WireReply {
  return { status, headers: { 'content-type': 'text/html', ...headers }, body: new TextEncoder().encode(text) }
}

/** Changed on the way, so that the signature no longer holds. */
export function spoil(fault: 'corruptJson' | 'wrongSignature', reply: WireReply, random: Random): WireReply {
  if (fault === 'corruptJson') {
    const body = Uint8Array.from(reply.body)
    const at = random.between(0, Math.max(0, body.length - 1))
    body[at] = (body[at] ?? 0) ^ 1
    return { ...reply, body }
  }
  const signature = reply.headers.signature ?? ''
  const at = signature.indexOf(':') + 1 + random.between(0, 40)
  const other = signature[at] === 'A' ? 'B' : 'A'
  return { ...reply, headers: { ...reply.headers, signature: signature.slice(0, at) + other + signature.slice(at + 1) } }
}

type Json = Record<string, unknown>
const hexOther = (hash: unknown) => String(hash).replace(/^./, (first) => (first === '0' ? '1' : '0'))
const idOther = '0190a000-0000-7000-8000-000000000000'

/** Wrong and signed all the same, as by a central with a mistake in it. */
export async function spoilSigned(
  fault: WireFault,
  reply: WireReply,
  request: WireRequest,
  end: FarEnd,
  random: Random,
): Promise<WireReply> {
  const text = new TextDecoder().decode(reply.body)
  let json: Json
  try {
    json = JSON.parse(text) as Json
  } catch {
    return reply
  }
  const body =
    fault === 'signedNonsense'
      ? random.pick(['null', '[]', '{"status":', '{}', text.slice(0, -1)])
      : JSON.stringify(lie(fault, json, random))
  return end.sign(body, reply, request)
}

function lie(fault: WireFault, json: Json, random: Random): Json {
  if (!Array.isArray(json.items)) return lieAboutOne(fault, json)
  const items = json.items as Json[]
  const at = random.between(0, Math.max(0, items.length - 1))
  const one = items[at] ?? {}
  switch (fault) {
    case 'itemLeftOut':
      return { ...json, items: items.filter((_, index) => index !== at) }
    case 'itemExtra':
      return { ...json, items: [...items, { ...one, paymentId: idOther }] }
    case 'itemRepeated':
      return { ...json, items: [...items, one] }
    case 'itemContradicted':
      return { ...json, items: [...items, { ...one, revision: Number(one.revision ?? 0) + 1 }] }
    case 'itemsReordered':
      return { ...json, items: [...items].reverse() }
    case 'itemUnreadable':
      return { ...json, items: items.map((item, index) => (index === at ? { nonsense: true } : item)) }
    default:
      return { ...json, items: items.map((item, index) => (index === at ? lieAboutOne(fault, item) : item)) }
  }
}

function lieAboutOne(fault: WireFault, json: Json): Json {
  if (fault === 'wrongHash') return { ...json, intentHash: hexOther(json.intentHash) }
  if (fault === 'otherPayment') return { ...json, paymentId: idOther }
  if (fault === 'unknownWord') return { ...json, status: 'settledMaybe' }
  // It says that nothing was created, and is wrong: the same id sent again must find out.
  const { proof: _, ...about } = json
  const refusal = {
    type: 'urn:loket:refusal:billerUnavailable',
    title: 'billerUnavailable',
    code: 'billerUnavailable',
    retry: 'later',
    created: false,
  }
  return { ...about, revision: 0, status: 'refused', ...refusal, retryAfterMs: 5_000 }
}
