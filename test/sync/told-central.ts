import type { Central } from '../../main/central/central.ts'
import type { PaymentOutcome, QuestionOutcome } from '../../main/central/outcome.ts'
import type { Clock } from '../../main/platform/clock.ts'
import type { BatchItem } from '../../shared/central-api/batches.ts'
import type { FeedItem } from '../../shared/central-api/feed.ts'
import type { HelloAnswer } from '../../shared/central-api/ownership.ts'
import type { PaymentStatement } from '../../shared/central-api/payments.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import { epoch } from './queue.ts'

export type Heard = {
  route: 'pay' | 'ask' | 'void' | 'batch' | 'hello' | 'time' | 'feed' | 'float'
  items: { kind: string; paymentId: string }[]
  atMs: number
}
type Verdict = Pick<HelloAnswer, 'verdict' | 'incarnation'>
type Silence = { retryAfterMs?: number; tooLarge?: true }

/**
 * A central in memory that says what a test tells it to, over a road that takes time. It remembers payments as the contract wants it; `exchanges`
 * is everything that reached it.
 */
export function toldCentral(clock: Clock, roundTripMs = 50) {
  const known = new Map<string, PaymentStatement>()
  const exchanges: Heard[] = []
  const feed: { sequence: number; item: FeedItem | unknown }[] = []
  const told = {
    known,
    exchanges,
    feed,
    head: null as number | null,
    epoch,
    /** Nobody answers anything at all. */
    silent: false,
    /** Nobody answers this exchange; the central may have done it all the same (`after`). */
    losesReply: (_heard: Heard): false | 'before' | 'after' => false,
    slowsDown: (_heard: Heard): Silence | null => null,
    /** What it makes of a payment it doesn't know yet. */
    decide: (item: BatchItem): Partial<PaymentStatement> =>
      ({ status: 'paid', proof: proofOf(item.paymentId) }) as Partial<PaymentStatement>,
    /** Other than one statement for each item. */
    rewrite: (items: unknown[]): unknown[] => items,
    verdict: (_takeNew: boolean): Verdict => ({ verdict: 'continues', incarnation: 1 }),
    feedRefusal: null as CentralRefusalCode | null,
    central: null as unknown as Central,
    /** Exchanges about payments, by what was in them. */
    about: () => exchanges.filter(({ route }) => ['pay', 'ask', 'void', 'batch'].includes(route)),
  }

  const members = () => ({ serverTime: new Date(clock.nowMs()).toISOString(), ledgerEpoch: told.epoch, idsKeptForDays: 90 })
  const reply = { status: 200, headers: { signature: 'kept' }, body: '{}' }

  async function travel(heard: Heard, work: () => unknown): Promise<{ said: unknown } | { silence: Silence }> {
    await clock.sleep(roundTripMs / 2)
    exchanges.push(heard)
    const slow = told.slowsDown(heard)
    const lost = told.silent ? 'before' : slow !== null ? 'before' : told.losesReply(heard)
    const said = lost === 'before' ? null : work()
    await clock.sleep(roundTripMs / 2)
    return lost === false ? { said } : { silence: slow ?? {} }
  }

  function statement(item: BatchItem): PaymentStatement {
    const about = { paymentId: item.paymentId, intentHash: item.intentHash }
    const before = known.get(item.paymentId)
    if (before !== undefined) return before
    if (item.kind === 'ask') return { ...about, revision: 0, status: 'unknown' }
    const said = { ...about, revision: 1, ...(item.kind === 'void' ? { status: 'voided' } : told.decide(item)) } as PaymentStatement
    if (said.revision > 0) known.set(item.paymentId, said)
    return said
  }

  async function one(route: 'pay' | 'ask' | 'void', item: BatchItem): Promise<PaymentOutcome> {
    const heard: Heard = { route, items: [item], atMs: clock.nowMs() }
    const came = await travel(heard, () => statement(item))
    if ('silence' in came) return { kind: 'noAnswer', cause: 'central', why: 'silence', setAside: null, ...came.silence }
    return { kind: 'answer', answer: { ...members(), ...(came.said as PaymentStatement) }, reply, roundTripMs }
  }

  async function question<Answer>(route: Heard['route'], work: () => object | CentralRefusalCode): Promise<QuestionOutcome<Answer>> {
    const came = await travel({ route, items: [], atMs: clock.nowMs() }, work)
    if ('silence' in came) return { kind: 'silent', cause: 'central', why: 'silence', ...came.silence }
    if (typeof came.said === 'string') return { kind: 'refused', code: came.said as CentralRefusalCode, reply, roundTripMs }
    return { kind: 'answer', answer: { ...members(), ...(came.said as object) } as Answer, reply, roundTripMs }
  }

  told.central = {
    pay: (request) => one('pay', { kind: 'pay', ...request }),
    ask: (paymentId, intentHash) => one('ask', { kind: 'ask', paymentId, intentHash }),
    void: (paymentId, intentHash) => one('void', { kind: 'void', paymentId, intentHash }),
    async batch(items) {
      const came = await travel(
        { route: 'batch', items: items.map(({ kind, paymentId }) => ({ kind, paymentId })), atMs: clock.nowMs() },
        () => items.map(statement),
      )
      const silence: PaymentOutcome | null =
        'silence' in came ? { kind: 'noAnswer', cause: 'central', why: 'silence', setAside: null, ...came.silence } : null
      const outcomes = new Map<string, PaymentOutcome>()
      const said = 'said' in came ? (told.rewrite(came.said as unknown[]) as PaymentStatement[]) : []
      const missing: PaymentOutcome = { kind: 'noAnswer', cause: 'central', why: 'left out', setAside: null }
      for (const { paymentId } of items) {
        const mine = said.find((each) => each.paymentId === paymentId)
        outcomes.set(
          paymentId,
          silence ?? (mine === undefined ? missing : { kind: 'answer', answer: { ...members(), ...mine }, reply, roundTripMs }),
        )
      }
      const extras = said
        .filter((each) => !outcomes.has(each.paymentId))
        .map((each) => ({ why: 'nobody asked', content: JSON.stringify(each) }))
      const door = 'silence' in came ? came.silence : {}
      return { outcomes, extras, retryAfterMs: door.retryAfterMs ?? null, tooLarge: door.tooLarge ?? false }
    },
    feed: (after) =>
      question('feed', () => {
        if (told.feedRefusal !== null) return told.feedRefusal
        const from = after.epoch === told.epoch ? after.sequence : 0
        return { items: feed.filter(({ sequence }) => sequence > from).slice(0, 200), head: told.head ?? feed.at(-1)?.sequence ?? 0 }
      }),
    hello: ({ takeNew }) => question('hello', () => told.verdict(takeNew)),
    time: () => question('time', () => ({ billerReachable: true })),
    float: () => question('float', () => ({ balanceRupiah: 25_000_000 })),
    config: () => question('time', () => 'unknownResource'),
    catalogue: () => question('time', () => 'unknownResource'),
    inquire: () => question('time', () => 'unknownResource'),
    claim: () => question('time', () => 'unknownResource'),
    openCopy: () => question('time', () => 'unknownResource'),
  }
  return told
}

export type ToldCentral = ReturnType<typeof toldCentral>

export function proofOf(paymentId: string) {
  return {
    reference: paymentId.slice(-12),
    paidAt: '2026-11-23T03:42:00.000Z',
    deductedRupiah: 20_700,
    commissionRupiah: null,
    customerName: '',
    fields: [],
    sheets: [],
    sheetsRemaining: 0,
  }
}

export function refusedWith(code: CentralRefusalCode, more: { revision?: number; retryAfterMs?: number } = {}): Partial<PaymentStatement> {
  const { retry, created } = centralRefusals[code]
  return { status: 'refused', revision: 0, type: 'about:blank', title: code, code, retry, created, ...more } as Partial<PaymentStatement>
}
