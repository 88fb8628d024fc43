import { z } from 'zod'
import { Refusal } from '../../shared/refusals.ts'
import type { Central } from '../central/central.ts'
import { decryptAesGcm, encryptAesGcm } from '../platform/crypto.ts'
import { sealTo } from '../platform/sealed-box.ts'

const firstLine = 'LOKET SALINAN ANTREAN 1'
const anyFirstLine = /^LOKET SALINAN ANTREAN (\d{1,6})\n/
const explanation = [
  'Salinan antrean yang tersandi. Bila terminal ini mati, buka berkas ini di terminal lain',
  'milik outlet yang sama (Antrean, Impor); pusat yang membukanya. Jangan ubah isinya.',
]

const envelopeSchema = z.object({
  /** The content key, sealed to the outlet's recovery key. */
  sealedKey: z.string().min(1).max(400),
  nonce: z.string().max(40),
  encrypted: z.string(),
})

/** What a copy tells without being opened: nothing about customers. */
export type CopyLabel = { outletName: string; terminalId: string; written: string; count: number }

/** A hand-over file under a key of its own, which only the outlet's recovery key opens. `contentKey`: 32 random bytes, `nonce`: 12. */
export function writeCopy(
  text: string,
  given: { recoveryPublicKey: string; contentKey: Uint8Array; nonce: Uint8Array; label: CopyLabel },
): string {
  const { label, contentKey, nonce } = given
  const envelope = {
    sealedKey: sealTo(given.recoveryPublicKey, contentKey),
    nonce: Buffer.from(nonce).toString('base64'),
    encrypted: Buffer.from(encryptAesGcm(contentKey, nonce, new TextEncoder().encode(text))).toString('base64'),
  }
  const lines = [
    firstLine,
    `Outlet     : ${label.outletName}`,
    `Terminal   : ${label.terminalId}`,
    `Waktu      : ${label.written}`,
    `Pembayaran : ${label.count}`,
    ...explanation,
    JSON.stringify(envelope),
  ]
  return lines.map((line) => `${line.replace(/\p{Cc}+/gu, ' ')}\n`).join('')
}

/**
 * The hand-over file inside a copy, or null for a text that is no copy. The central opens the key. Refuses `handOverNewer`, `handOverChanged`,
 * `centralUnreachable` and `handOverNotAllowed` (the central won't open it for this terminal).
 */
export async function readCopy(text: string, central: Pick<Central, 'openCopy'>): Promise<string | null> {
  const version = anyFirstLine.exec(text.slice(0, 80))?.[1]
  if (version === undefined) return null
  if (version !== '1') throw new Refusal('handOverNewer', { version })
  const envelope = readEnvelope(text)
  const outcome = await central.openCopy(envelope.sealedKey)
  if (outcome.kind === 'silent') throw new Refusal('centralUnreachable', { why: outcome.why })
  if (outcome.kind === 'refused') throw new Refusal('handOverNotAllowed', { central: outcome.code })
  try {
    const plain = decryptAesGcm(
      Buffer.from(outcome.answer.contentKey, 'base64'),
      Buffer.from(envelope.nonce, 'base64'),
      Buffer.from(envelope.encrypted, 'base64'),
    )
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain)
  } catch {
    throw new Refusal('handOverChanged')
  }
}

function readEnvelope(text: string): z.infer<typeof envelopeSchema> {
  try {
    return envelopeSchema.parse(JSON.parse(text.trimEnd().split('\n').at(-1) ?? ''))
  } catch {
    throw new Refusal('handOverChanged')
  }
}
