import { makeKeyPair } from '../../../main/platform/crypto.ts'
import { signatureWindowMs } from '../../../shared/central-api/routes.ts'
import type { Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import { demand } from '../verdict.ts'
import type { Seen } from '../wire-client.ts'

function refusedAs(seen: Seen, code: string, what: string): void {
  demand(codeOf(seen) === code, `${what} was answered ${seen.status} ${codeOf(seen) ?? 'without a code'}, not ${code}`)
}

export const wirePledges = {
  unsignedRefused: {
    says: 'A request that is not signed is refused.',
    async keeps({ wire, goods, terminal }) {
      refusedAs(await wire.send(null, 'GET', '/v1/time'), 'signatureMissing', 'an unsigned question for the time')
      const request = goods.fresh()
      refusedAs(await wire.send(null, 'POST', '/v1/payments', request), 'signatureMissing', 'an unsigned payment')
      const { status } = await terminal.ask(request)
      demand(status === 'unknown', `an unsigned payment was refused and yet is ${status}`)
      return 'a question and a payment without a signature were refused, and nothing was made of the payment'
    },
  },

  wrongSignatureRefused: {
    says: 'A request that is signed by a stranger, changed on the way or moved to another path is refused.',
    async keeps({ wire, goods, terminal }) {
      const { signer } = terminal
      const stranger = { keyId: signer.keyId, keys: makeKeyPair() }
      const request = goods.fresh()
      refusedAs(await wire.send(stranger, 'POST', '/v1/payments', request), 'signatureInvalid', "a payment signed with a stranger's key")
      const nobody = { ...signer, keyId: 'nobody' }
      refusedAs(await wire.send(nobody, 'POST', '/v1/payments', request), 'signatureInvalid', 'a payment under an unknown key id')
      const pay = await wire.prepare(signer, 'POST', '/v1/payments', request)
      const body = (pay.body ?? '').replace(request.customerNumber, goods.freshNumber())
      refusedAs(await wire.deliver({ ...pay, body }), 'signatureInvalid', 'a payment whose body was changed on the way')
      const ask = await wire.prepare(signer, 'GET', '/v1/time')
      refusedAs(
        await wire.deliver({ ...ask, url: ask.url.replace('/v1/time', '/v1/float') }),
        'signatureInvalid',
        'a request moved to another path',
      )
      const asked = await wire.prepare(signer, 'GET', '/v1/feed?epoch=none&after=1')
      refusedAs(
        await wire.deliver({ ...asked, url: asked.url.replace('after=1', 'after=0') }),
        'signatureInvalid',
        'a request with another query',
      )
      const { status } = await terminal.ask(request)
      demand(status === 'unknown', `a wrongly signed payment was refused and yet is ${status}`)
      return 'a strange key, an unknown key id, another body, path and query were refused, and nothing was made of any'
    },
  },

  clockWindow: {
    says: 'A signature made more than five minutes away from the time of the central is refused, and its time told; one within is taken.',
    async keeps({ wire, terminal }) {
      for (const awayMs of [-signatureWindowMs - 10_000, signatureWindowMs + 10_000]) {
        const seen = await wire.send(terminal.signer, 'GET', '/v1/time', undefined, { createdMs: wire.nowMs() + awayMs })
        refusedAs(seen, 'clockSkew', `a signature ${awayMs / 1_000} s away`)
        const { serverTime } = seen.json as { serverTime?: string }
        demand(serverTime !== undefined, 'clockSkew does not tell the time of the central')
        const offMs = Math.abs(Date.parse(serverTime) - wire.nowMs())
        demand(offMs < 60_000, `clockSkew tells a time ${offMs} ms away from that of other replies`)
      }
      for (const awayMs of [30_000 - signatureWindowMs, signatureWindowMs - 30_000]) {
        const seen = await wire.send(terminal.signer, 'GET', '/v1/time', undefined, { createdMs: wire.nowMs() + awayMs })
        demand(seen.status === 200, `a signature only ${awayMs / 1_000} s away was answered ${seen.status} ${codeOf(seen)}`)
      }
      return 'refused 310 s before and after with its time, taken 270 s before and after'
    },
  },

  replayRefused: {
    says: 'A request is taken once; the very same one again is refused, and so is a used nonce on another request.',
    async keeps({ wire, goods, terminal }) {
      const pay = await wire.prepare(terminal.signer, 'POST', '/v1/payments', goods.fresh())
      const first = await wire.deliver(pay)
      demand(first.status === 200, `a payment was answered ${first.status} ${codeOf(first)}`)
      for (let again = 0; again < 2; again++) refusedAs(await wire.deliver(pay), 'replayed', 'the very same payment again')
      const ask = await wire.prepare(terminal.signer, 'GET', '/v1/float')
      await wire.deliver(ask)
      refusedAs(await wire.deliver(ask), 'replayed', 'the very same question again')
      const nonce = `conformance-${goods.freshNumber()}-${pay.number}`
      await wire.send(terminal.signer, 'GET', '/v1/float', undefined, { nonce })
      refusedAs(
        await wire.send(terminal.signer, 'GET', '/v1/time', undefined, { nonce }),
        'replayed',
        'another question under a used nonce',
      )
      return 'a payment and a question sent again as they were, and a used nonce, were refused'
    },
  },
} as const satisfies Pledges
