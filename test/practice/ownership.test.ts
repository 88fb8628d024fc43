import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { sealTo } from '../../main/platform/sealed-box.ts'
import type { PaymentRequest } from '../../shared/central-api/payments.ts'
import { answered, openOutlet, paymentOf, pulsa20, type TestTerminal } from './outlet.ts'

const number = '081200001230'
const token = (name: string) => name.padEnd(16, '-')

async function hello(
  { central }: TestTerminal,
  last: string | null,
  next: string,
  changes: { incarnation?: number; takeNew?: boolean } = {},
) {
  const outcome = await central.hello({
    incarnation: 1,
    last: last === null ? null : token(last),
    next: token(next),
    takeNew: false,
    ...changes,
  })
  if (outcome.kind !== 'answer') throw new Error(`no hello: ${JSON.stringify(outcome)}`)
  return [outcome.answer.verdict, outcome.answer.incarnation]
}

async function claim(by: TestTerminal, from: TestTerminal, requests: readonly PaymentRequest[], exportId = v7(), incarnation = 1) {
  const payments = requests.map(({ paymentId, intentHash }) => ({ paymentId, intentHash }))
  const outcome = await by.central.claim({ exportId, fromTerminalId: from.terminalId, incarnation, payments })
  if (outcome.kind !== 'answer') throw new Error(`no claim: ${JSON.stringify(outcome)}`)
  return outcome.answer.payments
}

const claimedItems = async ({ central }: TestTerminal) => {
  const outcome = await central.feed({ epoch: 'none', sequence: 0 })
  return outcome.kind === 'answer'
    ? outcome.answer.items.map(({ item }) => item as { kind: string }).filter(({ kind }) => kind === 'claimed')
    : null
}

describe('hello', () => {
  test('goes on from word to word, and a repeat of a lost reply says the same', async () => {
    const { terminal } = await openOutlet()
    const one = await terminal()
    expect(await hello(one, null, 'a')).toEqual(['continues', 1])
    expect(await hello(one, null, 'a')).toEqual(['continues', 1])
    expect(await hello(one, 'a', 'b')).toEqual(['continues', 1])
    expect(await hello(one, 'a', 'b')).toEqual(['continues', 1])
  })

  test('with a word that was superseded is a copy, whichever of the two comes later', async () => {
    const { terminal } = await openOutlet()
    const one = await terminal()
    await hello(one, null, 'a')
    await hello(one, 'a', 'b')
    expect(await hello(one, 'a', 'c')).toEqual(['forked', 1])
    expect(await hello(one, null, 'd')).toEqual(['forked', 1])
    expect(await hello(one, 'never said', 'e')).toEqual(['forked', 1])
    expect(await hello(one, 'b', 'f')).toEqual(['continues', 1])
  })

  test('gives a copy a new life when it takes one, once', async () => {
    const { terminal } = await openOutlet()
    const one = await terminal()
    await hello(one, null, 'a')
    await hello(one, 'a', 'b')
    expect(await hello(one, 'a', 'c')).toEqual(['forked', 1])
    expect(await hello(one, 'a', 'c', { takeNew: true })).toEqual(['taken', 2])
    expect(await hello(one, 'a', 'c', { takeNew: true })).toEqual(['taken', 2])
    expect(await hello(one, 'c', 'd', { incarnation: 2 })).toEqual(['continues', 2])
    expect(await hello(one, 'b', 'e')).toEqual(['forked', 2])
  })

  test('is no fork for a terminal whose last words a restored central has forgotten', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    await hello(one, null, 'a')
    const backup = server.central.snapshot()
    await hello(one, 'a', 'b')
    await hello(one, 'b', 'c')
    server.central.restoreFrom(backup)
    expect(await hello(one, 'c', 'd')).toEqual(['continues', 1])
    expect(await hello(one, 'a', 'e')).toEqual(['forked', 1])
  })

  test('of another terminal is another thread', async () => {
    const { terminal } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    await hello(one, null, 'a')
    expect(await hello(two, null, 'a')).toEqual(['continues', 1])
  })
})

test('an older life of a terminal asks and voids, and creates nothing', async () => {
  const { terminal, clock, server } = await openOutlet()
  const one = await terminal()
  const paid = paymentOf(pulsa20(number), clock)
  await one.central.pay(paid)
  await hello(one, null, 'a')
  await hello(one, null, 'b', { takeNew: true })
  const next = paymentOf(pulsa20('081200005678'), clock)
  expect(answered(await one.central.pay(next))).toMatchObject({ code: 'incarnationOld', retry: 'ask', created: false, revision: 0 })
  expect(answered(await one.central.pay(paid)).status).toBe('paid')
  expect(answered(await one.central.ask(next.paymentId, next.intentHash)).status).toBe('unknown')
  expect(answered(await one.central.pay({ ...next, incarnation: 2 })).status).toBe('paid')
  const burnt = paymentOf(pulsa20('081200009999'), clock)
  expect(answered(await one.central.void(burnt.paymentId, burnt.intentHash)).status).toBe('voided')
  expect(server.central.book().payments.map(({ incarnation }) => incarnation)).toContain(2)
})

describe('a claim', () => {
  test('moves a payment the central never saw: only its new owner pays it', async () => {
    const { terminal, clock, server } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const request = paymentOf(pulsa20(number), clock)
    expect(await claim(two, one, [request])).toMatchObject([{ claimed: true, statement: { status: 'unknown', revision: 0 } }])
    for (const outcome of [
      await one.central.pay(request),
      await one.central.ask(request.paymentId, request.intentHash),
      await one.central.void(request.paymentId, request.intentHash),
    ])
      expect(answered(outcome)).toMatchObject({ status: 'refused', code: 'notOwner', retry: 'ask' })
    expect(server.central.billerBook()).toEqual([])
    expect(answered(await two.central.pay(request)).status).toBe('paid')
    expect(await claimedItems(one)).toEqual([{ kind: 'claimed', paymentId: request.paymentId, byTerminalId: two.terminalId }])
    expect(server.central.book().payments).toMatchObject([{ paymentId: request.paymentId, ownerTerminalId: two.terminalId }])
  })

  test('moves a payment in doubt with what the central knows of it, and its later news', async () => {
    const { terminal, clock, advance } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const [paid, pending] = [paymentOf(pulsa20(number), clock), paymentOf(pulsa20('081200001233'), clock)]
    await one.central.pay(paid)
    const before = answered(await one.central.pay(pending))
    const claimed = await claim(two, one, [paid, pending])
    expect(claimed).toMatchObject([{ statement: { status: 'paid' } }, { statement: { status: 'pending' } }])
    // Newer than anything the former owner heard, or it would not be believed.
    expect(answered(await one.central.ask(pending.paymentId, pending.intentHash))).toMatchObject({
      code: 'notOwner',
      revision: before.revision + 1,
    })
    advance(5_000)
    const news = await two.central.feed({ epoch: 'none', sequence: 0 })
    expect(news).toMatchObject({
      answer: { items: expect.arrayContaining([{ sequence: 1, item: expect.objectContaining({ kind: 'payment' }) }]) },
    })
    expect(answered(await two.central.ask(pending.paymentId, pending.intentHash))).toMatchObject({ status: 'paid', revision: 3 })
    expect(JSON.stringify(await one.central.feed({ epoch: 'none', sequence: 0 }))).not.toContain('"kind":"payment"')
  })

  test('repeated is the same claim, and tells the former owner once', async () => {
    const { terminal, clock } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const request = paymentOf(pulsa20(number), clock)
    const exportId = v7()
    const first = await claim(two, one, [request], exportId)
    expect(await claim(two, one, [request], exportId)).toEqual(first)
    expect(await claimedItems(one)).toHaveLength(1)
  })

  test('of one export is one terminal’s: the second that brings the same file is refused', async () => {
    const { terminal, clock } = await openOutlet()
    const [one, two, three] = [await terminal(), await terminal(), await terminal()]
    const request = paymentOf(pulsa20(number), clock)
    const exportId = v7()
    await claim(two, one, [request], exportId)
    expect(await claim(three, one, [request], exportId)).toEqual([{ paymentId: request.paymentId, claimed: false, code: 'notOwner' }])
    expect(await claim(three, one, [request])).toMatchObject([{ claimed: false, code: 'notOwner' }])
    expect(await claim(three, two, [request])).toMatchObject([{ claimed: true }])
  })

  test('is judged payment by payment: another intent, an unknown terminal, a burnt id', async () => {
    const { terminal, clock } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const [sent, burnt, other] = [
      paymentOf(pulsa20(number), clock),
      paymentOf(pulsa20('081200005678'), clock),
      paymentOf(pulsa20('081200009999'), clock),
    ]
    await one.central.pay(sent)
    await one.central.void(burnt.paymentId, burnt.intentHash)
    expect(await claim(two, one, [{ ...sent, intentHash: other.intentHash }, burnt, other])).toMatchObject([
      { claimed: false, code: 'intentMismatch' },
      { claimed: true, statement: { status: 'voided' } },
      { claimed: true, statement: { status: 'unknown' } },
    ])
    const nobody = { ...one, terminalId: 'LTH999' }
    expect(await claim(two, nobody, [paymentOf(pulsa20('081200007777'), clock)])).toMatchObject([
      { claimed: false, code: 'claimNotAllowed' },
    ])
  })

  test('is not for a revoked terminal, nor for an older life of one; giving away is', async () => {
    const { terminal, clock, server } = await openOutlet()
    const [one, two] = [await terminal(), await terminal()]
    const request = paymentOf(pulsa20(number), clock)
    const asked = {
      exportId: v7(),
      fromTerminalId: one.terminalId,
      incarnation: 1,
      payments: [{ paymentId: request.paymentId, intentHash: request.intentHash }],
    }
    await hello(two, null, 'a', { takeNew: true })
    expect(await two.central.claim(asked)).toMatchObject({ kind: 'refused', code: 'incarnationOld' })
    server.central.revoke(one.terminalId)
    expect(await two.central.claim({ ...asked, incarnation: 2 })).toMatchObject({ answer: { payments: [{ claimed: true }] } })
    server.central.revoke(two.terminalId)
    expect(await two.central.claim({ ...asked, incarnation: 2 })).toMatchObject({ kind: 'refused', code: 'terminalRevoked' })
  })
})

describe('a second copy', () => {
  test('sealed to the outlet is opened for a terminal of the outlet, and for a revoked one not', async () => {
    const { terminal, server } = await openOutlet()
    const one = await terminal()
    const config = await one.central.config()
    if (config.kind !== 'answer') throw new Error('no config')
    const contentKey = new Uint8Array(32).fill(7)
    const sealed = sealTo(config.answer.outlet.recoveryPublicKey, contentKey)
    expect(await one.central.openCopy(sealed)).toMatchObject({ answer: { contentKey: Buffer.from(contentKey).toString('base64') } })
    expect(await one.central.openCopy(`${sealed.slice(0, -8)}AAAAAAA=`)).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
    server.central.revoke(one.terminalId)
    expect(await one.central.openCopy(sealed)).toMatchObject({ kind: 'refused', code: 'terminalRevoked' })
  })
})
