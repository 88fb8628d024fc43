import { Refusal } from '../../shared/refusals.ts'
import { importPrivateKey, importPublicKey, type KeyPair, sha256Hex, signEd25519, verifyEd25519 } from '../platform/crypto.ts'
import { humanPart } from './human-part.ts'
import { type HandOver, handOverSchema } from './payload.ts'

/** Signs files in the terminal's name. */
export type FileSigner = { keyId: string; publicKey: string; sign(text: string): string }

export function fileSigner(keys: KeyPair & { keyId: string }): FileSigner {
  const privateKey = importPrivateKey(keys)
  return {
    keyId: keys.keyId,
    publicKey: keys.publicKey,
    sign: (text) => signEd25519(new TextEncoder().encode(text), privateKey).toString('hex'),
  }
}

const firstLine = 'LOKET SERAH TERIMA ANTREAN 1'
const anyFirstLine = /^LOKET SERAH TERIMA ANTREAN (\d{1,6})$/
const marker = '=== DATA LOKET ==='
const seal = /^SHA-256 ([0-9a-f]{64}) ED25519 ([0-9a-f]{128})$/

/**
 * The file of a hand-over: for people at the top, one line of JSON for the other terminal below, and a last line with the SHA-256 of every
 * byte before it and the terminal's signature over that.
 */
export function writeHandOver(handOver: HandOver, signer: FileSigner): string {
  const body = `${firstLine}\n${humanPart(handOver)}${marker}\n${JSON.stringify(handOver)}\n`
  const digest = sha256Hex(body)
  return `${body}SHA-256 ${digest} ED25519 ${signer.sign(signedText(digest))}\n`
}

/**
 * Reads one back, whole or not at all. Refuses `handOverNotOurs`, `handOverNewer`, `handOverChanged` (cut, edited, mailed as
 * text) and `handOverSignatureWrong`. Whether the key belongs to a terminal of the outlet is the central's to say.
 */
export function readHandOver(text: string): HandOver {
  const version = anyFirstLine.exec(text.slice(0, Math.max(0, text.indexOf('\n'))))?.[1]
  if (version === undefined) throw new Refusal('handOverNotOurs')
  if (version !== '1') throw new Refusal('handOverNewer', { version })
  const end = text.lastIndexOf('\n', text.length - 2) + 1
  const [, digest = '', signature = ''] = text.endsWith('\n') ? (seal.exec(text.slice(end, -1)) ?? []) : []
  const body = text.slice(0, end)
  if (digest === '' || sha256Hex(body) !== digest) throw new Refusal('handOverChanged')
  const handOver = parse(body)
  if (!holds(handOver.publicKey, digest, signature)) throw new Refusal('handOverSignatureWrong', { terminalId: handOver.terminalId })
  return handOver
}

/** The terminal's key also signs requests to the central: the words keep the two apart. */
function signedText(digest: string): string {
  return `loket-hand-over-1 sha-256 ${digest}`
}

/** The JSON is the last line but one; nothing above it can begin a line with the marker after it. */
function parse(body: string): HandOver {
  const at = body.lastIndexOf(`\n${marker}\n`)
  try {
    return handOverSchema.parse(JSON.parse(body.slice(at + marker.length + 2)))
  } catch {
    throw new Refusal('handOverChanged')
  }
}

function holds(publicKey: string, digest: string, signature: string): boolean {
  try {
    return verifyEd25519(new TextEncoder().encode(signedText(digest)), Buffer.from(signature, 'hex'), importPublicKey(publicKey))
  } catch {
    // Forty characters need not be a key.
    return false
  }
}
