import type { BillerModel } from './biller.ts'
import type { Cash } from './cash.ts'
import type { EndFacts } from './facts.ts'
import type { FloatModel } from './float.ts'
import { type KnownPayment, type LedgerModel, standsAsPaid } from './ledger.ts'

type World = {
  ledgers: readonly LedgerModel[]
  cash: Cash
  biller: BillerModel
  float: FloatModel
  validSlips: ReadonlyMap<string, number>
  end: EndFacts
}

/** The last word: nothing is awaited from the central, and nothing is owed to the customer. */
const finalStates = ['paid', 'refunded', 'cancelled', 'handedOver']

/** Every customer has what they paid for, once, or their money back; and whatever is still open is on a screen with a reason. */
export function judgeEnd(world: World): string[] {
  const payments = world.ledgers.flatMap((ledger) => [...ledger.payments.values()])
  return [
    ...payments.flatMap((payment) => judgeLife(payment, world)),
    ...payments.filter(({ state }) => state === 'handedOver').flatMap((payment) => judgeHandedOver(payment, payments, world.end)),
    ...judgeBook(payments, world),
    ...judgeFloat(payments, world),
  ]
}

function judgeLife(payment: KnownPayment, { cash, end, ledgers, validSlips }: World): string[] {
  const { id, state, terminal, bills } = payment
  const complaints: string[] = []
  const say = (sentence: string) => void complaints.push(`${terminal}: ${id} ${sentence}`)
  if (!finalStates.includes(state) && !end.shown.has(id)) say(`ended as ${state} and nobody is told`)
  const owes = ledgers.some((ledger) => ledger.balance('owedByCustomer', id) !== 0 || ledger.balance('writtenOff', id) !== 0)
  if (state === 'paid' && cash.isHere(id) === owes)
    say(
      owes
        ? 'is paid, its money is here, and its customer owes it all the same'
        : 'is paid, its customer has the money back and owes nothing',
    )
  if (state === 'refunded' || state === 'cancelled') {
    if (cash.isHere(id)) say(`is ${state}, but its customer has no money back`)
    const slips = Math.min(...bills.map((bill) => validSlips.get(bill) ?? 0))
    const others = ledgers.some((ledger) => [...ledger.payments.values()].some((other) => other.id !== id && sharesBill(other, bills)))
    if (slips > 0 && !others && !standsAsPaid(payment) && !end.slipsVoided.has(id))
      say('failed after a valid slip went out, which counts still')
  }
  return complaints
}

function sharesBill(payment: KnownPayment, bills: readonly string[]): boolean {
  return payment.bills.some((bill) => bills.includes(bill))
}

/** What one terminal gave away, another has, or somebody is told that nobody took it yet. */
function judgeHandedOver(payment: KnownPayment, all: readonly KnownPayment[], { shown }: EndFacts): string[] {
  const isElsewhere = all.some((other) => other.id === payment.id && other.state !== 'handedOver')
  return isElsewhere || shown.has(payment.id) ? [] : [`${payment.terminal}: ${payment.id} was handed over and nobody has it`]
}

/** What a screen names with a reason is for people to settle with the biller. */
function judgeBook(payments: readonly KnownPayment[], { biller, end }: World): string[] {
  const told = new Set(payments.filter(({ id }) => end.shown.has(id)).flatMap(({ bills }) => bills))
  const settled = new Map<string, number>()
  for (const payment of payments)
    if (standsAsPaid(payment)) for (const bill of payment.bills) settled.set(bill, (settled.get(bill) ?? 0) + 1)
  return [...new Set([...settled.keys(), ...biller.bills()])]
    .filter((bill) => !told.has(bill) && (settled.get(bill) ?? 0) !== biller.timesPaid(bill))
    .map(
      (bill) =>
        `${bill} is settled ${settled.get(bill) ?? 0} times at the outlet and stands ${biller.timesPaid(bill)} times in the biller's book`,
    )
}

function judgeFloat(payments: readonly KnownPayment[], { ledgers, float }: World): string[] {
  const complaints = [...new Set([...payments.map(({ id }) => id), ...float.payments()])].flatMap((id) => {
    const [here, there] = [ledgers.reduce((sum, ledger) => sum + ledger.floatUsedFor(id), 0), float.usedFor(id)]
    return here === there ? [] : [`the terminals used ${here} of the float for ${id}, the central took ${there}`]
  })
  if (float.reservedRupiah() !== 0) complaints.push(`the central still reserves ${float.reservedRupiah()}`)
  return complaints
}
