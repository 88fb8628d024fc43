import { describe, expect, test } from 'vitest'
import { doorWords, readRetryAfter } from '../../main/central/retry-after.ts'
import { pending, request, saying, send, signedReply } from './speaking-central.ts'

const nowMs = Date.parse('2026-11-23T03:42:00Z')
const item = { kind: 'ask' as const, paymentId: request.paymentId, intentHash: request.intentHash }

test.each<[what: string, header: string | undefined, date: string | undefined, delayMs: number | null]>([
  ['seconds', '120', undefined, 120_000],
  ['no wait at all', '0', undefined, 0],
  ['a date', 'Mon, 23 Nov 2026 03:43:30 GMT', undefined, 90_000],
  ['a date against the reply’s own, as this clock may be wrong', 'Mon, 23 Nov 2026 05:01:00 GMT', 'Mon, 23 Nov 2026 05:00:00 GMT', 60_000],
  ['a date that is over', 'Mon, 23 Nov 2026 03:41:00 GMT', undefined, 0],
  ['more than ten minutes, of which ten are given', '86400', undefined, 600_000],
  ['a date far ahead, likewise', 'Mon, 23 Nov 2099 03:41:00 GMT', undefined, 600_000],
  ['nothing', undefined, undefined, null],
  ['nonsense', 'soon', undefined, null],
  ['a negative number', '-5', undefined, null],
  ['a fraction', '1.5', undefined, null],
  ['a year in a date nobody can read', 'Mon, 99 Foo 2026 99:99:99 GMT', undefined, null],
])('Retry-After says %s', (_, header, date, delayMs) => expect(readRetryAfter(header, date, nowMs)).toBe(delayMs))

test('only 429 and 503 slow down, only 413 is too large', () => {
  const headers = { 'retry-after': '7' }
  const said = [200, 401, 413, 429, 500, 502, 503].map((status) => [status, doorWords({ status, headers }, nowMs)])
  expect(said).toEqual([
    [200, {}],
    [401, {}],
    [413, { tooLarge: true }],
    [429, { retryAfterMs: 7_000 }],
    [500, {}],
    [502, {}],
    [503, { retryAfterMs: 7_000 }],
  ])
})

describe('a door that asks to wait', () => {
  test.each([429, 503])('with an unsigned %i delays and decides nothing', async (status) => {
    const client = await saying((_, outgoing) => void outgoing.writeHead(status, { 'retry-after': '30' }).end('busy'))
    expect(await client.pay(request)).toMatchObject({ kind: 'noAnswer', retryAfterMs: 30_000 })
    expect(await client.time()).toMatchObject({ kind: 'silent', retryAfterMs: 30_000 })
    const batch = await client.batch([item])
    expect(batch).toMatchObject({ retryAfterMs: 30_000, tooLarge: false, extras: [] })
    expect(batch.outcomes.get(request.paymentId)).toMatchObject({ kind: 'noAnswer' })
  })

  test('with an unsigned 413 to a batch says that it was too large, and nothing about its payments', async () => {
    const client = await saying((_, outgoing) => void outgoing.writeHead(413).end())
    const batch = await client.batch([item])
    expect(batch).toMatchObject({ tooLarge: true, retryAfterMs: null })
    expect(batch.outcomes.get(request.paymentId)).toMatchObject({ kind: 'noAnswer' })
  })

  test('and signs it, is heard likewise: it names no payment', async () => {
    const members = {
      type: 'about:blank',
      title: 'no',
      status: 429,
      code: 'rateLimited',
      retry: 'later',
      created: false,
      retryAfterMs: 12_000,
    }
    const client = await saying(async (wire, outgoing) => send(outgoing, await signedReply(wire, members, 429)))
    const batch = await client.batch([item])
    expect(batch).toMatchObject({ retryAfterMs: 12_000, tooLarge: false })
    expect(batch.outcomes.get(request.paymentId)).toMatchObject({ kind: 'noAnswer', setAside: expect.stringContaining('rateLimited') })
    expect(await client.time()).toMatchObject({ kind: 'refused', code: 'rateLimited', retryAfterMs: 12_000 })
  })
})

describe('a reply to a batch', () => {
  const { serverTime, ledgerEpoch, idsKeptForDays, ...statement } = pending
  const signed = { serverTime, ledgerEpoch, idsKeptForDays }
  const said = async (items: unknown[]) => {
    const client = await saying(async (wire, outgoing) => send(outgoing, await signedReply(wire, { ...signed, items })))
    const { outcomes, extras } = await client.batch([item])
    return { mine: outcomes.get(request.paymentId), extras: extras.map(({ why }) => why) }
  }

  test('answers an item by name', async () => {
    expect(await said([statement])).toMatchObject({ mine: { kind: 'answer', answer: { status: 'pending', ledgerEpoch } }, extras: [] })
    expect(await said([statement, statement])).toMatchObject({ mine: { kind: 'answer' }, extras: [] })
  })

  test.each<[string, unknown[]]>([
    ['leaves it out', []],
    ['says two things about it', [statement, { ...statement, revision: 2 }]],
    ['is about another intent', [{ ...statement, intentHash: 'b'.repeat(64) }]],
    ['can not be read', [{ ...statement, status: 'almost' }]],
  ])('that %s is no answer about it', async (_, items) => expect((await said(items)).mine?.kind).toBe('noAnswer'))

  test('keeps what nobody asked for and what nobody can read apart', async () => {
    const other = { ...statement, paymentId: '01939b7e-0000-7000-8000-000000000000' }
    expect(await said([statement, other, 'what?'])).toMatchObject({
      mine: { kind: 'answer' },
      extras: ['an item of a batch that nobody asked for', 'an item of a batch that can not be read'],
    })
  })
})
