import { importPublicKey } from '../platform/crypto.ts'
import type { Database } from '../storage/open.ts'
import { readSetting } from '../storage/settings.ts'
import { checkReply } from '../wire/reply.ts'
import type { CentralKey } from './call.ts'
import type { SignedReply } from './outcome.ts'

export type ReplyProof = { holds: true; signedAtMs: number } | { holds: false; why: 'requestNotKept' | 'signatureDoesNotHold' }

/** Any host will do: no signature of this contract covers it. */
const anyHost = 'https://central.invalid'

/** Whether a reply that was kept is, to the byte, what this central signed as its answer to the request it was kept with. */
export async function proveReply({ status, headers, body, request }: SignedReply, central: CentralKey): Promise<ReplyProof> {
  if (request === undefined) return { holds: false, why: 'requestNotKept' }
  const asked = { method: request.method, url: anyHost + request.target, headers: request.headers }
  const check = await checkReply({ status, headers, body: new TextEncoder().encode(body) }, asked, central)
  return check.ok ? { holds: true, signedAtMs: check.createdMs } : { holds: false, why: 'signatureDoesNotHold' }
}

/** The key under which this terminal believes the central. */
export function centralKey(database: Database): CentralKey {
  const terminal = readSetting(database, 'terminal')
  if (terminal === null) throw new Error('no central has enrolled this terminal')
  return { keyId: terminal.centralKeyId, publicKey: importPublicKey(terminal.centralPublicKey) }
}
