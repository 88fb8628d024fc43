import type { PromiseName } from '../promises/all.ts'
import type { Flaw, Member } from './central.ts'

const json = 'application/json'
const problem = 'application/problem+json'
const malformed: Member = {
  type: 'urn:loket:refusal:malformedRequest',
  title: 'malformedRequest',
  status: 400,
  code: 'malformedRequest',
  retry: 'never',
  created: false,
}

/** Wrong in batches, limits and in what happens behind a terminal's back; as in flaws.ts. */
export const moreFlaws: Record<string, { breaks: readonly PromiseName[]; flaw: Flaw }> = {
  'refuses a whole batch for one wrong item': {
    breaks: ['batchIsolation', 'batchOneBillOnce'],
    flaw:
      () =>
      ({ said, insteadOf }) => {
        const items = Array.isArray(said.items) ? (said.items as Member[]) : []
        return items.some(({ code }) => code === 'malformedRequest')
          ? insteadOf({ body: malformed, status: 400, contentType: problem })
          : null
      },
  },

  'answers a batch that is too long': {
    breaks: ['batchLimit'],
    flaw:
      () =>
      ({ path, said, insteadOf }) =>
        path === '/v1/payments/batch' && said.code === 'requestTooLarge'
          ? insteadOf({ body: { ...said, code: undefined, items: [] }, status: 200, contentType: json })
          : null,
  },

  'rounds fractions of a rupiah': {
    breaks: ['amountsExact'],
    flaw:
      () =>
      ({ sent, said, insteadOf }) =>
        said.code === 'malformedRequest' && sent.totalRupiah === 5_000.5
          ? insteadOf({ body: { ...said, status: 'pending', revision: 1 }, status: 200, contentType: json })
          : null,
  },

  'takes a rupiah more than it says': {
    breaks: ['priceExact'],
    flaw:
      () =>
      ({ request, path, said, insteadOf }) =>
        request.method === 'POST' && path === '/v1/payments' && said.code === 'billChanged'
          ? insteadOf({ body: { ...said, status: 'pending', revision: 1 }, status: 200, contentType: json })
          : null,
  },

  'falls over a strange path': {
    breaks: ['malformedRefused', 'noServerErrors', 'problemDetails', 'repliesBound'],
    flaw:
      () =>
      ({ path }) =>
        path === '/v1/nothing' ? new Response('Internal Server Error', { status: 500 }) : null,
  },

  'refuses members it does not know': {
    breaks: ['unknownMembersIgnored'],
    flaw:
      () =>
      ({ sent, said, insteadOf }) => {
        if (!('memberOfALaterVersion' in sent)) return null
        const { proof: _, ...about } = said
        return insteadOf({ body: { ...about, ...malformed, status: 'refused' }, status: 400, contentType: problem })
      },
  },

  'keeps a payment it could not afford as refused': {
    breaks: ['lowFloat'],
    flaw: () => {
      const refused = new Map<unknown, Member>()
      return ({ said, insteadOf }) => {
        const first = refused.get(said.paymentId)
        if (said.code === 'floatTooLow' && said.paymentId !== undefined) refused.set(said.paymentId, said)
        if (first === undefined || said.status !== 'paid') return null
        return insteadOf({ body: first, status: 409, contentType: problem })
      }
    },
  },

  'leaves a hole in the feed': {
    breaks: ['feedWithoutHoles', 'correctionHeard'],
    flaw:
      () =>
      ({ path, said, insteadOf }) =>
        path === '/v1/feed' && Array.isArray(said.items) && said.items.length > 2
          ? insteadOf({ body: { ...said, items: said.items.toSpliced(1, 1) } })
          : null,
  },

  'begins anew instead of saying that a cursor expired': {
    breaks: ['feedExpires'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'cursorExpired'
          ? insteadOf({ body: { ...said, code: undefined, items: [], head: 0 }, status: 200, contentType: json })
          : null,
  },

  'gives a second terminal for a code whose reply was lost': {
    breaks: ['enrolmentRepeated'],
    flaw: () => {
      let enrolments = 0
      return ({ path, said, insteadOf }) => {
        if (path !== '/v1/enrolments' || typeof said.terminalId !== 'string') return null
        enrolments += 1
        return enrolments === 2 ? insteadOf({ body: { ...said, terminalId: `${said.terminalId}-2` } }) : null
      }
    },
  },

  'enrols whoever guesses a code': {
    breaks: ['enrolmentProven'],
    flaw:
      () =>
      ({ sent, insteadOf }) =>
        sent.activationCode === 'NO-SUCH-CODE' ? insteadOf({ body: {}, status: 200, contentType: json }) : null,
  },

  'believes after a restore what was signed before it': {
    breaks: ['restoredCentral'],
    flaw: () => {
      const seen = new Set<unknown>()
      return ({ request, said, insteadOf }) => {
        const nonce = /nonce="([^"]+)"/.exec(request.headers.get('signature-input') ?? '')?.[1]
        const isFirst = !seen.has(nonce)
        seen.add(nonce)
        return said.code === 'replayed' && isFirst ? insteadOf({ body: {}, status: 200, contentType: json }) : null
      }
    },
  },

  'lets two terminals have one payment': {
    breaks: ['claimMovesPayment'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'notOwner' ? insteadOf({ body: { ...said, status: 'pending' }, status: 200, contentType: json }) : null,
  },

  'takes a copy of a ledger for the ledger': {
    breaks: ['helloTellsCopies'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.verdict === 'forked' ? insteadOf({ body: { ...said, verdict: 'continues' } }) : null,
  },

  'lets a revoked terminal ask nothing': {
    breaks: ['revokedWithQueue'],
    flaw: () => {
      let isRevoked = false
      return ({ path, sent, said, insteadOf }) => {
        const items = Array.isArray(said.items) ? (said.items as Member[]) : []
        isRevoked ||= items.some(({ code }) => code === 'terminalRevoked')
        const asks = Array.isArray(sent.items) && (sent.items as Member[])[0]?.kind === 'ask'
        if (!isRevoked || path !== '/v1/payments/batch' || !asks) return null
        return insteadOf({
          body: { ...malformed, code: 'terminalRevoked', status: 403, retry: 'ask' },
          status: 403,
          contentType: problem,
        })
      }
    },
  },
}
