import type { SignedMembers } from '../../shared/central-api/payments.ts'
import { claimAgain } from '../handover/claim-again.ts'
import { raiseAlarm } from '../payments/set-aside.ts'
import { readSetting, writeSetting } from '../storage/settings.ts'
import { backoffMs } from './backoff.ts'
import { beginningOf, brokenFeed, type FeedNews, hearFeedItem } from './feed.ts'
import { keepReply } from './hear.ts'
import type { Lineage } from './lineage.ts'
import { beginResync, type Resync } from './resync.ts'
import { type Saying, say } from './say.ts'
import { refreshDocuments, refreshFloat } from './statements.ts'
import { releaseSilenced, suspect } from './work.ts'

/** Feed items applied without looking up. */
const itemsInARow = 16

export type ErrandTiming = { documentsAgeMaxMs: number }

export type Errands = ReturnType<typeof createErrands>

/** Questions beside the payments: is the central there, what is the float, what changed. No payment ever waits for one. */
export function createErrands(
  saying: Saying,
  lineage: Lineage,
  timing: ErrandTiming,
  isStopped: () => boolean,
  isUnderWay: (paymentId: string) => boolean,
) {
  const { database, central, clock, ids, link, log, pace, onChange } = saying
  const stale = { float: true, feed: false, documents: false }
  let documentsAtMs = Number.NEGATIVE_INFINITY
  let resync: Resync | null = null
  /** Questions of a resync on their way: no lane takes these meanwhile. */
  const asking = new Set<string>()

  async function probe(): Promise<void> {
    const wasOnline = link.view().state === 'online'
    const lookedInto = pace.beginProbe()
    const hello = await lineage.hello()
    const outcome = hello.kind === 'silent' ? hello : await central.time()
    link.observe(outcome)
    if (outcome.kind === 'silent') return pace.probeSilent(lookedInto, outcome.retryAfterMs)
    suspect(database, pace.probeAnswered(lookedInto, wasOnline))
    if (hello.kind === 'answer') saying.hear(hello.answer)
    if (outcome.kind === 'answer') {
      saying.hear(outcome.answer)
      link.billerReachable('billerReachable' in outcome.answer ? outcome.answer.billerReachable : true)
    }
    if (!wasOnline) {
      releaseSilenced(database, clock.nowMs())
      stale.float = true
    }
    stale.feed = true
    if (clock.monotonicMs() - documentsAtMs > timing.documentsAgeMaxMs) stale.documents = true
    onChange()
  }

  async function float(): Promise<void> {
    stale.float = false
    if (await refreshFloat({ database, central, clock, link, hear: saying.hear })) onChange()
  }

  async function documents(): Promise<void> {
    stale.documents = false
    if (await refreshDocuments({ database, central, clock })) documentsAtMs = clock.monotonicMs()
    onChange()
  }

  async function feed(): Promise<void> {
    stale.feed = false
    if (!(await claimAgain({ database, central, clock, ids, isStopped }))) return
    if (resync !== null && !(await goOn(resync))) return
    for (let resyncs = 0; resyncs < 2; ) {
      const epoch = readSetting(database, 'ledgerEpoch')
      const cursor = readSetting(database, 'feedCursor') ?? (epoch === null ? null : { epoch, sequence: 0 })
      if (cursor === null || isStopped()) return
      const outcome = await central.feed(cursor)
      if (outcome.kind === 'silent') return
      if (outcome.kind === 'refused') {
        log.warn({ code: outcome.code }, 'the feed was refused')
        resyncs += 1
        if (outcome.code !== 'cursorExpired' || !(await startResync('cursorExpired'))) return
        continue
      }
      const { answer, reply } = outcome
      saying.hear(answer)
      const broken = brokenFeed(cursor, answer)
      if (broken !== null) {
        resyncs += 1
        if (!(await startResync(broken, beginningOf(answer, cursor)))) return
        continue
      }
      const news: FeedNews = { float: false, documents: false }
      const fresh = answer.items.filter(({ sequence }) => sequence > cursor.sequence)
      const at = { ids, atMs: clock.nowMs() }
      const kept = fresh.length > 0 ? keepReply(database, reply, at) : reply
      const retryAtMs = at.atMs + backoffMs(saying.timing.askBackoff, 0, ids.random())
      for (const [index, item] of fresh.entries()) {
        if (index > 0 && index % itemsInARow === 0) await clock.sleep(0)
        hearFeedItem(database, item, { ...at, retryAtMs, reply: kept, signed: signedOf(answer) }, news)
      }
      if (news.float) stale.float = true
      if (news.documents) stale.documents = true
      if (fresh.length > 0) onChange()
      if (answer.head <= (fresh.at(-1)?.sequence ?? cursor.sequence)) return
    }
  }

  /** Where the feed goes on is read before anything is asked, so that what changes meanwhile comes after it. */
  async function startResync(why: string, known?: Resync['cursor']): Promise<boolean> {
    log.warn({ why }, 'the feed does not go on from here: asking by id')
    const cursor = known ?? (await firstKept())
    if (cursor === null) return false
    resync = beginResync(database, cursor, clock.nowMs())
    return goOn(resync)
  }

  async function firstKept(): Promise<Resync['cursor'] | null> {
    // No ledger has this name, so the answer is the beginning of the present one.
    const nowhere = { epoch: 'none', sequence: 0 }
    const outcome = await central.feed(nowhere)
    return outcome.kind === 'answer' ? beginningOf(outcome.answer, nowhere) : null
  }

  /** True when all are asked and the cursor is set; what got no answer is asked again the next time. */
  async function goOn(under: Resync): Promise<boolean> {
    while (under.paymentIds.length > 0) {
      if (isStopped()) return false
      const batch = under.paymentIds.slice(0, under.sizeMax).filter((id) => !isUnderWay(id))
      for (const id of batch) asking.add(id)
      const lesson = await say(saying, batch, 'ask').finally(() => asking.clear())
      const [first = null] = batch
      if (lesson.asked > 0 && lesson.answered === 0 && (batch.length > 1 || under.silentId !== first)) {
        // A probe looks at the link first; then it goes on from here.
        under.silentId = batch.length === 1 ? first : null
        under.sizeMax = Math.max(1, under.sizeMax >> 2)
        return false
      }
      if (lesson.asked > 0 && lesson.answered === 0 && first !== null)
        raiseAlarm(database, first, 'resyncUnanswered', { error: 'asked twice alone' }, { ids, atMs: clock.nowMs() })
      under.paymentIds.splice(0, under.sizeMax)
    }
    writeSetting(database, 'feedCursor', under.cursor)
    resync = null
    return true
  }

  return { stale, asking: asking as ReadonlySet<string>, run: { probe, float, documents, feed } }
}

function signedOf({ serverTime, ledgerEpoch, idsKeptForDays }: SignedMembers): SignedMembers {
  return { serverTime, ledgerEpoch, idsKeptForDays }
}
