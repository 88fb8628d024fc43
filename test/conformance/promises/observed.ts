import type { Pledges } from '../given.ts'
import { demand } from '../verdict.ts'

function demandNone(complaints: readonly string[]): void {
  demand(complaints.length === 0, `${complaints.length} times, first: ${complaints[0]}`)
}

/** Judged by every reply there was while the other promises were looked at. */
export const observedPledges = {
  repliesBound: {
    says: 'Every reply behind the door is signed with the key of the central and bound to the very request it answers.',
    async keeps({ observed: { counts, complaints } }) {
      demandNone(complaints.unbound)
      return `${counts.signed} replies checked against their requests`
    },
  },

  problemDetails: {
    says: 'Every refusal is problem details with a code of the contract, its status, its retry rule and what was created.',
    async keeps({ observed: { counts, complaints } }) {
      demandNone(complaints.problems)
      return `${counts.refusals} refusals checked against the list`
    },
  },

  noServerErrors: {
    says: 'Whatever is sent, the central never answers with a mistake of its own (5xx).',
    async keeps({ observed: { counts, complaints } }) {
      demandNone(complaints.errors)
      return `none among ${counts.replies} replies`
    },
  },

  revisionOrder: {
    says: 'The revision of a payment never goes back, and under one revision the central never says two things.',
    async keeps({ observed: { counts, complaints } }) {
      demandNone(complaints.revisions)
      return `${counts.statements} statements compared`
    },
  },

  wholeRupiah: {
    says: 'Every amount of a reply is written as a whole number of rupiah within the safe integers.',
    async keeps({ observed: { counts, complaints } }) {
      demandNone(complaints.money)
      return `${counts.amounts} amounts read`
    },
  },
} as const satisfies Pledges
