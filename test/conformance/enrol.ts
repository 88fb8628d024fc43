import { type KeyPair, makeKeyPair } from '../../main/platform/crypto.ts'
import { type EnrolmentAnswer, enrolmentAnswerSchema } from '../../shared/central-api/enrolments.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { codeOf } from './observed.ts'
import { createTerminal, read, type Terminal } from './terminal.ts'
import type { Seen, Wire } from './wire-client.ts'

export type Enrolment = { activationCode: string; keys: KeyPair }

/** An enrolment as a machine that is no terminal yet would ask for it: it proves that it has the key it names. */
export function askToEnrol(wire: Wire, { activationCode, keys }: Enrolment, provenBy: KeyPair = keys): Promise<Seen> {
  const body = { activationCode, publicKey: keys.publicKey, terminalName: 'Conformance' }
  return wire.send({ keyId: provenBy.publicKey, keys: provenBy }, 'POST', centralPaths.enrolments.path, body)
}

/** Makes a terminal, and learns the key and the time of the central by it. */
export async function enrolTerminal(
  wire: Wire,
  activationCode: string,
): Promise<{ terminal: Terminal; enrolment: Enrolment; answer: EnrolmentAnswer }> {
  const enrolment = { activationCode, keys: makeKeyPair() }
  let seen = await askToEnrol(wire, enrolment)
  if (codeOf(seen) === 'clockSkew') {
    wire.setTime((seen.json as { serverTime: string }).serverTime)
    seen = await askToEnrol(wire, enrolment)
  }
  const answer = read(enrolmentAnswerSchema, seen, 200)
  wire.trust(answer.centralKeyId, answer.centralPublicKey)
  wire.setTime(answer.serverTime)
  return { terminal: createTerminal(wire, { keyId: answer.keyId, keys: enrolment.keys }, answer.terminalId), enrolment, answer }
}
