import fc from 'fast-check'
import { expect, test } from 'vitest'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { balance } from '../../main/ledger/journal.ts'
import { cancelPayment, refundPayment } from '../../main/payments/actions.ts'
import { advancePayment, collectOwed } from '../../main/payments/advances.ts'
import { allocateTender, returnTender } from '../../main/tenders/late-money.ts'
import { collectReceivable, writeOffReceivable } from '../../main/tenders/owed.ts'
import { Refusal } from '../../shared/refusals.ts'
import { paid, pulsa20, refused, water } from '../support/ledger-book.ts'
import type { ModelPayment, ModelTender } from './model-records.ts'
import { MoneyModel } from './money-model.ts'
import { openTenderBook, type TenderBook } from './tender-book.ts'

/** Bills that round up, down and not at all, one with a counter fee; each customer number once. */
const pln = (last: number, amountRupiah: number) => ({ customerNumber: `5300000000${last}`, sheets: [['202611', amountRupiah]] as const })
const shop = [
  [pln(10, 45_049)],
  [pln(11, 45_000), pulsa20],
  [pln(12, 10_050), water],
  [pln(13, 7_001)],
  [pln(14, 30_000)],
  [pln(15, 99_999)],
]
const totalsRupiah = [[45_049], [45_000, 21_500], [10_050, 89_849], [7_001], [30_000], [99_999]]

/** Bills that the money of a rejected payment may pay for: cheaper and dearer ones. */
const spareRupiah = [45_049, 60_500, 5_025, 20_000, 99_949]

type World = {
  book: TenderBook
  model: MoneyModel
  basketIds: string[]
  spareInquiryIds: string[]
  tenderIds: string[]
  revision: number
  done: Map<string, number>
}
/** The model has done it, or says that it can't be done; then the terminal has to do or refuse the same. Null: there is nothing to try it on. */
type Attempt = [allowed: boolean, deed: () => unknown] | null
type Deed = (world: World, pick: number, share: number) => Attempt

const deeds = {
  ask: ({ book, model, basketIds, tenderIds }, pick, share) => {
    const basket = pick % shop.length
    const amountRupiah = share === 0 ? model.dueRupiah(basket) : Math.ceil((model.dueRupiah(basket) * share) / 4)
    const kind = pick % 2 === 0 ? 'qris' : 'card'
    return [model.ask(basket, amountRupiah), () => tenderIds.push(book.ask(basketIds[basket] ?? '', amountRupiah, kind))]
  },
  confirm: (world, pick, share) =>
    onTender(world, pick, ({ book, model }, tender, id) => {
      const cameRupiah = share === 4 ? tender.askedRupiah + 1_000 : tender.askedRupiah
      return [model.confirm(tender, cameRupiah), () => book.confirm(id, { amountRupiah: cameRupiah })]
    }),
  expireAll: ({ book, model }) => [model.expireAll(), () => book.expireAll()],
  fail: (world, pick) => onTender(world, pick, ({ book, model }, tender, id) => [model.fail(tender), () => book.fail(id)]),
  settle: (world, pick, share) =>
    onTender(world, pick, ({ book, model }, tender, tenderId) => {
      const grossRupiah = share < 3 ? model.clearingRupiah(tender) : tender.cameRupiah
      const discountRupiah = Math.trunc(grossRupiah * 0.007)
      return [model.settle(tender, grossRupiah), () => book.settle({ tenderId, grossRupiah, discountRupiah })]
    }),
  reverse: (world, pick) => onTender(world, pick, ({ book, model }, tender, id) => [model.reverse(tender), () => book.reverse(id)]),
  allocate: (world, pick, share) =>
    onTender(world, pick, ({ book, model, basketIds }, tender, id) => {
      const open = model.baskets.findIndex(({ state }) => state === 'open')
      const basket = share < 4 && open >= 0 ? open : share
      return [model.allocate(tender, basket), () => allocateTender(book.database, id, basketIds[basket] ?? '', book.actor())]
    }),
  giveLoose: (world, pick) =>
    onTender(world, pick, ({ book, model }, tender, id) => [
      model.giveLoose(tender),
      () => returnTender(book.database, id, 'pergi', book.actor()),
    ]),
  collect: (world, pick) =>
    onTender(world, pick, ({ book, model }, tender, id) => [
      model.collect(tender),
      () => collectReceivable(book.database, id, book.rounding, book.actor()),
    ]),
  giveUp: (world, pick) =>
    onTender(world, pick, ({ book, model }, tender, id) => [
      model.giveUp(tender),
      () => writeOffReceivable(book.database, id, 'hilang', book.actor()),
    ]),
  discard: ({ book, model, basketIds }, pick) => {
    const basket = pick % shop.length
    const allowed = model.discard(basket)
    return [allowed, () => (allowed ? book.discard(basketIds[basket] ?? '') : refuse())]
  },
  take: ({ book, model, basketIds }, pick) => {
    const basket = pick % shop.length
    return [model.take(basket), () => book.take(basketIds[basket] ?? '')]
  },
  send: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => {
      const allowed = model.send(payment)
      return [allowed, () => (allowed ? book.send(id) : refuse())]
    }),
  noAnswer: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => {
      const allowed = model.noAnswer(payment)
      return [allowed, () => (allowed ? book.silence(id, 'noAnswer') : refuse())]
    }),
  notNow: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => {
      // An advanced one is only asked to be voided from then on.
      const allowed = !payment.advanced && model.notNow(payment)
      return [allowed, () => (allowed ? book.hear(id, refused('floatTooLow', next(world))) : refuse())]
    }),
  centralSaysPaid: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => {
      const allowed = model.centralSaysPaid(payment)
      return [allowed, () => (allowed ? book.hear(id, paid(next(world), { deductedRupiah: payment.totalRupiah })) : refuse())]
    }),
  centralSaysNo: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => {
      const allowed = model.centralSaysNo(payment)
      return [allowed, () => (allowed ? book.hear(id, refused('billerRefused', next(world))) : refuse())]
    }),
  centralCorrects: (world, pick) =>
    onPayment(world, pick, ({ book }, payment, id) => {
      // Another deduction is between the central and the agent; the customer's money stays where it is.
      const allowed = payment.state === 'paid'
      return [allowed, () => (allowed ? book.hear(id, paid(next(world), { deductedRupiah: payment.totalRupiah - pick })) : refuse())]
    }),
  cancel: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => [
      model.cancel(payment),
      () => cancelPayment(book.database, id, 'salah', book.by()),
    ]),
  refund: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => [model.refund(payment), () => refundPayment(book.database, id, book.by())]),
  repay: (world, pick) =>
    onPayment(world, pick, ({ book, model, spareInquiryIds }, payment, id) => {
      const spare = model.payments.length % spareRupiah.length
      const used = model.sparesUsed.has(spare)
      const allowed = !used && model.repay(payment, spareRupiah[spare] ?? 0)
      if (allowed) model.sparesUsed.add(spare)
      return [allowed, () => (used ? refuse() : book.repay(spareInquiryIds[spare] ?? '', id))]
    }),
  advance: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => [
      model.advance(payment),
      () => advancePayment(book.database, id, 'buru-buru', book.by(), book.ids),
    ]),
  collectAdvance: (world, pick) =>
    onPayment(world, pick, ({ book, model }, payment, id) => [
      model.collectAdvance(payment),
      () => collectOwed(book.database, id, book.by()),
    ]),
} satisfies Record<string, Deed>

type DeedName = keyof typeof deeds
const deedNames = Object.keys(deeds) as DeedName[]
/** What ends a customer's story comes less often than what goes on with it. */
const seldom: readonly DeedName[] = [
  'discard',
  'expireAll',
  'fail',
  'giveLoose',
  'cancel',
  'reverse',
  'settle',
  'centralSaysNo',
  'centralCorrects',
  'notNow',
]

const step = fc.record({
  choice: fc.nat({ max: 999 }),
  pick: fc.nat({ max: 59 }),
  share: fc.nat({ max: 4 }),
  rare: fc.nat({ max: 3 }).map((quarter) => quarter === 0),
  /** One in eight is tried whether it can be done or not. */
  blind: fc.nat({ max: 7 }).map((eighth) => eighth === 0),
})

test('no sequence of deeds with tenders loses or doubles a rupiah, or leaves it in two places', async () => {
  const done = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 80 }), async (steps) => {
      const book = openTenderBook()
      // Only what is written is asked here, not what survives a power cut.
      book.database.pragma('synchronous = OFF')
      const basketIds: string[] = []
      for (const bills of shop) basketIds.push(await book.basketOf(...bills))
      const spareInquiryIds: string[] = []
      for (const [index, amountRupiah] of spareRupiah.entries()) spareInquiryIds.push(await book.inquire(pln(20 + index, amountRupiah)))
      const model = new MoneyModel(200_000, totalsRupiah)
      const world: World = { book, model, basketIds, spareInquiryIds, tenderIds: [], revision: 1, done }
      for (const { choice, pick, share, rare, blind } of steps) {
        book.clock.setWall(book.clock.nowMs() + 1_000)
        const names = blind ? deedNames : deedNames.filter((name) => can(world, name, pick, share) && (rare || !seldom.includes(name)))
        const name = names[choice % names.length]
        const attempt = name === undefined ? null : (deeds[name] as Deed)(world, pick, share)
        if (name !== undefined && attempt !== null) both(world, name, attempt)
        compare(world)
      }
      book.database.close()
    }),
    { numRuns: 40, seed: 20261123 },
  )
  // A run that refuses everything would prove nothing.
  expect(deedNames.filter((name) => (done.get(name) ?? 0) < 5)).toEqual([])
}, 120_000)

function can(world: World, name: DeedName, pick: number, share: number): boolean {
  // Possible and without any effect: worth a try now and then, not a choice.
  if (name === 'confirm' && world.model.tenders.every(({ cameRupiah }) => cameRupiah > 0)) return false
  if (name === 'expireAll' && world.model.tenders.every(({ state }) => state !== 'asked')) return false
  return (deeds[name] as Deed)({ ...world, model: world.model.copy() }, pick, share)?.[0] === true
}

function onTender(world: World, pick: number, deed: (world: World, tender: ModelTender, id: string) => Attempt): Attempt {
  return onFirst(world, pick, ({ model }) => model.tenders, world.tenderIds, deed)
}

function onPayment(world: World, pick: number, deed: (world: World, payment: ModelPayment, id: string) => Attempt): Attempt {
  return onFirst(world, pick, ({ model }) => model.payments, paymentIds(world), deed)
}

/** On the first it can be done to from `pick` on; on `pick` itself where there is none. */
function onFirst<Subject>(
  world: World,
  pick: number,
  subjectsOf: (world: World) => readonly Subject[],
  ids: readonly string[],
  deed: (world: World, subject: Subject, id: string) => Attempt,
): Attempt {
  const { length } = subjectsOf(world)
  if (length === 0) return null
  const possible = (index: number) => {
    const imagined = { ...world, model: world.model.copy() }
    return deed(imagined, subjectsOf(imagined)[index] as Subject, '')?.[0] === true
  }
  const index = Array.from({ length }, (_, offset) => (pick + offset) % length).find(possible) ?? pick % length
  return deed(world, subjectsOf(world)[index] as Subject, ids[index] ?? '')
}

function both(world: World, name: string, [allowed, deed]: NonNullable<Attempt>): void {
  let did = true
  try {
    deed()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    did = false
  }
  expect([name, did]).toEqual([name, allowed])
  if (allowed) world.done.set(name, (world.done.get(name) ?? 0) + 1)
}

/** What only the sync loop does is not tried where the model says it can't happen. */
function refuse(): never {
  throw new Refusal('paymentNotInState')
}

function next(world: World): number {
  world.revision += 1
  return world.revision
}

/** In the order of the model, which is the order they were taken in. */
function paymentIds({ book }: World): string[] {
  const rows = book.database.prepare('SELECT id FROM payments ORDER BY sequence').all() as { id: string }[]
  return rows.map(({ id }) => id)
}

function compare(world: World): void {
  const { book, model, tenderIds } = world
  expect(auditBooks(book.database)).toEqual([])
  const ofTender = (account: 'clearing' | 'unallocated' | 'receivable', id: string) => balance(book.database, account, id)
  expect(
    tenderIds.map((id) => [book.tender(id).state, ofTender('clearing', id), 0 - ofTender('unallocated', id), ofTender('receivable', id)]),
  ).toEqual(model.tenders.map((it) => [it.state, model.clearingRupiah(it), it.looseRupiah, model.receivableRupiah(it)]))
  expect(paymentIds(world).map((id) => book.state(id))).toEqual(model.payments.map(({ state }) => state))
  const settledRupiah = model.tenders.reduce((total, tender) => total + tender.settledRupiah, 0)
  expect({
    drawer: balance(book.database, 'drawer'),
    held: 0 - balance(book.database, 'held'),
    refundsDue: 0 - balance(book.database, 'refundsDue'),
    settled: balance(book.database, 'bank') + balance(book.database, 'merchantDiscount'),
    owedByCustomer: balance(book.database, 'owedByCustomer'),
  }).toEqual({
    drawer: model.drawerRupiah,
    held: model.heldRupiah(),
    refundsDue: model.refundsDueRupiah(),
    settled: settledRupiah,
    owedByCustomer: model.payments.reduce((total, payment) => total + payment.owesAdvanceRupiah, 0),
  })
}
