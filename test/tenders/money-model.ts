import { type ModelBasket, type ModelPayment, type ModelTender, owedBackRupiah, placed, rounded, sum } from './model-records.ts'

/**
 * Where every rupiah of a small counter is, told by what people and providers do: a second opinion on main/tenders that knows no account, no
 * line and no database. Every deed says whether it was possible; the figures are sums of what lies where.
 */
export class MoneyModel {
  readonly tenders: ModelTender[] = []
  readonly payments: ModelPayment[] = []
  readonly baskets: ModelBasket[]
  drawerRupiah: number
  /** Bills to repay with are asked for once. */
  readonly sparesUsed: Set<number> = new Set()
  private confirmCount = 0

  constructor(drawerRupiah: number, baskets: readonly number[][]) {
    this.drawerRupiah = drawerRupiah
    this.baskets = baskets.map((totalsRupiah) => ({ state: 'open', totalsRupiah, payments: [] }))
  }

  /** To ask what would be possible. */
  copy(): MoneyModel {
    return Object.assign(new MoneyModel(this.drawerRupiah, []), {
      tenders: this.tenders.map((tender) => ({ ...tender })),
      payments: this.payments.map((payment) => ({ ...payment, parts: payment.parts.map((part) => ({ ...part })) })),
      baskets: this.baskets.map((basket) => ({ ...basket, payments: [...basket.payments] })),
      confirmCount: this.confirmCount,
      sparesUsed: new Set(this.sparesUsed),
    })
  }

  dueRupiah(basket: number): number {
    const asked = this.tenders.filter((tender) => tender.basket === basket && tender.state === 'asked')
    const covered = sum(asked.map((tender) => tender.askedRupiah)) + sum(this.meantFor(basket).map((tender) => tender.looseRupiah))
    return Math.max(0, sum(this.baskets[basket]?.totalsRupiah ?? []) - covered)
  }

  ask(basket: number, askedRupiah: number): boolean {
    if (this.baskets[basket]?.state !== 'open' || askedRupiah < 1 || askedRupiah > this.dueRupiah(basket)) return false
    const nothing = { cameRupiah: 0, settledRupiah: 0, givenRupiah: 0, takenRupiah: 0, looseRupiah: 0, meantFor: null, confirmedAs: 0 }
    this.tenders.push({ basket, askedRupiah, state: 'asked', ...nothing })
    return true
  }

  confirm(tender: ModelTender, cameRupiah: number): boolean {
    if (tender.cameRupiah > 0) return true
    const inTime = tender.state === 'asked' && this.baskets[tender.basket]?.state === 'open' && cameRupiah === tender.askedRupiah
    this.confirmCount += 1
    const meantFor = inTime ? tender.basket : null
    Object.assign(tender, { state: 'confirmed', cameRupiah, looseRupiah: cameRupiah, meantFor, confirmedAs: this.confirmCount })
    return true
  }

  expireAll(): boolean {
    for (const tender of this.tenders) if (tender.state === 'asked') tender.state = 'expired'
    return true
  }

  fail(tender: ModelTender): boolean {
    if (tender.state !== 'asked') return false
    tender.state = 'failed'
    return true
  }

  settle(tender: ModelTender, grossRupiah: number): boolean {
    const openRupiah = this.clearingRupiah(tender)
    const paysAll = tender.state === 'confirmed' && grossRupiah === tender.cameRupiah
    if (tender.cameRupiah === 0 || grossRupiah === 0 || (grossRupiah !== openRupiah && !paysAll)) return false
    tender.settledRupiah += grossRupiah
    if (tender.state === 'confirmed') tender.state = 'settled'
    return true
  }

  reverse(tender: ModelTender): boolean {
    if (tender.state !== 'confirmed' && tender.state !== 'settled') return false
    tender.state = 'reversed'
    tender.takenRupiah += tender.looseRupiah
    tender.looseRupiah = 0
    for (const payment of this.payments) {
      for (const part of payment.parts.filter(({ place, tender: of }) => place === 'in' && this.tenders[of] === tender)) {
        tender.takenRupiah += part.amountRupiah
        part.place = payment.state === 'rejected' ? 'taken' : 'owing'
        if (payment.state === 'queued' && !payment.sent) {
          part.place = 'taken'
          payment.state = 'cancelled'
          payment.cashOwedRupiah = payment.cashRupiah
          for (const other of payment.parts.filter(({ place }) => place === 'in')) {
            other.place = 'freed'
            this.tenderOf(other.tender).looseRupiah += other.amountRupiah
          }
        }
        this.endIfNothingOwed(payment)
      }
    }
    return true
  }

  allocate(tender: ModelTender, basket: number): boolean {
    const waits = tender.looseRupiah > 0 && (tender.meantFor === null || this.baskets[tender.meantFor]?.state !== 'open')
    if (this.baskets[basket]?.state !== 'open' || !waits) return false
    tender.meantFor = basket
    return true
  }

  giveLoose(tender: ModelTender): boolean {
    if (tender.looseRupiah === 0) return false
    tender.givenRupiah += tender.looseRupiah
    tender.looseRupiah = 0
    tender.meantFor = null
    return true
  }

  discard(basket: number): boolean {
    const found = this.baskets[basket]
    if (found?.state !== 'open') return false
    found.state = 'discarded'
    return true
  }

  take(basket: number): boolean {
    const found = this.baskets[basket]
    if (found?.state !== 'open') return false
    found.state = 'accepted'
    const purse = this.meantFor(basket).sort((a, b) => a.confirmedAs - b.confirmedAs)
    let allCashRupiah = 0
    for (const totalRupiah of found.totalsRupiah) {
      const parts: ModelPayment['parts'] = []
      let cashRupiah = totalRupiah
      for (const tender of purse) {
        const amountRupiah = Math.min(cashRupiah, tender.looseRupiah)
        if (amountRupiah === 0) continue
        tender.looseRupiah -= amountRupiah
        cashRupiah -= amountRupiah
        parts.push({ tender: this.tenders.indexOf(tender), amountRupiah, place: 'in' })
      }
      allCashRupiah += cashRupiah
      const clean = { sent: false, cashOwedRupiah: 0, advanced: false, owesAdvanceRupiah: 0 }
      found.payments.push(this.payments.push({ totalRupiah, cashRupiah, parts, state: 'queued', ...clean }) - 1)
    }
    this.drawerRupiah += rounded(allCashRupiah)
    return true
  }

  send(payment: ModelPayment): boolean {
    if (payment.state !== 'queued') return false
    payment.state = 'sending'
    payment.sent = true
    return true
  }

  noAnswer(payment: ModelPayment): boolean {
    if (payment.state !== 'sending') return false
    payment.state = 'inDoubt'
    return true
  }

  notNow(payment: ModelPayment): boolean {
    if (payment.state !== 'sending' && payment.state !== 'inDoubt') return false
    payment.state = 'queued'
    return true
  }

  centralSaysPaid(payment: ModelPayment): boolean {
    if (payment.state === 'rejected') for (const part of placed(payment, 'taken')) part.place = 'owing'
    else if (payment.state !== 'sending' && payment.state !== 'inDoubt') return false
    payment.state = 'paid'
    if (payment.advanced) payment.owesAdvanceRupiah = payment.totalRupiah
    payment.advanced = false
    return true
  }

  centralSaysNo(payment: ModelPayment): boolean {
    if (payment.state !== 'sending' && payment.state !== 'inDoubt' && payment.state !== 'paid') return false
    payment.state = 'rejected'
    for (const part of [...placed(payment, 'owing'), ...placed(payment, 'lost')]) part.place = 'taken'
    // The customer has it already.
    if (payment.advanced || payment.owesAdvanceRupiah > 0) payment.state = 'refunded'
    payment.advanced = false
    payment.owesAdvanceRupiah = 0
    this.endIfNothingOwed(payment)
    return true
  }

  cancel(payment: ModelPayment): boolean {
    if (payment.state !== 'queued' || payment.sent) return false
    this.giveBack(payment)
    payment.state = 'cancelled'
    return true
  }

  refund(payment: ModelPayment): boolean {
    if (payment.cashOwedRupiah > 0) {
      this.drawerRupiah -= rounded(payment.cashOwedRupiah)
      payment.cashOwedRupiah = 0
      return true
    }
    if (payment.state !== 'rejected') return false
    this.giveBack(payment)
    payment.state = 'refunded'
    return true
  }

  /** Its money pays for another bill; the customer adds what is missing in cash, or gets the rest. */
  repay(old: ModelPayment, totalRupiah: number): boolean {
    if (old.state !== 'rejected') return false
    const differenceRupiah = totalRupiah - owedBackRupiah(old)
    this.drawerRupiah += Math.sign(differenceRupiah) * rounded(Math.abs(differenceRupiah))
    old.state = 'refunded'
    const parts: ModelPayment['parts'] = []
    let cashRupiah = totalRupiah
    for (const part of placed(old, 'in').sort((a, b) => a.tender - b.tender)) {
      const amountRupiah = Math.min(part.amountRupiah, cashRupiah)
      if (amountRupiah === 0) continue
      cashRupiah -= amountRupiah
      part.amountRupiah -= amountRupiah
      parts.push({ tender: part.tender, amountRupiah, place: 'in' })
    }
    const clean = { sent: false, cashOwedRupiah: 0, advanced: false, owesAdvanceRupiah: 0 }
    this.payments.push({ totalRupiah, cashRupiah, parts, state: 'queued', ...clean })
    return true
  }

  advance(payment: ModelPayment): boolean {
    if (payment.state !== 'inDoubt' || payment.advanced) return false
    if (placed(payment, 'owing').length + placed(payment, 'lost').length > 0) return false
    this.giveBack(payment)
    payment.advanced = true
    return true
  }

  collectAdvance(payment: ModelPayment): boolean {
    if (payment.state !== 'paid' || payment.owesAdvanceRupiah === 0) return false
    this.drawerRupiah += rounded(payment.owesAdvanceRupiah)
    payment.owesAdvanceRupiah = 0
    for (const part of placed(payment, 'given')) part.place = 'cash'
    return true
  }

  collect(tender: ModelTender): boolean {
    const owed = this.owing(tender)
    if (owed.length === 0) return false
    this.drawerRupiah += rounded(sum(owed.map((part) => part.amountRupiah)))
    for (const part of owed) part.place = 'cash'
    return true
  }

  giveUp(tender: ModelTender): boolean {
    const owed = this.owing(tender)
    for (const part of owed) part.place = 'lost'
    return owed.length > 0
  }

  clearingRupiah(tender: ModelTender): number {
    return tender.cameRupiah - tender.settledRupiah - tender.givenRupiah - tender.takenRupiah
  }

  receivableRupiah(tender: ModelTender): number {
    return sum(this.owing(tender).map((part) => part.amountRupiah))
  }

  heldRupiah(): number {
    return sum(this.payments.filter(({ state }) => ['queued', 'sending', 'inDoubt'].includes(state)).map((payment) => payment.totalRupiah))
  }

  refundsDueRupiah(): number {
    const rejected = this.payments.filter(({ state }) => state === 'rejected').map(owedBackRupiah)
    return sum([...rejected, ...this.payments.map((payment) => payment.cashOwedRupiah)])
  }

  private giveBack(payment: ModelPayment): void {
    const cash = payment.cashRupiah + sum(placed(payment, 'cash').map((part) => part.amountRupiah))
    this.drawerRupiah -= rounded(cash)
    for (const part of placed(payment, 'in')) {
      part.place = 'given'
      this.tenderOf(part.tender).givenRupiah += part.amountRupiah
    }
  }

  private endIfNothingOwed(payment: ModelPayment): void {
    if (payment.state === 'rejected' && owedBackRupiah(payment) === 0) payment.state = 'refunded'
  }

  private meantFor(basket: number): ModelTender[] {
    return this.tenders.filter((tender) => tender.meantFor === basket && tender.looseRupiah > 0)
  }

  private owing(tender: ModelTender): ModelPayment['parts'] {
    const owing = this.payments.flatMap((payment) => placed(payment, 'owing'))
    return owing.filter((part) => this.tenders[part.tender] === tender && part.amountRupiah > 0)
  }

  private tenderOf(index: number): ModelTender {
    return this.tenders[index] as ModelTender
  }
}
