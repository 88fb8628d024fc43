import { type EnrolmentAnswer, enrolmentAnswerSchema } from '../../shared/central-api/enrolments.ts'
import { centralProblemSchema } from '../../shared/central-api/problem.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import type { Clock } from '../platform/clock.ts'
import { importPublicKey, type KeyPair } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { type CallLimits, createCaller } from './call.ts'
import type { SignedReply, SilenceCause } from './outcome.ts'

export type EnrolmentSettings = {
  baseUrl: string
  activationCode: string
  terminalName: string
  /** Made and stored by the caller first, so that a repeat after a crash names the same key and gets the same answer. */
  keys: KeyPair
  clock: Clock
  ids: Ids
  /** Where the central's key is known beforehand, no other is believed. */
  expectedCentralPublicKey?: string
  limits?: Partial<CallLimits>
  hearUnsignedTime?(serverTimeMs: number): void
}

export type EnrolmentOutcome =
  | { kind: 'enrolled'; answer: EnrolmentAnswer; reply: SignedReply }
  | { kind: 'refused'; code: CentralRefusalCode }
  | { kind: 'silent'; cause: SilenceCause; why: string }

/** Makes this machine a terminal of its outlet. Until it is one, its public key is its name. */
export async function enrol(settings: EnrolmentSettings): Promise<EnrolmentOutcome> {
  const { keys, activationCode, terminalName } = settings
  const call = createCaller({ ...settings, keys: { ...keys, keyId: keys.publicKey } })
  const body = { activationCode, publicKey: keys.publicKey, terminalName }
  const result = await call({ ...centralPaths.enrolments, body }, (json) => keyNamedBy(json, settings.expectedCentralPublicKey))
  if (result.kind === 'signed') {
    const answer = enrolmentAnswerSchema.safeParse(result.json)
    if (answer.success) return { kind: 'enrolled', answer: answer.data, reply: result.reply }
    return { kind: 'silent', cause: 'central', why: 'signed, but not an enrolment' }
  }
  const code = result.kind === 'noAnswer' ? refusalIn(result.setAside) : null
  // A stranger has no key to check a refusal with. It moves no money, so the word alone is believed.
  if (code !== null) return { kind: 'refused', code }
  return { kind: 'silent', cause: result.cause, why: result.why }
}

/** First contact: the reply has to be signed with the very key it introduces, bound to our request. */
function keyNamedBy(json: unknown, expected: string | undefined) {
  const answer = enrolmentAnswerSchema.safeParse(json)
  if (!answer.success) return null
  if (expected !== undefined && answer.data.centralPublicKey !== expected) return null
  try {
    return { keyId: answer.data.centralKeyId, publicKey: importPublicKey(answer.data.centralPublicKey) }
  } catch {
    // 44 characters of base64 need not be a key.
    return null
  }
}

function refusalIn(body: string | null): CentralRefusalCode | null {
  try {
    const problem = centralProblemSchema.safeParse(JSON.parse(body ?? ''))
    return problem.success ? problem.data.code : null
  } catch {
    return null
  }
}
