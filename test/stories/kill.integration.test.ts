import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { Basket } from '../../shared/terminal-api/shapes.ts'
import { paidAtBiller, paidHere } from '../support/books.ts'
import { until } from '../support/counter.ts'
import { decodeEscpos } from '../support/escpos-decoder.ts'
import { online, openPlace, type Place, startingFloatRupiah } from '../support/place.ts'
import { startProgram } from '../support/process.ts'
import { isPay } from '../support/relay.ts'
import { openSerialPair } from '../support/serial-pair.ts'
import { pulsa, pulsaPrice, storyOf } from '../support/wishes.ts'

/** What the books say when so many pulsa are paid and nothing else ever happened. */
function booksOfPaid(count: number) {
  return {
    states: { paid: count },
    drawerRupiah: startingFloatRupiah + count * pulsaPrice.cashRupiah,
    heldRupiah: 0,
    floatUsedRupiah: count * pulsaPrice.floatRupiah,
    commissionRupiah: count * pulsaPrice.commissionRupiah,
    refundsDueRupiah: 0,
    complaints: [],
  }
}

/** The two ledgers and the biller's book agree bill by bill, and the float is what was used of it. */
async function expectAgreement(place: Place, customerNumbers: readonly string[]): Promise<void> {
  const lines = customerNumbers.map((number) => pulsa(number).line).sort()
  const book = await place.central.book()
  expect(paidHere(place.ledgerPath)).toEqual(lines)
  expect(paidAtBiller(book.biller)).toEqual(lines)
  expect(book.billsPaidTwice).toEqual([])
  expect(book.alarms).toEqual([])
  expect(place.books()).toEqual(booksOfPaid(lines.length))
  expect(book.float).toMatchObject({ balanceRupiah: 25_000_000 - lines.length * pulsaPrice.floatRupiah, reservedRupiah: 0 })
  const { shift, queue, float } = await place.sari.status()
  expect(shift?.drawerRupiah).toBe(place.books().drawerRupiah)
  expect(queue).toMatchObject({ count: 0, totalRupiah: 0 })
  expect(float.balanceRupiah).toBe(book.float.balanceRupiah)
}

/** Everything that accepting a basket of one bill writes, counted: whole is all of it, nothing is none of it. */
function tracesOf(ledgerPath: string, basket: Basket) {
  const database = new Sqlite(ledgerPath, { readonly: true })
  const [paymentId, count] = [basket.items[0]?.paymentId ?? '', (sql: string, id: string) => Number(database.prepare(sql).pluck().get(id))]
  try {
    return {
      payments: count('SELECT count(*) FROM payments WHERE id = ?', paymentId),
      acceptEvents: count("SELECT count(*) FROM events WHERE payment_id = ? AND event = 'accept'", paymentId),
      heldRupiah: count(
        `SELECT coalesce(-sum(amount_rupiah), 0) FROM journal_lines JOIN events ON sequence = event_sequence
         WHERE payment_id = ? AND event = 'accept' AND account = 'held'`,
        paymentId,
      ),
      inDrawerRupiah: count(
        `SELECT coalesce(sum(amount_rupiah), 0) FROM journal_lines JOIN events ON sequence = event_sequence
         WHERE payment_id = ? AND event = 'accept' AND account = 'drawer'`,
        paymentId,
      ),
      billsClaimed: count('SELECT count(*) FROM live_bills WHERE payment_id = ?', paymentId),
      slips: count("SELECT count(*) FROM print_jobs WHERE payment_id = ? AND origin = 'accept'", paymentId),
      basketsAccepted: count("SELECT count(*) FROM baskets WHERE id = ? AND state = 'accepted'", basket.id),
    }
  } finally {
    database.close()
  }
}
const whole = { payments: 1, acceptEvents: 1, heldRupiah: 21_500, inDrawerRupiah: 21_500, billsClaimed: 1, slips: 1, basketsAccepted: 1 }
const nothing = { payments: 0, acceptEvents: 0, heldRupiah: 0, inDrawerRupiah: 0, billsClaimed: 0, slips: 0, basketsAccepted: 0 }

test('kill -9 in the middle of accepting: a payment is there whole or not at all, and whatever was answered is there', async () => {
  const place = await openPlace()
  // Frozen: the request never gets to run. Answered: the cashier has seen it. In between, whatever the kill meets.
  const moments = ['frozen', 0, 1, 2, 3, 4, 6, 8, 10, 'answered'] as const
  const accepted: string[] = []
  let open: Basket | null = null
  for (const [index, moment] of moments.entries()) {
    const number = `0812000088${10 + index}`
    const basket = await place.sari.fill([await place.sari.call('inquire', pulsa(number))])
    if (moment === 'frozen') place.host.freeze()
    const answer = place.sari.accept(basket).then(
      () => true,
      () => false,
    )
    if (moment === 'answered') expect(await answer).toBe(true)
    else await delay(moment === 'frozen' ? 20 : moment)
    await place.host.kill()
    const wasAnswered = await answer
    await place.startHost()
    const traces = tracesOf(place.ledgerPath, basket)
    expect([whole, nothing], `${moment}`).toContainEqual(traces)
    if (wasAnswered) expect(traces).toEqual(whole)
    if (moment === 'frozen') {
      expect(traces).toEqual(nothing)
      open = basket
    }
    if (traces.payments === 1) accepted.push(number)
    expect(place.books().complaints).toEqual([])
  }
  // The basket that the first kill left open is as good as new.
  if (open === null) throw new Error('the frozen accept left no basket')
  expect((await place.sari.call('basket', { basketId: open.id })).state).toBe('open')
  await place.sari.accept(open)
  await until(place.sari.payments, (rows) => rows.every(({ state }) => state === 'paid'), 30_000)
  await expectAgreement(place, [...accepted, '081200008810'])
})

test.each([
  { where: 'before it reached the central', deed: 'holdRequest', paidMeanwhile: false },
  { where: 'after the central had paid', deed: 'holdReply', paidMeanwhile: true },
] as const)('kill -9 in the middle of a send, $where: in doubt, asked about, paid once', async ({ deed, paidMeanwhile }) => {
  const place = await openPlace()
  const { relay, central } = place
  relay.rule = (heard) => (isPay(heard) ? deed : 'pass')
  const { id } = await place.sari.sell(pulsa())
  const held = await relay.holding()
  await until(
    async () => paidAtBiller((await central.book()).biller).length,
    (paid) => paid === (paidMeanwhile ? 1 : 0),
  )
  expect((await place.sari.payment(id)).state).toBe('sending')
  await place.host.kill()
  // Its questions get no answer yet, so that what it believes by itself can be seen.
  relay.rule = ({ path }) => (path.startsWith('/v1/payments') ? 'cut' : 'pass')
  await place.startHost()
  expect(await place.sari.payment(id)).toMatchObject({ state: 'inDoubt', reason: 'restarted', everSent: true })
  expect(place.books()).toEqual({
    states: { inDoubt: 1 },
    drawerRupiah: startingFloatRupiah + 21_500,
    heldRupiah: 21_500,
    floatUsedRupiah: 0,
    commissionRupiah: 0,
    refundsDueRupiah: 0,
    complaints: [],
  })
  relay.rule = () => 'pass'
  await until(
    () => place.sari.payment(id),
    ({ state }) => state === 'paid',
    30_000,
  )
  // What the dead terminal had sent arrives at last, and means nothing new.
  held.release()
  await online(place)
  expect((await storyOf(place.sari, id)).attempts[0]).toBe('pay restarted')
  await until(
    async () => (await place.sari.status()).float.balanceRupiah,
    (balance) => balance === 25_000_000 - pulsaPrice.floatRupiah,
  )
  await expectAgreement(place, ['081200001230'])
})

test('kill -9 while a slow central is being waited for: in doubt, asked about, paid once', async () => {
  const place = await openPlace()
  await place.central.setFault('slow', 1_500)
  const { id } = await place.sari.sell(pulsa())
  await until(
    () => place.relay.heard.some(isPay),
    (sent) => sent,
  )
  await place.host.kill()
  await place.startHost()
  expect((await place.sari.payment(id)).state).toBe('inDoubt')
  expect(place.books()).toMatchObject({ heldRupiah: 21_500, floatUsedRupiah: 0, drawerRupiah: 221_500, complaints: [] })
  await place.central.setFault('none')
  await until(
    () => place.sari.payment(id),
    ({ state }) => state === 'paid',
    30_000,
  )
  await until(
    async () => (await place.sari.status()).float.balanceRupiah,
    (balance) => balance === 25_000_000 - pulsaPrice.floatRupiah,
  )
  await expectAgreement(place, ['081200001230'])
})

test('kill -9 of the central in the middle of payments, again and again, and of both at once: each bill is paid once', async () => {
  const place = await openPlace()
  const moments = [0, 2, 5, 10]
  const numbers = moments.map((moment) => `0812000099${10 + moment}`)
  for (const [index, moment] of moments.entries()) {
    const dying = place.central
    place.relay.rule = (heard) => {
      if (isPay(heard)) void delay(moment).then(dying.kill)
      return 'pass'
    }
    const { id } = await place.sari.sell(pulsa(numbers[index]))
    await dying.exited
    if (index === moments.length - 1) {
      await place.host.kill()
      await place.startHost()
    }
    await place.startCentral()
    place.relay.rule = () => 'pass'
    await until(
      () => place.sari.payment(id),
      ({ state }) => state === 'paid',
      30_000,
    )
    await online(place)
  }
  await until(
    async () => (await place.sari.status()).float.balanceRupiah,
    (balance) => balance === 25_000_000 - moments.length * pulsaPrice.floatRupiah,
  )
  await expectAgreement(place, numbers)
})

test('kill -9 while a slip comes out: the payment stands, the slip is shown as interrupted and comes again whole, marked CU', async () => {
  const place = await openPlace()
  const line = await openSerialPair()
  onTestFinished(() => line.unplug())
  await place.host.kill()
  // At 1200 baud a slip takes seconds, so the kill lands inside it.
  await place.startHost(`serial:${line.path}?baudRate=1200`)
  await online(place)
  const { id } = await place.sari.sell(pulsa())
  await line.arrived(128)
  await place.host.kill()
  const half = line.received().length
  await place.startHost(`serial:${line.path}?baudRate=115200`)
  expect((await place.sari.status()).printer).toMatchObject({ state: 'trouble', trouble: 'interrupted', waitingCount: 1 })
  const { jobs } = await place.sari.call('printJobs', {})
  const job = jobs.find(({ paymentId }) => paymentId === id)
  expect(job).toMatchObject({ state: 'failed', trouble: 'interrupted' })
  await place.sari.call('retryPrintJob', { jobId: job?.id ?? '' })
  await until(
    () => place.sari.payment(id),
    ({ receiptPrinted }) => receiptPrinted,
  )
  const story = (await place.sari.call('payment', { paymentId: id })).story
  const printed = story.filter(({ kind, detail }) => kind === 'print' && detail.state === 'printedAssumed').at(-1)
  const bytes = (await line.arrived(half + Number(printed?.detail.bytesCount))).subarray(half)
  const slip = decodeEscpos(bytes)
    .lines.map(({ text }) => text)
    .join('\n')
  expect(slip).toContain('STRUK PEMBELIAN PULSA')
  expect(slip).toMatch(/-CU\]/)
  expect(slip).toContain('CETAK ULANG ke-1')
  expect(slip).toContain('081200001230')
  await expectAgreement(place, ['081200001230'])
})

test('a second start on the same folder says who holds it and leaves it alone; after a kill the next start gets it', async () => {
  const place = await openPlace()
  const flags = ['--practice', '--no-open', '--port', '0', '--data-dir', place.dataFolder, '--central', place.relay.url]
  const second = startProgram(join('main', 'hosts', 'browser-main.ts'), flags)
  expect(await second.exited).toBe(0)
  expect(second.output()).toContain(`(process ${place.host.pid}, data folder ${place.dataFolder})`)
  const { id } = await place.sari.sell(pulsa())
  await until(
    () => place.sari.payment(id),
    ({ state }) => state === 'paid',
  )
  await place.host.kill()
  await place.startHost()
  await online(place)
  await expectAgreement(place, ['081200001230'])
})
