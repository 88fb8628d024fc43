import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import Database from 'better-sqlite3'
import { systemClock } from '../../../main/platform/clock.ts'
import { importPrivateKey, type KeyPair } from '../../../main/platform/crypto.ts'
import { systemIds } from '../../../main/platform/ids.ts'
import { createPracticeCentral } from '../../../main/practice/practice-central.ts'
import { signReply } from '../../../main/wire/reply.ts'
import type { SigningIdentity } from '../../../main/wire/signature.ts'

/** One exchange as a flaw sees it: what was asked, what the sound central said, and a way to say something else with its signature. */
export type Exchange = {
  request: Request
  path: string
  sent: Member
  reply: Response
  said: Member
  /** The same reply with another body or status, signed anew as the central would. */
  insteadOf(changes: { body?: object | string; status?: number; contentType?: string }, boundTo?: Request): Promise<Response>
}
export type Member = { [member: string]: unknown }
/** Made anew for each central, so that a flaw may remember what it saw. Null lets the reply through. */
export type Flaw = () => (exchange: Exchange) => Promise<Response | null> | Response | null

/** Small, because one promise empties it by paying. */
const floatRupiah = 3_000_000

/** The practice central on loopback, with one thing wrong with it. */
export async function startBrokenCentral(flaw: Flaw) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-broken-'))
  const central = await createPracticeCentral({ folder, clock: systemClock, ids: systemIds, settings: { floatRupiah } })
  const identity = { keyId: central.centralKeyId, privateKey: importPrivateKey(keysIn(folder)) }
  const spoil = flaw()

  async function answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname
    if (!path.startsWith('/v1/')) return central.fetch(request)
    const text = await request.clone().text()
    const reply = await central.fetch(request)
    const said = await reply.clone().text()
    const insteadOf: Exchange['insteadOf'] = (changes, boundTo = request) => resigned(boundTo, reply, said, changes, identity)
    return (await spoil({ request, path, sent: membersIn(text), reply, said: membersIn(said), insteadOf })) ?? reply
  }

  const listener = getRequestListener((request) => answer(request), { overrideGlobalObjects: false })
  const server = createServer(listener as (incoming: IncomingMessage, outgoing: ServerResponse) => void)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    controlUrl: `${url}/practice`,
    activationCodes: central.unusedActivationCodes(),
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      central.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function resigned(
  request: Request,
  reply: Response,
  said: string,
  { body = said, status = reply.status, contentType = reply.headers.get('content-type') ?? '' }: Parameters<Exchange['insteadOf']>[0],
  identity: SigningIdentity,
): Promise<Response> {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
  const wire = { method: request.method, url: request.url, headers: Object.fromEntries(request.headers) }
  const plain = { status, headers: { 'content-type': contentType }, body: bytes }
  // Nothing to bind to where the request carries no signature.
  if (wire.headers.signature === undefined) return new Response(bytes, plain)
  const headers = await signReply(plain, wire, identity, { createdMs: systemClock.nowMs() })
  return new Response(bytes, { status, headers })
}

/** The central's own key: only with it can a flaw lie in its name. */
function keysIn(folder: string): KeyPair {
  const database = new Database(join(folder, 'practice-central.sqlite'), { readonly: true })
  const { value } = database.prepare("SELECT value FROM facts WHERE name = 'keys'").get() as { value: string }
  database.close()
  return JSON.parse(value) as KeyPair
}

function membersIn(text: string): Member {
  try {
    return (JSON.parse(text) ?? {}) as Member
  } catch {
    return {}
  }
}
