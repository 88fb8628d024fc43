import { feedItemSchema } from '../../../shared/central-api/feed.ts'
import type { Given, Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import type { Statement } from '../terminal.ts'
import { demand } from '../verdict.ts'
import { outcomeOf, paid } from './payments.ts'

type Item = { sequence: number; item: unknown }

/** Everything after a cursor, page by page, with each number demanded to be the next. */
async function readFeed({ terminal }: Pick<Given, 'terminal'>, epoch: string, after: number): Promise<Item[]> {
  const all: Item[] = []
  for (let at = after; ; ) {
    const { items, head } = await terminal.feed(epoch, at)
    for (const [index, { sequence }] of items.entries())
      demand(sequence === at + index + 1, `after ${at + index} comes ${sequence}: a hole`)
    all.push(...items)
    at += items.length
    if (items.length === 0) {
      demand(head === at, `the feed ends with ${at} and says that its head is ${head}`)
      return all
    }
  }
}

export const feedPledges = {
  feedWithoutHoles: {
    says: 'The change feed is numbered without holes, and read again it says the same.',
    async keeps(given) {
      const { terminal, control } = given
      const { ledgerEpoch } = await terminal.time()
      const before = await readFeed(given, ledgerEpoch, 0)
      for (const text of ['one', 'two', 'three']) await control.order({ do: 'notice', text: `conformance ${text}` })
      const after = await readFeed(given, ledgerEpoch, before.length)
      const notices = after.map(({ item }) => feedItemSchema.safeParse(item)).filter((each) => each.success && each.data.kind === 'notice')
      demand(notices.length === 3, `of 3 notices ${notices.length} came`)
      const again = await readFeed(given, ledgerEpoch, 0)
      demand(
        JSON.stringify(again.slice(0, before.length + after.length)) === JSON.stringify([...before, ...after]),
        'read again it says something else',
      )
      const { items } = await terminal.feed('an-epoch-that-never-was', 7)
      demand(items[0]?.sequence === again[0]?.sequence, 'a cursor of another epoch is not answered with the first items of the present one')
      return `${again.length} items read twice, 3 notices among them`
    },
  },

  correctionHeard: {
    says: 'What the central finds out afterwards comes by the feed with a higher revision, and its float comes back.',
    async keeps(given) {
      const { terminal, goods, control } = given
      const request = goods.fresh()
      const first = await paid(terminal, request)
      const { ledgerEpoch } = await terminal.time()
      const read = (await readFeed(given, ledgerEpoch, 0)).length
      await control.order({ do: 'failAtReconciliation', paymentId: request.paymentId })
      await control.order({ do: 'creditClaim', paymentId: request.paymentId })
      const items = (await readFeed(given, ledgerEpoch, read)).map(({ item }) => item as { kind: string; statement?: Statement })
      const heard = items.flatMap(({ kind, statement }) =>
        kind === 'payment' && statement?.paymentId === request.paymentId ? [statement] : [],
      )
      const revisions = [first, ...heard].map(({ revision }) => revision)
      const isRising = revisions.every((revision, index) => index === 0 || revision > (revisions[index - 1] ?? 0))
      demand(heard.length > 0 && isRising, `the feed told of it ${heard.length} times, revisions ${revisions.join(', ')}`)
      const last = await terminal.ask(request)
      demand(
        last.status === 'refused' && last.floatTakenRupiah === 0,
        `afterwards it is ${outcomeOf(last)} and has taken ${String(last.floatTakenRupiah)} rupiah`,
      )
      return `revisions ${revisions.join(', ')}; in the end refused, nothing taken`
    },
  },

  feedExpires: {
    says: 'A cursor before what is kept of the feed is refused; one at its head is answered.',
    async keeps({ terminal, control }) {
      const { ledgerEpoch } = await terminal.time()
      await control.order({ do: 'expireFeed', keep: 1 })
      const seen = await terminal.get(`/v1/feed?epoch=${encodeURIComponent(ledgerEpoch)}&after=0`)
      demand(codeOf(seen) === 'cursorExpired', `a cursor of long ago was answered ${seen.status} ${codeOf(seen) ?? ''}`)
      const { head } = await terminal.feed('an-epoch-that-never-was', 0)
      await terminal.feed(ledgerEpoch, head)
      return 'refused as expired; read on from its head'
    },
  },
} as const satisfies Pledges
