import { billerModel } from './biller.ts'
import { countCash, inCoins } from './cash.ts'
import { judgeEnd } from './end.ts'
import type { BillerFact, EndFacts, FloatFact, LedgerFacts, LineFact, MoveFact, PaperFact, PriceFact, WordFact } from './facts.ts'
import { floatModel } from './float.ts'
import { type KnownPayment, type LedgerModel, ledgerModel } from './ledger.ts'
import { readSlip, referenceOn } from './paper.ts'

/** Money the customer gave is held while the central has not spoken. */
const openStates = ['queued', 'sending', 'inDoubt']

/** What a terminal may only believe after the central has said so. */
const wordsFor: Readonly<Record<string, string>> = { refusedFinal: 'refused', failedAtReconciliation: 'refused', voided: 'voided' }

export type Oracle = ReturnType<typeof createOracle>

/** Compares what people did and what the books say. Every complaint is a sentence; the first one ends the run. */
export function createOracle() {
  const cash = countCash()
  const biller = billerModel()
  const float = floatModel()
  const ledgers = new Map<string, LedgerModel>()
  const drawersOf = new Map<string, string[]>()
  /** What went into the safe less what came out of it, and what counts found too much. */
  const safes = new Map<string, number>()
  const overs = new Map<string, number>()
  const accepted = new Set<string>()
  const prices = new Map<string, PriceFact>()
  const said = new Map<string, Set<string>>()
  const validSlips = new Map<string, number>()
  const complaints: string[] = []
  /** Drawers whose people are in the middle of something: the screen died under a click and nobody knows yet what it did. */
  const busyHands = new Map<string, number>()

  function ledgerOf(terminal: string): LedgerModel {
    const found = ledgers.get(terminal) ?? ledgerModel(terminal)
    ledgers.set(terminal, found)
    return found
  }

  function isInALedger(id: string): boolean {
    for (const ledger of ledgers.values()) if (ledger.payments.has(id)) return true
    return false
  }

  function turn(paymentId: string, by: 1 | -1): void {
    const sentence = cash.turn(paymentId, by)
    if (sentence !== null) complaints.push(sentence)
  }

  function judgeSafe(terminal: string, ledger: LedgerModel): string[] {
    // Before the first drawer was opened by hand, there is nothing to compare.
    if (!drawersOf.has(terminal)) return []
    const [safe, over] = [safes.get(terminal) ?? 0, overs.get(terminal) ?? 0]
    return [
      ...(ledger.balance('safe') === safe ? [] : [`${terminal}: ${safe} went into the safe, its lines say ${ledger.balance('safe')}`]),
      ...(-ledger.balance('cashOverShort') + 0 === over + 0
        ? []
        : [`${terminal}: counts were off by ${over}, the lines say ${-ledger.balance('cashOverShort')}`]),
    ]
  }

  /** The lines that make a payment a paid one: what the central deducted, what was agreed to be earned, the rest by its own name. */
  function judgePaid(payment: KnownPayment, lines: readonly LineFact[]): string[] {
    const sumOf = (account: string) => lines.reduce((sum, line) => sum + (line.account === account ? line.amountRupiah : 0), 0)
    const price = prices.get(payment.id)
    if (price === undefined) return []
    // What was agreed when the money was taken; whatever else the central makes of it is a difference with it, never income.
    const commission = payment.commissionRupiah
    const wanted: Record<string, number> = {
      floatUsed: -price.deductedRupiah,
      commission: -commission,
      counterFee: -payment.feeRupiah,
      centralDifference: -(payment.totalRupiah - payment.feeRupiah - price.deductedRupiah - commission),
    }
    return Object.entries(wanted)
      .filter(([account, rupiah]) => sumOf(account) !== rupiah + 0)
      .map(([account, rupiah]) => `${payment.terminal}: ${account} of ${payment.id} got ${sumOf(account)}, agreed are ${rupiah}`)
  }

  /** Money is offered back on the central's own no, and given back unasked only while the central has never heard of the payment. */
  function judgeBelieved(terminal: string, { paymentId, event }: MoveFact): string[] {
    const words = said.get(paymentId) ?? new Set<string>()
    const word = wordsFor[event]
    if (word !== undefined && !words.has(word))
      return [`${terminal} believes ${event} of ${paymentId}, of which the central has said ${[...words].join(', ') || 'nothing'}`]
    if (event === 'cancel' && words.size > 0)
      return [`${terminal} cancels ${paymentId} as never sent, and the central has said ${[...words].join(', ')}`]
    return []
  }

  return {
    cash,
    biller,
    float,
    /** What a customer is asked for, and given back, in coins that exist. */
    inCoins,

    shiftOpened(terminal: string, drawer: string, rupiah: number): void {
      drawersOf.set(terminal, [...(drawersOf.get(terminal) ?? []), drawer])
      cash.open(drawer, rupiah)
      safes.set(terminal, (safes.get(terminal) ?? 0) - rupiah)
    },
    /** Notes got lost or turned up; people and books learn of it at the count. */
    wentAstray: (drawer: string, rupiah: number) => cash.stray(drawer, rupiah),
    counted: (drawer: string) => cash.counted(drawer),
    /** The drawer was counted and emptied into the safe. */
    shiftClosed(terminal: string, drawer: string): void {
      const { countedRupiah, overRupiah } = cash.empty(drawer)
      safes.set(terminal, (safes.get(terminal) ?? 0) + countedRupiah)
      overs.set(terminal, (overs.get(terminal) ?? 0) + overRupiah)
    },
    hands(drawer: string, by: 1 | -1): void {
      busyHands.set(drawer, (busyHands.get(drawer) ?? 0) + by)
    },
    /** A basket is paid: `repaid` are payments whose money pays for it instead of going back to their customer. */
    taken(drawer: string, paymentIds: readonly string[], cashRupiah: number, repaid: readonly string[]): void {
      cash.put(drawer, cashRupiah)
      for (const id of repaid) turn(id, -1)
      for (const id of paymentIds) {
        turn(id, 1)
        accepted.add(id)
      }
    },
    given(drawer: string, paymentId: string, cashRupiah: number): void {
      cash.put(drawer, -cashRupiah)
      turn(paymentId, -1)
    },
    /** The customer of an advance brings the money back. */
    brought(drawer: string, paymentId: string, cashRupiah: number): void {
      cash.put(drawer, cashRupiah)
      turn(paymentId, 1)
    },

    ledger(facts: LedgerFacts): void {
      const ledger = ledgerOf(facts.terminal)
      complaints.push(...ledger.learn(facts))
      for (const fact of facts.moves) {
        const { paymentId, event, sequence } = fact
        complaints.push(...judgeBelieved(facts.terminal, fact))
        const payment = ledger.payments.get(paymentId)
        if (payment === undefined || (event !== 'paid' && event !== 'paidAfterAll')) continue
        // A terminal that believes a bill paid must be right, at once.
        for (const bill of payment.bills)
          if (!biller.wasEverPaid(bill))
            complaints.push(`${payment.terminal} has ${paymentId} as paid, but the biller's book has not ${bill}`)
        if (event === 'paid')
          complaints.push(
            ...judgePaid(
              payment,
              facts.lines.filter((line) => line.event === sequence),
            ),
          )
      }
    },
    billerBook(fact: BillerFact): void {
      complaints.push(...biller.learn(fact))
    },
    centralFloat(fact: FloatFact): void {
      complaints.push(...float.learn(fact))
    },
    price(fact: PriceFact): void {
      prices.set(fact.paymentId, fact)
    },

    word({ paymentId, status }: WordFact): void {
      said.set(paymentId, (said.get(paymentId) ?? new Set()).add(status))
    },

    paper(fact: PaperFact): void {
      const slip = readSlip(fact)
      if (slip.kind !== 'valid') return
      const reference = referenceOn(slip)
      if (reference === null) {
        // Half a slip may end before its reference.
        if (slip.whole) complaints.push(`${fact.terminal} printed a valid slip without a reference: ${slip.text}`)
        return
      }
      const paid = biller.everPaidUnder(reference)
      if (paid === null) {
        complaints.push(`${fact.terminal} printed a valid slip for ${reference}, under which the biller was never paid`)
        return
      }
      if (slip.whole && !slip.text.includes(paid.customerNumber.toLowerCase()))
        complaints.push(`${fact.terminal} printed ${reference} of ${paid.customerNumber} on another's slip`)
      if (slip.whole) for (const bill of paid.bills) validSlips.set(bill, (validSlips.get(bill) ?? 0) + 1)
    },

    /** After every step. */
    check(): readonly string[] {
      for (const [terminal, ledger] of ledgers) {
        if ((busyHands.get(terminal) ?? 0) === 0) complaints.push(...judgeSafe(terminal, ledger))
        for (const drawer of drawersOf.get(terminal) ?? []) {
          if ((busyHands.get(drawer) ?? 0) > 0 || (busyHands.get(terminal) ?? 0) > 0) continue
          const [notes, lines] = [cash.inDrawer(drawer), ledger.balance('drawer', drawer)]
          if (notes !== lines) complaints.push(`${terminal}: the drawer holds ${notes} in notes, its lines say ${lines}`)
        }
        const [held, open] = [-ledger.balance('held'), ledger.totalIn(openStates)]
        if (held !== open) complaints.push(`${terminal}: held is ${held}, open payments are ${open}`)
        const [owed, rejected] = [-ledger.balance('refundsDue'), ledger.totalIn(['rejected'])]
        if (owed !== rejected) complaints.push(`${terminal}: refunds due are ${owed}, rejected payments are ${rejected}`)
      }
      for (const id of accepted) {
        if (!isInALedger(id)) complaints.push(`${id} was accepted and is in no ledger`)
        // Ledgers refuse to forget; once seen is enough.
        else accepted.delete(id)
      }
      return complaints
    },

    /** When all faults have stopped, the queue has drained, and people have done what the screens told them. */
    checkEnd(end: EndFacts): readonly string[] {
      complaints.push(...judgeEnd({ ledgers: [...ledgers.values()], cash, biller, float, validSlips, end }))
      return complaints
    },
  }
}
