import type { Book } from '../support/process.ts'
import type { LedgerPayment, LedgerView } from './ledger-view.ts'
import type { Promised, TillRoll } from './till-roll.ts'

/** Handed over counts too: by then another terminal should have it. */
const openStates = ['queued', 'sending', 'inDoubt', 'handedOver']
const givenBack = ['refunded', 'cancelled']

/**
 * Holds the counter's till roll, the terminal's ledger, the central's book and the biller's against each other, and says in words all
 * that is wrong. Bills are told apart by product, number and period, never by an id.
 */
export function compare(given: { roll: TillRoll; ledger: LedgerView; book: Book; startingFloatRupiah: number }): string[] {
  const { roll, ledger, book } = given
  return [
    ...ledger.complaints,
    ...lostSales(roll, ledger),
    ...brokenPromises(roll, ledger),
    ...openEnds(ledger, book),
    ...paidTwice(book),
    ...differingBills(ledger, book),
    ...differingMoney(roll, ledger, book, given.startingFloatRupiah),
  ]
}

function lostSales(roll: TillRoll, ledger: LedgerView): string[] {
  const found = new Map(ledger.payments.map((payment) => [payment.id, payment]))
  const baskets = new Map(ledger.baskets.map((basket) => [basket.id, basket]))
  const known = new Set(roll.sales.flatMap(({ paymentIds }) => paymentIds))
  const complaints = ledger.payments.filter(({ id }) => !known.has(id)).map(({ id }) => `payment ${id} was never asked for`)
  for (const { basketId, paymentIds, acknowledged } of roll.sales) {
    const there = paymentIds.flatMap((id) => found.get(id) ?? [])
    const isAccepted = baskets.get(basketId)?.state === 'accepted'
    const isWhole = there.length === paymentIds.length && isAccepted && there.every((each) => each.acceptEvents === 1 && each.slips === 1)
    const isNothing = there.length === 0 && !isAccepted
    if (acknowledged && !isWhole)
      complaints.push(`LOST: basket ${basketId} was acknowledged, of its ${paymentIds.length} are ${there.length}`)
    else if (!isWhole && !isNothing) complaints.push(`basket ${basketId} is there in part: ${there.length} of ${paymentIds.length}`)
  }
  return complaints
}

/** What a person was told stays true: a void once asked for ends paid, voided or refused, never unasked. */
function brokenPromises(roll: TillRoll, ledger: LedgerView): string[] {
  const states = new Map(ledger.payments.map(({ id, state }) => [id, state]))
  const kept: Record<Promised, readonly string[]> = {
    cancel: ['cancelled'],
    refund: ['refunded'],
    void: ['paid', 'rejected', 'refunded', 'cancelled'],
    advance: ['paid', 'rejected', 'refunded'],
  }
  return roll.promises.flatMap(({ paymentId, promised }) => {
    const state = states.get(paymentId) ?? 'gone'
    return kept[promised].includes(state) ? [] : [`LOST: payment ${paymentId} was promised a ${promised} and is ${state}`]
  })
}

function openEnds(ledger: LedgerView, book: Book): string[] {
  const complaints = ledger.payments
    .filter(({ state }) => openStates.includes(state))
    .map(({ id, state, reason }) => `payment ${id} is still ${state} (${reason})`)
  if (ledger.slipsOpen > 0) complaints.push(`${ledger.slipsOpen} slips neither came out nor say why`)
  if (ledger.attemptsOpen > 0) complaints.push(`${ledger.attemptsOpen} attempts never ended`)
  complaints.push(...ledger.alarms.map((alarm) => `the terminal raised an alarm: ${alarm.slice(0, 400)}`))
  complaints.push(...book.alarms.map((alarm) => `the central raised an alarm: ${JSON.stringify(alarm).slice(0, 400)}`))
  complaints.push(
    ...book.payments.filter(({ status }) => status === 'pending').map(({ paymentId }) => `the central never settled ${paymentId}`),
  )
  return complaints
}

function paidTwice(book: Book): string[] {
  const counts = new Map<string, number>()
  for (const { status, productCode, customerNumber, periods, wibDay } of book.biller) {
    if (status === 'failed') continue
    for (const period of periods) {
      const bill = `${productCode} ${customerNumber} ${period === '' ? wibDay : period}`
      counts.set(bill, (counts.get(bill) ?? 0) + 1)
    }
  }
  return [...counts].filter(([, count]) => count > 1).map(([bill, count]) => `DOUBLED: ${bill} stands ${count} times in the biller's book`)
}

function differingBills(ledger: LedgerView, book: Book): string[] {
  const here = ledger.payments.filter(({ state }) => state === 'paid').map(billOf)
  const there = book.biller
    .filter(({ status }) => status === 'paid')
    .map(({ productCode, customerNumber, periods, amountRupiah }) => `${productCode} ${customerNumber} [${periods}] ${amountRupiah}`)
  const central = book.payments.filter(({ status }) => status === 'paid').map(({ paymentId, totalRupiah }) => `${paymentId} ${totalRupiah}`)
  const paidHere = ledger.payments.filter(({ state }) => state === 'paid').map(({ id, intent }) => `${id} ${totalOf(intent)}`)
  return [
    ...differences(here, there).map((line) => `paid at only one of terminal and biller: ${line}`),
    ...differences(paidHere, central).map((line) => `paid at only one of terminal and central: ${line}`),
  ]
}

function differingMoney(roll: TillRoll, ledger: LedgerView, book: Book, startingFloatRupiah: number): string[] {
  const complaints: string[] = []
  const found = new Map(ledger.payments.map((payment) => [payment.id, payment]))
  let drawerRupiah = startingFloatRupiah
  for (const { paymentIds, cashDueRupiah, totals } of roll.sales) {
    const there = paymentIds.flatMap((id) => found.get(id) ?? [])
    if (there.length < paymentIds.length) continue
    drawerRupiah += cashDueRupiah
    for (const { id, state, advances } of there) {
      // An advance is the money back before its time: what it turns into later gives nothing a second time.
      if (advances > 0 || givenBack.includes(state)) drawerRupiah -= Math.round((totals.get(id) ?? 0) / 100) * 100
    }
  }
  if (drawerRupiah !== ledger.drawerRupiah) complaints.push(`the drawer holds ${drawerRupiah}, the ledger says ${ledger.drawerRupiah}`)
  const taken = takenFromFloat(book)
  if (taken !== ledger.floatUsedRupiah)
    complaints.push(`the central took ${taken} from the float, the ledger says ${ledger.floatUsedRupiah}`)
  if (book.float.reservedRupiah !== 0) complaints.push(`${book.float.reservedRupiah} of the float are still reserved`)
  return complaints
}

function billOf({ intent, productCode, customerNumber }: LedgerPayment): string {
  const { sheets, totalRupiah } = JSON.parse(intent) as { sheets: { period: string }[]; totalRupiah: number }
  return `${productCode} ${customerNumber} [${sheets.map(({ period }) => period)}] ${totalRupiah}`
}

function totalOf(intent: string): number {
  return (JSON.parse(intent) as { totalRupiah: number }).totalRupiah
}

/** What stands in one list oftener than in the other. */
function differences(one: readonly string[], other: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of one) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) - 1)
  return [...counts].filter(([, count]) => count !== 0).map(([line]) => line)
}

/** What the payments took from the float, less what came back: all but the deposits. */
export function takenFromFloat({ float }: Pick<Book, 'float'>): number {
  const deposits = float.movements.filter(({ kind, paymentId }) => kind === 'credit' && paymentId === null)
  return deposits.reduce((sum, { amountRupiah }) => sum + amountRupiah, 0) - float.balanceRupiah
}
