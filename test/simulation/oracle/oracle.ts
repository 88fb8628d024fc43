import { billerModel } from './biller.ts'
import { countCash, inCoins } from './cash.ts'
import type { BillerFact, FloatFact, GivenFact, LedgerFacts, PaperFact, TakenFact } from './facts.ts'
import { floatModel } from './float.ts'
import { type KnownPayment, type LedgerModel, ledgerModel } from './ledger.ts'
import { readSlip, referenceOn, type Slip } from './paper.ts'

/** Money the customer gave is held while the central has not spoken. */
const openStates = ['queued', 'sending', 'inDoubt']
/** The last word: nothing is awaited from the central, and nothing is owed to the customer. */
const finalStates = ['paid', 'refunded', 'cancelled', 'handedOver']

export type Oracle = ReturnType<typeof createOracle>

/** Compares what people did and what the books say. Every complaint is a sentence; the first one ends the run. */
export function createOracle() {
  const cash = countCash()
  const biller = billerModel()
  const float = floatModel()
  const ledgers = new Map<string, LedgerModel>()
  const owners = new Map<string, string[]>()
  const accepted = new Map<string, TakenFact>()
  const slips = new Map<string, Slip[]>()
  const complaints: string[] = []
  /** Drawers whose people are in the middle of something: the screen died under a click and nobody knows yet what it did. */
  const busyHands = new Map<string, number>()
  const complain = (sentence: string) => void complaints.push(sentence)

  function ledgerOf(terminal: string): LedgerModel {
    const found = ledgers.get(terminal) ?? ledgerModel(terminal)
    ledgers.set(terminal, found)
    return found
  }

  function paymentsCalled(id: string): KnownPayment[] {
    return [...ledgers.values()].flatMap((ledger) => ledger.payments.get(id) ?? [])
  }

  return {
    cash,
    biller,
    float,

    shiftOpened(terminal: string, drawer: string, rupiah: number): void {
      owners.set(terminal, [...(owners.get(terminal) ?? []), drawer])
      cash.open(drawer, rupiah)
    },

    hands(drawer: string, by: 1 | -1): void {
      busyHands.set(drawer, (busyHands.get(drawer) ?? 0) + by)
    },

    taken(fact: TakenFact): void {
      cash.take(fact.drawer, fact.paymentIds, fact.cashRupiah)
      for (const id of fact.paymentIds) {
        if (accepted.has(id)) complain(`the money for ${id} was taken twice`)
        accepted.set(id, fact)
      }
    },

    given(fact: GivenFact): void {
      cash.give(fact.drawer, fact.paymentId, fact.cashRupiah)
      if (cash.timesGiven(fact.paymentId) > cash.timesTaken(fact.paymentId))
        complain(`the money for ${fact.paymentId} was given back twice`)
    },

    ledger(facts: LedgerFacts): void {
      for (const sentence of ledgerOf(facts.terminal).learn(facts)) complain(sentence)
      for (const move of facts.moves) {
        // A terminal that believes a bill paid must be right, at once.
        if (move.to !== 'paid') continue
        for (const payment of paymentsCalled(move.paymentId))
          for (const bill of payment.bills)
            if (biller.timesPaid(bill) === 0)
              complain(`${payment.terminal} has ${payment.id} as paid, but the biller's book has not ${bill}`)
      }
    },

    billerBook(fact: BillerFact): void {
      for (const sentence of biller.learn(fact)) complain(sentence)
    },

    centralFloat(fact: FloatFact): void {
      for (const sentence of float.learn(fact)) complain(sentence)
    },

    paper(fact: PaperFact): void {
      const slip = readSlip(fact)
      if (slip.kind !== 'valid') return
      const reference = referenceOn(slip)
      // Half a slip may end before its reference.
      if (reference === null) {
        if (slip.whole) complain(`${fact.terminal} printed a valid slip without a reference: ${slip.text}`)
        return
      }
      const paid = biller.paidUnder(reference)
      if (paid === null) {
        complain(`${fact.terminal} printed a valid slip for ${reference}, which the biller was not paid under`)
        return
      }
      if (slip.whole && !slip.text.includes(paid.customerNumber.toLowerCase()))
        complain(`${fact.terminal} printed ${reference} of ${paid.customerNumber} on another's slip`)
      for (const bill of paid.bills) slips.set(bill, [...(slips.get(bill) ?? []), slip])
    },

    /** After every step. */
    check(): string[] {
      for (const [terminal, ledger] of ledgers) {
        for (const drawer of owners.get(terminal) ?? []) {
          if ((busyHands.get(drawer) ?? 0) > 0) continue
          const [notes, lines] = [cash.inDrawer(drawer), ledger.balance('drawer', drawer)]
          if (notes !== lines) complain(`${terminal}: the drawer holds ${notes} in notes, its lines say ${lines}`)
        }
        const held = -ledger.balance('held')
        if (held !== ledger.totalIn(openStates)) complain(`${terminal}: held is ${held}, open payments are ${ledger.totalIn(openStates)}`)
        const owed = -ledger.balance('refundsDue')
        if (owed !== ledger.totalIn(['rejected']))
          complain(`${terminal}: refunds due are ${owed}, rejected payments are ${ledger.totalIn(['rejected'])}`)
        if (ledger.balance('centralDifference') !== 0)
          complain(`${terminal}: the central difference is ${ledger.balance('centralDifference')}`)
      }
      for (const [id] of accepted) if (paymentsCalled(id).length === 0) complain(`${id} was accepted and is in no ledger`)
      return complaints
    },

    /** A payment of this bill may print a valid slip only while it is paid; whoever got the money back must not keep one that counts. */
    validSlips: (bill: string): number => (slips.get(bill) ?? []).filter(({ whole }) => whole).length,

    /**
     * When all faults have stopped, the queue has drained and people have done what the screens told them. `shown` are payments that a
     * screen names with a reason; `disputed` what stands open with the central by name.
     */
    checkEnd(end: { shown: ReadonlyMap<string, string>; disputedRupiah: number }): string[] {
      const settled = new Map<string, number>()
      for (const ledger of ledgers.values())
        for (const payment of ledger.payments.values()) {
          const { id, state } = payment
          if (!finalStates.includes(state) && !end.shown.has(id))
            complain(`${payment.terminal}: ${id} ended as ${state} and nobody is told`)
          if (state === 'paid') for (const bill of payment.bills) settled.set(bill, (settled.get(bill) ?? 0) + 1)
          const backInHand = cash.timesGiven(id)
          if ((state === 'refunded' || state === 'cancelled') && backInHand !== 1)
            complain(`${id} is ${state} and its customer got money back ${backInHand} times`)
          if (state === 'paid' && backInHand !== 0) complain(`${id} is paid and its customer has the money back`)
        }
      for (const bill of new Set([...settled.keys(), ...biller.bills()])) {
        const [here, there] = [settled.get(bill) ?? 0, biller.timesPaid(bill) - biller.timesPaidElsewhere(bill)]
        if (here !== there) complain(`${bill} is settled ${here} times at the outlet and stands ${there} times in the biller's book`)
      }
      const used = [...ledgers.values()].reduce((sum, ledger) => sum - ledger.balance('floatUsed'), 0)
      if (used !== float.deductedRupiah())
        complain(`the terminals used ${used} of the float, the central deducted ${float.deductedRupiah()}`)
      if (float.reservedRupiah() !== 0) complain(`the central still reserves ${float.reservedRupiah()}`)
      return complaints
    },

    /** What a customer is asked for, and given back, in coins that exist. */
    inCoins,
  }
}
