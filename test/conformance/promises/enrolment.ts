import { makeKeyPair } from '../../../main/platform/crypto.ts'
import { enrolmentAnswerSchema } from '../../../shared/central-api/enrolments.ts'
import { askToEnrol } from '../enrol.ts'
import type { Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import { read } from '../terminal.ts'
import { demand } from '../verdict.ts'

export const enrolmentPledges = {
  enrolmentRepeated: {
    says: 'An enrolment whose reply was lost gives the same terminal and key again; the code serves no other key.',
    async keeps({ wire, terminal, enrolment }) {
      for (let again = 0; again < 2; again++) {
        const seen = await askToEnrol(wire, enrolment)
        const answer = read(enrolmentAnswerSchema, seen, 200)
        const isSame = answer.terminalId === terminal.terminalId && answer.keyId === terminal.signer.keyId
        demand(
          isSame,
          `the same code and key made ${answer.terminalId} ${answer.keyId} after ${terminal.terminalId} ${terminal.signer.keyId}`,
        )
        demand(seen.bound.ok, 'the repeated answer is not signed and bound to its request')
      }
      const thief = await askToEnrol(wire, { ...enrolment, keys: makeKeyPair() })
      demand(codeOf(thief) === 'activationInvalid', `a used code with another key was answered ${thief.status} ${codeOf(thief) ?? ''}`)
      return 'repeated twice with the same answer; refused with another key'
    },
  },

  enrolmentProven: {
    says: 'Nobody is enrolled without a code, or with a key that did not sign the request.',
    async keeps({ wire, enrolment }) {
      const guessed = await askToEnrol(wire, { activationCode: 'NO-SUCH-CODE', keys: makeKeyPair() })
      demand(codeOf(guessed) === 'activationInvalid', `an invented code was answered ${guessed.status} ${codeOf(guessed) ?? ''}`)
      const borrowed = await askToEnrol(wire, enrolment, makeKeyPair())
      demand(borrowed.status === 401, `a key that signed nothing was answered ${borrowed.status} ${codeOf(borrowed) ?? ''}`)
      return 'an invented code and a key without its other half were refused'
    },
  },
} as const satisfies Pledges
