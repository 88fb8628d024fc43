import { describe, expect, test } from 'vitest'
import { importPrivateKey, makeKeyPair } from '../../main/platform/crypto.ts'
import { requestBytesMax } from '../../main/practice/door.ts'
import { signRequest } from '../../main/wire/request.ts'
import { openOutlet, paymentOf, pulsa20, type TestTerminal } from './outlet.ts'

type Outlet = Awaited<ReturnType<typeof openOutlet>>

/** A request signed as the terminal would, sent as the test likes. */
async function signed(
  outlet: Outlet,
  terminal: TestTerminal,
  method: string,
  path: string,
  text: string | null,
  createdMs = outlet.clock.nowMs(),
) {
  const body = text === null ? null : new TextEncoder().encode(text)
  const url = `${outlet.url}${path}`
  const identity = { keyId: terminal.keyId, privateKey: importPrivateKey(terminal.keys) }
  const headers = await signRequest({ method, url, body }, identity, { createdMs, nonce: outlet.ids.secret() })
  return { url, init: { method, headers, ...(text === null ? {} : { body: text }) } }
}

async function codeOf(response: Response): Promise<[number, string]> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const { code, retry, status, title, type } = (await response.json()) as Record<string, unknown>
  expect([typeof retry, typeof title, typeof type]).toEqual(['string', 'string', 'string'])
  expect(status === 'refused' || status === response.status).toBe(true)
  return [response.status, String(code)]
}

describe('the door refuses', () => {
  test('what is not signed, signed by a stranger, changed on the way, or for another path', async () => {
    const outlet = await openOutlet()
    const terminal = await outlet.terminal()
    const body = JSON.stringify(paymentOf(pulsa20('081200001230'), outlet.clock))
    const pay = () => signed(outlet, terminal, 'POST', '/v1/payments', body)
    expect(await codeOf(await fetch(`${outlet.url}/v1/time`))).toEqual([401, 'signatureMissing'])
    expect(await codeOf(await fetch(`${outlet.url}/v1/payments`, { method: 'POST', body }))).toEqual([401, 'signatureMissing'])
    const stranger = await signed(outlet, { ...terminal, keys: makeKeyPair() }, 'POST', '/v1/payments', body)
    expect(await codeOf(await fetch(stranger.url, stranger.init))).toEqual([401, 'signatureInvalid'])
    const unknown = await signed(outlet, { ...terminal, keyId: 'nobody' }, 'POST', '/v1/payments', body)
    expect(await codeOf(await fetch(unknown.url, unknown.init))).toEqual([401, 'signatureInvalid'])
    const changed = await pay()
    expect(await codeOf(await fetch(changed.url, { ...changed.init, body: body.replace('21500', '21501') }))).toEqual([
      401,
      'signatureInvalid',
    ])
    const moved = await pay()
    expect(await codeOf(await fetch(`${outlet.url}/v1/inquiries`, moved.init))).toEqual([401, 'signatureInvalid'])
    expect(outlet.server.central.book().payments).toEqual([])
  })

  test('what is signed too early or too late', async () => {
    const outlet = await openOutlet()
    const terminal = await outlet.terminal()
    for (const [awayMs, status] of [
      [-301_000, 401],
      [301_000, 401],
      [-299_000, 200],
      [299_000, 200],
    ] as const) {
      const request = await signed(outlet, terminal, 'GET', '/v1/time', null, outlet.clock.nowMs() + awayMs)
      const response = await fetch(request.url, request.init)
      expect(response.status).toBe(status)
      if (status === 401) expect(await codeOf(response)).toEqual([401, 'clockSkew'])
    }
  })

  test('the very same request a second time, and remembers it through its window', async () => {
    const outlet = await openOutlet()
    const terminal = await outlet.terminal()
    const request = await signed(outlet, terminal, 'POST', '/v1/payments', JSON.stringify(paymentOf(pulsa20('081200001230'), outlet.clock)))
    expect((await fetch(request.url, request.init)).status).toBe(200)
    expect(await codeOf(await fetch(request.url, request.init))).toEqual([401, 'replayed'])
    outlet.advance(299_000)
    expect(await codeOf(await fetch(request.url, request.init))).toEqual([401, 'replayed'])
    expect(outlet.server.central.billerBook()).toHaveLength(1)
  })

  test('a body over 256 KiB, whatever it says', async () => {
    const outlet = await openOutlet()
    const terminal = await outlet.terminal()
    const request = await signed(outlet, terminal, 'POST', '/v1/payments', `"${'x'.repeat(requestBytesMax)}"`)
    expect(await codeOf(await fetch(request.url, request.init))).toEqual([413, 'requestTooLarge'])
    const fits = await signed(outlet, terminal, 'POST', '/v1/payments', `"${'x'.repeat(requestBytesMax - 2)}"`)
    expect(await codeOf(await fetch(fits.url, fits.init))).toEqual([400, 'malformedRequest'])
  })

  test('an address that is none', async () => {
    const outlet = await openOutlet()
    expect(await codeOf(await fetch(`${outlet.url}/v1/nothing`))).toEqual([404, 'unknownResource'])
    expect(await codeOf(await fetch(`${outlet.url}/`))).toEqual([404, 'unknownResource'])
  })
})

describe('malformed requests are refused by name and leave nothing behind', () => {
  const sound = (clock: Outlet['clock']) => paymentOf(pulsa20('081200001230'), clock)
  test.each<[string, (request: ReturnType<typeof sound>) => unknown]>([
    ['not JSON', () => undefined],
    ['null', () => null],
    ['a list', (request) => [request]],
    ['no payment id', ({ paymentId: _, ...request }) => request],
    ['a payment id that is none', (request) => ({ ...request, paymentId: '../../etc' })],
    ['no hash', ({ intentHash: _, ...request }) => request],
    ['an amount of zero', (request) => ({ ...request, sheets: [{ period: '', amountRupiah: 0 }], totalRupiah: 0 })],
    ['a negative amount', (request) => ({ ...request, sheets: [{ period: '', amountRupiah: -21_500 }] })],
    ['a fraction', (request) => ({ ...request, sheets: [{ period: '', amountRupiah: 21_500.5 }] })],
    ['an amount in words', (request) => ({ ...request, totalRupiah: '21500' })],
    ['a huge amount', (request) => ({ ...request, totalRupiah: 1e300 })],
    ['a total that is not the sum', (request) => ({ ...request, totalRupiah: 21_501 })],
    [
      'sheets that sum beyond every limit',
      (request) => ({
        ...request,
        sheets: Array.from({ length: 24 }, (_, index) => ({ period: String(index), amountRupiah: 1e12 })),
        totalRupiah: 1e12,
      }),
    ],
    ['no sheets', (request) => ({ ...request, sheets: [] })],
    ['one period twice', (request) => ({ ...request, sheets: [request.sheets[0], request.sheets[0]], totalRupiah: 43_000 })],
    ['an endless customer number', (request) => ({ ...request, customerNumber: '0'.repeat(33) })],
    ['a time that is none', (request) => ({ ...request, acceptedAt: 'now' })],
  ])('%s', async (_, change) => {
    const outlet = await openOutlet()
    const terminal = await outlet.terminal()
    const changed = change(sound(outlet.clock))
    const request = await signed(
      outlet,
      terminal,
      'POST',
      '/v1/payments',
      changed === undefined ? '{"paymentId":' : JSON.stringify(changed),
    )
    const response = await fetch(request.url, request.init)
    expect(response.headers.get('signature')).not.toBeNull()
    expect(await codeOf(response)).toEqual([400, 'malformedRequest'])
    expect(outlet.server.central.book()).toMatchObject({ payments: [], biller: [], float: { reservedRupiah: 0 } })
  })

  test('a status question about no id, or about an unknown id without its intent', async () => {
    const outlet = await openOutlet()
    const terminal = await outlet.terminal()
    const { paymentId } = sound(outlet.clock)
    for (const path of ['/v1/payments/nonsense?intentHash=00', `/v1/payments/${paymentId}`, `/v1/payments/${paymentId}?intentHash=xyz`]) {
      const request = await signed(outlet, terminal, 'GET', path, null)
      expect(await codeOf(await fetch(request.url, request.init))).toEqual([400, 'malformedRequest'])
    }
    for (const text of ['{}', '{"intentHash":7}']) {
      const request = await signed(outlet, terminal, 'POST', `/v1/payments/${paymentId}/void`, text)
      expect(await codeOf(await fetch(request.url, request.init))).toEqual([400, 'malformedRequest'])
    }
  })

  test('an inquiry for an unknown product or an impossible number', async () => {
    const outlet = await openOutlet()
    const { central } = await outlet.terminal()
    const refusedAs = async (productCode: string, customerNumber: string) => {
      const outcome = await central.inquire({ productCode, customerNumber })
      return outcome.kind === 'refused' ? outcome.code : outcome.kind
    }
    expect(await refusedAs('NOTHING', '530000000001')).toBe('productUnknown')
    expect(await refusedAs('PLN', '53000000000')).toBe('customerNumberInvalid')
    expect(await refusedAs('PLN', "'; DROP TABLE payments; --")).toBe('customerNumberInvalid')
    expect(await refusedAs('PLN', '5'.repeat(40))).toBe('malformedRequest')
    expect(await refusedAs('PLN', '')).toBe('malformedRequest')
  })
})
