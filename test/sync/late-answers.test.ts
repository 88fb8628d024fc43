import { describe, expect, test } from 'vitest'
import { type Counter, until } from '../support/counter.ts'
import { isPay } from '../support/relay.ts'
import { booksWith, openStory, startingFloatRupiah } from '../support/story-terminal.ts'
import { plnBill, pulsa, pulsaPrice, storyOf, withoutRepeats } from '../support/wishes.ts'

const pending = { settings: { pendingForMs: 1_000 } }
const reached = (counter: Counter, id: string, state: string) =>
  until(
    () => counter.payment(id),
    (payment) => payment.state === state,
  )

test('pending is in doubt with its reason; asked later it is paid, and sent only once', async () => {
  const { sari, books, billsPaid } = await openStory(pending)
  const wish = pulsa('081200001233')
  const { id } = await sari.sell(wish)
  expect((await reached(sari, id, 'inDoubt')).reason).toBe('pending')
  expect(await books()).toEqual({
    ...booksWith({ states: { inDoubt: 1 }, drawerRupiah: startingFloatRupiah + 21_500, heldRupiah: 21_500 }),
    centralReservedRupiah: 20_700,
  })
  await reached(sari, id, 'paid')
  const { attempts } = await storyOf(sari, id)
  expect(withoutRepeats(attempts).filter((attempt) => attempt !== 'ask pending')).toEqual(['pay pending', 'ask paid'])
  expect(await books()).toEqual(
    booksWith({
      states: { paid: 1 },
      drawerRupiah: startingFloatRupiah + 21_500,
      floatUsedRupiah: pulsaPrice.floatRupiah,
      commissionRupiah: pulsaPrice.commissionRupiah,
    }),
  )
  expect(billsPaid()).toEqual({ atBiller: [wish.line], here: [wish.line] })
})

test('pending that fails is rejected: the money is owed back, then given back, and the bill may be paid again', async () => {
  const { sari, joko, books, billsPaid, server } = await openStory(pending)
  const { id } = await sari.sell(pulsa('081200001234'))
  const rejected = await reached(sari, id, 'rejected')
  expect(rejected.reason).toBe('billerRefused')
  const owed = { drawerRupiah: startingFloatRupiah + 21_500, refundsDueRupiah: 21_500 }
  expect(await books()).toEqual(booksWith({ states: { rejected: 1 }, ...owed }))
  const { notices } = await sari.call('notices', {})
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'refundDue', paymentId: id }))

  await expect(sari.call('refundPayment', { paymentId: id })).rejects.toMatchObject({ code: 'notPermitted' })
  expect((await joko.call('refundPayment', { paymentId: id })).state).toBe('refunded')
  await expect(joko.call('refundPayment', { paymentId: id })).rejects.toMatchObject({ code: 'paymentNotInState' })
  expect(await books()).toEqual(booksWith({ states: { refunded: 1 } }))
  expect(billsPaid()).toEqual({ atBiller: [], here: [] })
  expect(server.central.billerBook().map(({ status }) => status)).toEqual(['failed'])
  expect((await sari.sell(pulsa('081200001234'))).id).not.toBe(id)
})

test('a bill that the biller refuses is rejected at once and refunded to the rupiah that came in', async () => {
  const { sari, joko, books } = await openStory()
  const basket = await sari.accept(await sari.fill([await sari.call('inquire', plnBill('530000000006'))]))
  const id = basket.items[0]?.paymentId ?? ''
  await reached(sari, id, 'rejected')
  expect(await books()).toEqual(
    booksWith({ states: { rejected: 1 }, drawerRupiah: startingFloatRupiah + basket.cashDueRupiah, refundsDueRupiah: basket.totalRupiah }),
  )
  await joko.call('refundPayment', { paymentId: id })
  expect(await books()).toEqual(booksWith({ states: { refunded: 1 } }))
})

describe('void', () => {
  test('of a payment the central never saw burns its id: the money is owed and given back, and the late request is refused', async () => {
    const { sari, joko, relay, books, billsPaid } = await openStory({ through: 'relay' })
    relay.rule = (heard) => (isPay(heard) ? 'strand' : heard.path.startsWith('/v1/payments') ? 'cut' : 'pass')
    const { id } = await sari.sell(pulsa())
    await reached(sari, id, 'inDoubt')
    const stranded = await relay.holding()
    await joko.call('voidPayment', { paymentId: id, reason: 'pelanggan pergi' })
    // Wanting is not having: until the central has said so, the money stays where it is.
    expect(await books()).toEqual(booksWith({ states: { inDoubt: 1 }, drawerRupiah: startingFloatRupiah + 21_500, heldRupiah: 21_500 }))
    relay.rule = () => 'pass'
    expect((await reached(sari, id, 'rejected')).reason).toBe('voided')
    const owed = { drawerRupiah: startingFloatRupiah + 21_500, refundsDueRupiah: 21_500 }
    expect(await books()).toEqual(booksWith({ states: { rejected: 1 }, ...owed }))
    expect((await joko.call('refundPayment', { paymentId: id })).state).toBe('refunded')

    stranded.release()
    const [late] = await until(
      () => relay.late,
      (answers) => answers.length > 0,
    )
    expect(late).toMatchObject({ paymentId: id, status: 'refused', code: 'idVoided' })
    expect(billsPaid()).toEqual({ atBiller: [], here: [] })
    expect(await books()).toEqual(booksWith({ states: { refunded: 1 } }))
  })

  test('of a payment that was paid after all finds it paid, and the money stays taken', async () => {
    const { sari, joko, server, books, billsPaid } = await openStory()
    await server.central.faults.set('resetAfterCommit')
    const { id } = await sari.sell(pulsa())
    await reached(sari, id, 'inDoubt')
    await joko.call('voidPayment', { paymentId: id, reason: 'pelanggan pergi' })
    // A question that was under way already may not be the one that is answered.
    await until(
      () => storyOf(sari, id),
      ({ attempts }) => attempts.some((attempt) => attempt.startsWith('void')),
    )
    await server.central.faults.set('none')
    await reached(sari, id, 'paid')
    expect((await storyOf(sari, id)).attempts.at(-1)).toBe('void paid')
    expect(await books()).toEqual(
      booksWith({
        states: { paid: 1 },
        drawerRupiah: startingFloatRupiah + 21_500,
        floatUsedRupiah: pulsaPrice.floatRupiah,
        commissionRupiah: pulsaPrice.commissionRupiah,
      }),
    )
    expect(billsPaid()).toEqual({ atBiller: [pulsa().line], here: [pulsa().line] })
  })
})

test('a request that arrives after the payment was sent again is the same payment: the biller has it once', async () => {
  const { sari, relay, billsPaid } = await openStory({ through: 'relay' })
  relay.rule = (heard) => (isPay(heard) ? 'strand' : heard.path.startsWith('/v1/payments') ? 'cut' : 'pass')
  const { id } = await sari.sell(pulsa())
  await reached(sari, id, 'inDoubt')
  const stranded = await relay.holding()
  relay.rule = () => 'pass'
  await reached(sari, id, 'paid')
  expect(withoutRepeats((await storyOf(sari, id)).attempts).slice(-2)).toEqual(['ask unknown', 'pay paid'])
  stranded.release()
  const [late] = await until(
    () => relay.late,
    (answers) => answers.length > 0,
  )
  expect(late).toMatchObject({ paymentId: id, status: 'paid', proof: { reference: (await sari.payment(id)).reference } })
  expect(billsPaid()).toEqual({ atBiller: [pulsa().line], here: [pulsa().line] })
})

test('"unknown" from a central that was restored since the send proves nothing: the payment stays in doubt', async () => {
  const { sari, joko, server, books, billsPaid } = await openStory()
  await server.central.faults.set('resetBeforeCommit')
  const { id } = await sari.sell(pulsa())
  await reached(sari, id, 'inDoubt')
  server.central.newEpoch()
  await server.central.faults.set('none')
  await until(
    () => storyOf(sari, id),
    ({ attempts }) => attempts.filter((attempt) => attempt === 'ask unknown').length > 1,
  )
  expect((await sari.payment(id)).state).toBe('inDoubt')
  expect(billsPaid()).toEqual({ atBiller: [], here: [] })
  // A person's way out: burn the id, which no restore can undo for a request that comes later.
  await joko.call('voidPayment', { paymentId: id, reason: 'pusat dipulihkan' })
  await reached(sari, id, 'rejected')
  await joko.call('refundPayment', { paymentId: id })
  expect(await books()).toEqual(booksWith({ states: { refunded: 1 } }))
})

test('a signed answer with another amount sets its payment aside; the others are paid, and so is it once the answer makes sense', async () => {
  const { sari, relay, books, billsPaid } = await openStory({ through: 'relay' })
  const sheet = { period: '', amountRupiah: 21_000, billRupiah: 21_000, penaltyRupiah: 0, adminRupiah: 0 }
  const nonsense = (json: Record<string, unknown>) => ({ ...json, proof: { ...(json.proof as object), sheets: [sheet] } })
  const wish = pulsa('081200006660')
  const poison: { id: string | null } = { id: null }
  relay.rule = (heard) => {
    if (isPay(heard) && heard.json?.customerNumber === wish.customerNumber) poison.id = String(heard.json.paymentId)
    // The change feed would bring the truth about it.
    if (heard.path.startsWith('/v1/feed')) return 'cut'
    return poison.id !== null && (heard.path.includes(poison.id) || heard.json?.paymentId === poison.id) ? { rewrite: nonsense } : 'pass'
  }
  const { id } = await sari.sell(wish)
  await reached(sari, id, 'inDoubt')
  const { notices } = await sari.call('notices', {})
  expect(notices).toContainEqual(expect.objectContaining({ kind: 'alarm', paymentId: id }))
  expect((await sari.payment(id)).reason).toBe('amountDiffers')
  await reached(sari, (await sari.sell(pulsa())).id, 'paid')
  expect(await books()).toMatchObject({ states: { inDoubt: 1, paid: 1 }, heldRupiah: 21_500, complaints: [] })

  relay.rule = () => 'pass'
  await reached(sari, id, 'paid')
  expect(await books()).toEqual(
    booksWith({
      states: { paid: 2 },
      drawerRupiah: startingFloatRupiah + 43_000,
      floatUsedRupiah: 2 * pulsaPrice.floatRupiah,
      commissionRupiah: 2 * pulsaPrice.commissionRupiah,
    }),
  )
  expect(billsPaid()).toEqual({ atBiller: [pulsa().line, wish.line], here: [pulsa().line, wish.line] })
})
