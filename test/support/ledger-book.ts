import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { drawerRupiah, startShift } from '../../main/cash/shifts.ts'
import type { Central } from '../../main/central/central.ts'
import { storeDocument } from '../../main/central/documents.ts'
import type { PaymentOutcome } from '../../main/central/outcome.ts'
import { auditBooks } from '../../main/ledger/audit-books.ts'
import { type Acceptance, type AcceptRequest, acceptBasket } from '../../main/payments/accept.ts'
import { type AnswerEffect, applyAnswer } from '../../main/payments/answers.ts'
import { beginAttempts, endAttempt, recordSilence } from '../../main/payments/attempts.ts'
import { viewBasket } from '../../main/payments/basket-view.ts'
import { addToBasket, itemsOf, itemTotal, openBasket, removeFromBasket } from '../../main/payments/baskets.ts'
import { type BillFinder, findBill } from '../../main/payments/bills.ts'
import { findPayment, type Payment } from '../../main/payments/payment.ts'
import { createTrustedTime } from '../../main/platform/trusted-time.ts'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { practiceLimits, practiceOutlet, practiceStaff } from '../../main/practice/seed.ts'
import { type Database, openDatabase } from '../../main/storage/open.ts'
import { writeSetting } from '../../main/storage/settings.ts'
import type { Catalogue, Product } from '../../shared/central-api/catalogue.ts'
import type { Config } from '../../shared/central-api/config.ts'
import type { InquiryAnswer, PaymentAnswer } from '../../shared/central-api/payments.ts'
import { sumRupiah } from '../../shared/money.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import { testFolder } from './folder.ts'
import { type ManualClock, manualClock } from './manual-clock.ts'
import { bill45000, type Said, type Wanted } from './said.ts'
import { seededIds } from './seeded-ids.ts'

export * from './said.ts'

export const migrations = new URL('../../main/storage/migrations/', import.meta.url)
export const sari = { id: 'staff-sari', name: 'Sari' }
export const ratna = { id: 'staff-ratna', name: 'Bu Ratna' }
export const epoch = 'epoch-1'
export const signedReply = { status: 200, headers: { signature: 'kept' }, body: '{}' }

/** What practice does not have: a counter fee, nightly hours, bills from paper, seats that are never sold offline. */
const extraProducts: Product[] = [
  {
    ...(practiceProducts(null)[0] as Product),
    code: 'PDAM',
    group: 'pdam',
    name: 'PDAM Purwokerto',
    commissionRupiah: 1_000,
    counterFeeRupiah: 2_500,
  },
  {
    ...(practiceProducts(null)[0] as Product),
    code: 'NIGHT',
    group: 'night',
    name: 'PDAM tutup malam',
    cutOff: { start: '23:30', end: '00:30' },
  },
  {
    ...(practiceProducts(null)[0] as Product),
    code: 'PAPER',
    group: 'paper',
    name: 'PDAM Banyumas',
    offline: 'statedAmount',
    adminRupiah: 2_500,
    commissionRupiah: 1_000,
  },
  { ...(practiceProducts(null)[0] as Product), code: 'KAI', group: 'kai', name: 'Kereta', offline: 'never' },
]

export type Wishes = {
  clock?: ManualClock
  limits?: Partial<Config['limits']>
  cashRounding?: Config['outlet']['cashRounding']
  catalogue?: Partial<Catalogue>
  config?: Partial<Config>
  terminalCount?: number
}

export type Book = ReturnType<typeof words> & { path: string; database: Database; catalogue: Catalogue }

/** A real ledger with outlet, staff and catalogue, and short words for what happens at a counter; the central says what the test says. */
export function openBook(wishes: Wishes = {}): Book {
  const clock = wishes.clock ?? manualClock(Date.UTC(2026, 10, 23, 3, 42, 0))
  const path = join(testFolder(), 'ledger.sqlite')
  const database = openDatabase(path, migrations)
  onTestFinished(() => void database.close())
  const validity = { issuedAt: new Date(clock.nowMs()).toISOString(), validUntil: new Date(clock.nowMs() + 7 * 86_400_000).toISOString() }
  const config: Config = {
    version: 1,
    ...validity,
    outlet: {
      ...practiceOutlet,
      recoveryPublicKey: 'A'.repeat(43).concat('='),
      cashRounding: wishes.cashRounding ?? practiceOutlet.cashRounding,
      terminalCount: wishes.terminalCount ?? practiceOutlet.terminalCount,
    },
    staff: practiceStaff.map(({ id, name, role }) => ({ id, name, role, pinHash: '$argon2id$unused', active: true })),
    limits: { ...practiceLimits, ...wishes.limits },
    ...wishes.config,
  }
  const catalogue: Catalogue = { version: 1, ...validity, products: [...practiceProducts(null), ...extraProducts], ...wishes.catalogue }
  storeDocument(database, 'config', config, signedReply, clock.nowMs())
  storeDocument(database, 'catalogue', catalogue, signedReply, clock.nowMs())
  writeSetting(database, 'ledgerEpoch', epoch)

  return { path, database, catalogue, ...words(database, clock, config) }
}

function words(database: Database, clock: ManualClock, config: Config) {
  const ids = seededIds(clock)
  const book = {
    clock,
    ids,
    config,
    rounding: config.outlet.cashRounding,
    /** Vouched for, unless a test takes that away. */
    time: createTrustedTime(database, clock),

    openShift(startingFloatRupiah = 200_000, staff = sari) {
      return startShift(database, { staff, startingFloatRupiah, zone: config.outlet.zone, ids, atMs: clock.nowMs() })
    },

    /** Asks a central that answers with exactly these sheets. */
    async inquire({ productCode = 'PLN', customerNumber, sheets }: Wanted): Promise<string> {
      const answer: InquiryAnswer = {
        ...signedMembers(clock),
        inquiryReference: `inquiry-${customerNumber}`,
        productCode,
        customerNumber,
        customerName: 'BUDI SANTOSO',
        fields: [],
        sheets: sheets.map(([period, amountRupiah]) => ({
          period,
          amountRupiah,
          billRupiah: amountRupiah,
          penaltyRupiah: 0,
          adminRupiah: 0,
        })),
        sheetsOutstanding: sheets.length,
        totalRupiah: sumRupiah(sheets.map(([, amountRupiah]) => amountRupiah)),
        validUntil: new Date(wibDayEndMs(clock.nowMs())).toISOString(),
      }
      const bill = await findBill(billFinder(answer), { productCode, customerNumber })
      return bill.id
    },

    billFinder,

    newBasket: () => openBasket(database, { staffId: sari.id, ids, clock }),

    add(basketId: string, inquiryId: string, overridesPaymentId: string | null = null, staffId = sari.id): string {
      addToBasket(database, basketId, inquiryId, { staffId, overridesPaymentId, ids, clock })
      return itemsOf(database, basketId).at(-1)?.paymentId ?? ''
    },

    /** Puts a bill into a basket that the money of a rejected payment pays for. */
    addRepaying(basketId: string, inquiryId: string, repaysPaymentId: string): string {
      addToBasket(database, basketId, inquiryId, { staffId: ratna.id, overridesPaymentId: null, repaysPaymentId, ids, clock })
      return itemsOf(database, basketId).at(-1)?.paymentId ?? ''
    },
    view: (basketId: string) => viewBasket(database, basketId, config.outlet.cashRounding),

    remove: (basketId: string, paymentId: string) => removeFromBasket(database, basketId, paymentId),

    /** Takes exactly what is due, unless told otherwise. */
    accept(basketId: string, changes: Partial<AcceptRequest & Acceptance> = {}): void {
      const totalRupiah = sumRupiah(itemsOf(database, basketId).map(itemTotal))
      const answerPatienceMs = changes.offline === true ? 0 : 8_000
      const acceptance = {
        database,
        clock,
        ids,
        config,
        offline: false,
        timeTrusted: true,
        answerPatienceMs,
        floatAvailableRupiah: 25_000_000,
      }
      const cashReceivedRupiah = Math.max(0, book.view(basketId).cashDueRupiah)
      const request = { basketId, expectedTotalRupiah: totalRupiah, cashReceivedRupiah, staff: sari }
      acceptBasket({ ...acceptance, ...changes }, { ...request, ...changes })
    },

    /** Finds the bills and puts them into a basket of their own. */
    async basketOf(...bills: Wanted[]): Promise<string> {
      const basketId = book.newBasket()
      for (const bill of bills) book.add(basketId, await book.inquire(bill))
      return basketId
    },

    /** Takes the money for the bills in one basket; gives the payments' ids. */
    async sell(...bills: Wanted[]): Promise<string[]> {
      const basketId = await book.basketOf(...bills)
      book.accept(basketId)
      return itemsOf(database, basketId).map(({ paymentId }) => paymentId)
    },

    /** A payment of one bill, on its way. */
    async sendOne(bill: Wanted = bill45000): Promise<string> {
      const [paymentId = ''] = await book.sell(bill)
      book.send(paymentId)
      return paymentId
    },

    send(paymentId: string) {
      const [attempt] = beginAttempts(database, [paymentId], { ids, atMs: clock.nowMs() }).attempts
      if (attempt === undefined) throw new Error('nothing to attempt')
      return attempt
    },

    /** The attempt under way gets no answer; what that means is the kind's. */
    silence(paymentId: string, kind: 'notReached' | 'noAnswer', setAside: string | null = null): void {
      const outcome: PaymentOutcome =
        kind === 'notReached' ? { kind, cause: 'central', why: 'refused' } : { kind, cause: 'central', why: 'status 503', setAside }
      const open = database.prepare('SELECT id FROM attempts WHERE payment_id = ? AND ended_at_ms IS NULL').get(paymentId) as { id: string }
      const attempt = { id: open.id, kind: 'pay' as const, payment: book.payment(paymentId) }
      endAttempt(database, attempt, outcome, { ids, atMs: clock.nowMs() })
      recordSilence(database, paymentId, kind, { atMs: clock.nowMs(), retryAtMs: clock.nowMs() + 1_000, why: outcome.why })
    },

    hear(paymentId: string, said: Said): AnswerEffect {
      const { intentHash } = book.payment(paymentId)
      const answer = { ...signedMembers(clock), paymentId, intentHash, ...said } as PaymentAnswer
      return applyAnswer(database, paymentId, answer, signedReply, {
        ids,
        atMs: clock.nowMs(),
        retryAtMs: clock.nowMs() + 2_000,
      })
    },

    payment(paymentId: string): Payment {
      const payment = findPayment(database, paymentId)
      if (payment === null) throw new Error(`no payment ${paymentId}`)
      return payment
    },
    state: (paymentId: string) => book.payment(paymentId).state,
    by: (staff = ratna) => ({ staff, atMs: clock.nowMs(), rounding: config.outlet.cashRounding }),

    /** Every account that is not zero, debit positive; drawers of all shifts together. The books must balance to be looked at. */
    figures(): Record<string, number> {
      expect(auditBooks(database)).toEqual([])
      const rows = database.prepare('SELECT account, sum(amount_rupiah) AS amount FROM balances GROUP BY account').all()
      return Object.fromEntries(
        (rows as { account: string; amount: number }[]).filter((row) => row.amount !== 0).map((row) => [row.account, row.amount]),
      )
    },
    drawer: (shiftId: string) => drawerRupiah(database, shiftId),
    alarms: () =>
      (database.prepare("SELECT why FROM set_aside WHERE kind = 'alarm' ORDER BY at_ms, id").all() as { why: string }[]).map(
        ({ why }) => why,
      ),
    audited: () =>
      (database.prepare('SELECT actor, action FROM audit_entries ORDER BY sequence').all() as { actor: string; action: string }[]).map(
        ({ actor, action }) => `${actor} ${action}`,
      ),
    lastEvent: () => database.prepare('SELECT * FROM events ORDER BY sequence DESC LIMIT 1').get() as Record<string, unknown>,
    /** Every row of every table: equal before and after means that nothing at all was written. */
    everything: () => dump(database),
  }
  book.time.hear(clock.nowMs())
  return book

  function billFinder(answer: InquiryAnswer | null, linkIsDown = false): BillFinder {
    const central: Pick<Central, 'inquire'> = {
      inquire: async () =>
        answer === null
          ? { kind: 'silent', cause: 'central', why: 'nobody listens' }
          : { kind: 'answer', answer, reply: signedReply, roundTripMs: 42 },
    }
    return { database, central: central as Central, clock, time: book.time, ids, linkIsDown: () => linkIsDown, observe: () => {} }
  }
}

function signedMembers(clock: ManualClock) {
  return { serverTime: new Date(clock.nowMs()).toISOString(), ledgerEpoch: epoch, idsKeptForDays: 90 }
}

function dump(database: Database): Record<string, unknown[]> {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as { name: string }[]
  return Object.fromEntries(tables.map(({ name }) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]))
}
