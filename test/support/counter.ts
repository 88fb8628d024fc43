import type { RefusalCode, RefusalDetail } from '../../shared/refusals.ts'
import { readProblem } from '../../shared/terminal-api/problem.ts'
import { type ReplyOf, type RequestOf, type RouteName, sessionHeader, terminalRoutes } from '../../shared/terminal-api/routes.ts'
import type { Basket, Bill, PaymentRow } from '../../shared/terminal-api/shapes.ts'

export type Send = (request: Request) => Promise<Response>

/** The terminal said no, by name. */
export class SaidNo extends Error {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
  constructor(code: RefusalCode, detail: RefusalDetail) {
    super(`${code} ${JSON.stringify(detail)}`)
    this.code = code
    this.detail = detail
  }
}

/** What a customer wants paid. */
export type Wish = { productCode: string; customerNumber: string }

/** A person at a terminal, through its API alone: the bare handler or a host's address alike. */
export type Counter = ReturnType<typeof counterAt>

export function counterAt(origin: string, send: Send = fetch) {
  let session: string | null = null

  async function call<Name extends RouteName>(name: Name, request: RequestOf<Name>): Promise<ReplyOf<Name>> {
    const { method, path, reply } = terminalRoutes[name]
    const members = new Map(Object.entries(request))
    const filled = path.replace(/:(\w+)/g, (_, member: string) => {
      const value = String(members.get(member))
      members.delete(member)
      return encodeURIComponent(value)
    })
    const url = new URL(filled, origin)
    if (method === 'GET') for (const [member, value] of members) url.searchParams.set(member, String(value))
    const headers = { 'content-type': 'application/json', ...(session === null ? {} : { [sessionHeader]: session }) }
    const body = method === 'GET' ? null : JSON.stringify(Object.fromEntries(members))
    const response = await send(new Request(url, { method, headers, body }))
    const json: unknown = await response.json()
    if (response.ok) return reply.parse(json) as ReplyOf<Name>
    const problem = readProblem(json)
    if (problem === null) throw new Error(`${name} was answered ${response.status}: ${JSON.stringify(json)}`)
    throw new SaidNo(problem.code, problem.detail)
  }

  async function fill(bills: readonly Bill[]): Promise<Basket> {
    let basket = await call('openBasket', {})
    for (const { inquiryId } of bills) basket = await call('addToBasket', { basketId: basket.id, inquiryId })
    return basket
  }

  return {
    call,

    async open(openCode: string): Promise<void> {
      session = (await call('exchangeOpenCode', { openCode })).session
    },

    /** PINs are the practice outlet's own. */
    async signIn(staffId: 'staff-sari' | 'staff-joko' | 'staff-ratna'): Promise<void> {
      const { pins } = await call('practiceStaff', {})
      await call('signIn', { staffId, pin: pins.find((known) => known.staffId === staffId)?.pin ?? '' })
    },

    fill,

    /** Takes the money for a filled basket; the exact sum where nothing else is said. */
    accept: (basket: Basket, cashReceivedRupiah = basket.cashDueRupiah): Promise<Basket> =>
      call('acceptBasket', { basketId: basket.id, expectedTotalRupiah: basket.totalRupiah, cashReceivedRupiah }),

    /** From the customer number to the money in the drawer; answers the payment as it stands then. */
    async sell(wish: Wish): Promise<PaymentRow> {
      const basket = await this.accept(await fill([await call('inquire', wish)]))
      return this.payment(basket.items[0]?.paymentId ?? '')
    },

    payment: async (paymentId: string): Promise<PaymentRow> => (await call('payment', { paymentId })).payment,
    payments: async (): Promise<PaymentRow[]> => (await call('payments', { limit: 200 })).rows.toReversed(),
    status: () => call('status', {}),
  }
}

/** Asks until the answer satisfies, or says what it was last. */
export async function until<Value>(
  ask: () => Promise<Value> | Value,
  satisfies: (value: Value) => boolean,
  limitMs = 10_000,
): Promise<Value> {
  const giveUpAtMs = performance.now() + limitMs
  for (;;) {
    const value = await ask()
    if (satisfies(value)) return value
    if (performance.now() > giveUpAtMs) throw new Error(`not within ${limitMs} ms; last: ${JSON.stringify(value).slice(0, 1_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
