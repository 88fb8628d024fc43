import type { PromiseName } from '../promises/all.ts'
import type { Flaw, Member } from './central.ts'

const json = 'application/json'
const isPay = (request: Request, path: string) => request.method === 'POST' && path === '/v1/payments'
const stillPending = ({ paymentId, intentHash, serverTime, ledgerEpoch, idsKeptForDays }: Member) => ({
  ...{ serverTime, ledgerEpoch, idsKeptForDays, paymentId, intentHash },
  status: 'pending',
  revision: 2,
})

/** A proof with another reference each time it is given. */
function otherProof(statement: Member, times: number): Member {
  const proof = statement.proof as Member | undefined
  return proof === undefined || times < 2
    ? statement
    : { ...statement, proof: { ...proof, reference: `${String(proof.reference)}${times}` } }
}

function counter() {
  const counts = new Map<unknown, number>()
  return (key: unknown): number => {
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    return count
  }
}

/** Says yes where the sound central refuses with this code. */
const takesInstead =
  (code: string): Flaw =>
  () =>
  ({ said, insteadOf }) =>
    said.code === code ? insteadOf({ body: {}, status: 200, contentType: json }) : null

/** Each central here is wrong in one thing; `breaks` is every promise that this breaks, and no other. */
export const flaws: Record<string, { breaks: readonly PromiseName[]; flaw: Flaw }> = {
  'believes what is not signed': { breaks: ['unsignedRefused'], flaw: takesInstead('signatureMissing') },
  'believes every signature': { breaks: ['enrolmentProven', 'wrongSignatureRefused'], flaw: takesInstead('signatureInvalid') },
  'looks at no clock': { breaks: ['clockWindow'], flaw: takesInstead('clockSkew') },

  'answers a replay with the reply of the first time': {
    breaks: ['replayRefused'],
    flaw: () => {
      const replies = new Map<string, Response>()
      return ({ request, reply, said }) => {
        const signature = request.headers.get('signature') ?? ''
        const first = replies.get(signature)
        if (said.code === 'replayed' && first !== undefined) return first.clone()
        replies.set(signature, reply.clone())
        return null
      }
    },
  },

  'makes a new proof of every repeat': {
    breaks: ['idempotentAlone', 'restoredCentral', 'revisionOrder', 'revokedWithQueue'],
    flaw: () => {
      const sent = counter()
      return ({ request, path, said, insteadOf }) =>
        isPay(request, path) ? insteadOf({ body: otherProof(said, sent(said.paymentId)) }) : null
    },
  },

  'makes new proofs of a batch sent again': {
    breaks: ['idempotentInBatch', 'revisionOrder'],
    flaw: () => {
      const sent = counter()
      return ({ path, said, insteadOf }) => {
        if (path !== '/v1/payments/batch' || !Array.isArray(said.items)) return null
        return insteadOf({ body: { ...said, items: said.items.map((item: Member) => otherProof(item, sent(item.paymentId))) } })
      }
    },
  },

  'answers by id alone and does not compare intents': {
    breaks: ['intentMismatch'],
    flaw: () => {
      const known = new Map<unknown, Member>()
      return ({ said, insteadOf }) => {
        const first = known.get(said.paymentId)
        if (said.code === 'intentMismatch' && first !== undefined) return insteadOf({ body: first, status: 200, contentType: json })
        if (said.status === 'paid') known.set(said.paymentId, said)
        return null
      }
    },
  },

  'believes every hash': {
    breaks: ['intentHashChecked'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'intentHashWrong' && said.paymentId !== undefined
          ? insteadOf({ body: stillPending(said), status: 200, contentType: json })
          : null,
  },

  'says "unknown" without the hash of the question': {
    breaks: ['unknownSaid'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.status === 'unknown' ? insteadOf({ body: { ...said, intentHash: '0'.repeat(64) } }) : null,
  },

  'sells a bill twice': {
    breaks: ['duplicateBill', 'restoredCentral'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'duplicateBill' ? insteadOf({ body: stillPending(said), status: 200, contentType: json }) : null,
  },

  'takes a payment under a voided id': {
    breaks: ['voidBeforePayment'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'idVoided' ? insteadOf({ body: stillPending(said), status: 200, contentType: json }) : null,
  },

  'voids what was paid': {
    breaks: ['voidAfterPayment'],
    flaw:
      () =>
      ({ path, said, insteadOf }) => {
        const { proof: _, ...rest } = said
        return path.endsWith('/void') && said.status === 'paid'
          ? insteadOf({ body: { ...rest, status: 'voided', revision: Number(said.revision) + 1 } })
          : null
      },
  },

  'signs no reply about the float': {
    breaks: ['repliesBound'],
    flaw:
      () =>
      ({ path, said, reply }) =>
        path === '/v1/float' && said.balanceRupiah !== undefined
          ? new Response(JSON.stringify(said), { status: reply.status, headers: { 'content-type': json } })
          : null,
  },

  'binds a reply to the request before': {
    breaks: ['repliesBound'],
    flaw: () => {
      let before: Request | null = null
      return async ({ request, path, said, insteadOf }) => {
        if (path !== '/v1/float' || said.balanceRupiah === undefined) return null
        const other = before ?? request
        before = request
        return insteadOf({}, other)
      }
    },
  },

  'sends a page where a problem belongs': {
    breaks: ['problemDetails'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'intentMismatch' ? insteadOf({ contentType: 'text/html' }) : null,
  },

  'says that a refused second payment was created': {
    breaks: ['problemDetails'],
    flaw:
      () =>
      ({ said, insteadOf }) =>
        said.code === 'duplicateBill' ? insteadOf({ body: { ...said, created: true } }) : null,
  },

  'counts revisions backwards': {
    breaks: ['revisionOrder'],
    flaw: () => {
      const voids = counter()
      return ({ path, said, insteadOf }) =>
        path.endsWith('/void') && said.status === 'voided' && voids(said.paymentId) > 1
          ? insteadOf({ body: { ...said, revision: 0 } })
          : null
    },
  },

  'writes money as a fraction': {
    breaks: ['wholeRupiah'],
    flaw:
      () =>
      ({ path, said, insteadOf }) =>
        path === '/v1/float' && said.balanceRupiah !== undefined
          ? insteadOf({ body: JSON.stringify(said).replace(/("balanceRupiah":\d+)/, '$1.0') })
          : null,
  },
}
