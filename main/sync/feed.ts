import { type FeedAnswer, type FeedCursor, type FeedItem, feedItemSchema } from '../../shared/central-api/feed.ts'
import type { SignedMembers } from '../../shared/central-api/payments.ts'
import type { SignedReply } from '../central/outcome.ts'
import { hearConfirmation } from '../customers/confirmations.ts'
import { hearRegistration } from '../customers/registrations.ts'
import { hearClaimed } from '../handover/hand-overs.ts'
import { applyStatement } from '../payments/answers.ts'
import { raiseAlarm, setAsideReply } from '../payments/set-aside.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { readSetting, writeSetting } from '../storage/settings.ts'
import { askNow } from './work.ts'

/** What there is to fetch now that the feed spoke of it. */
export type FeedNews = { float: boolean; documents: boolean }

export type FeedBy = { ids: Ids; atMs: number; retryAtMs: number; reply: SignedReply; signed: SignedMembers }

const kinds: readonly string[] = feedItemSchema.options.map(({ shape }) => shape.kind.value)
const unreadable = 'unreadable'
const contentCharactersMax = 4_000

/** Why the feed can't be read on from the cursor; null when it can. */
export function brokenFeed(cursor: FeedCursor, answer: FeedAnswer): 'otherEpoch' | 'hole' | null {
  if (answer.ledgerEpoch !== cursor.epoch) return 'otherEpoch'
  const newer = answer.items.filter(({ sequence }) => sequence > cursor.sequence)
  const isWhole = newer.every(({ sequence }, index) => sequence === cursor.sequence + index + 1)
  const isBehind = answer.head < cursor.sequence || (newer.length === 0 && answer.head > cursor.sequence)
  return isWhole && !isBehind ? null : 'hole'
}

/**
 * Where to read on once what was missed has been asked for by id: before the first item that is there. Items read a second time change
 * nothing, and some of what they tell (a sentence for people) can't be asked for.
 */
export function beginningOf(answer: FeedAnswer, cursor: FeedCursor): FeedCursor {
  const after = answer.ledgerEpoch === cursor.epoch ? cursor.sequence : 0
  const first = answer.items.find(({ sequence }) => sequence > after)
  return { epoch: answer.ledgerEpoch, sequence: first === undefined ? answer.head : first.sequence - 1 }
}

/**
 * One item: its effect, its row and the cursor in one transaction, so that it is never applied twice and never forgotten. What can't be read, or
 * what our books can't hold, is set aside and passed: it must not stand in the way of what comes after it.
 */
export function hearFeedItem(database: Database, { sequence, item }: FeedAnswer['items'][number], by: FeedBy, news: FeedNews): void {
  const known = feedItemSchema.safeParse(item)
  const kind = kindOf(item)
  const paymentId = paymentIdOf(item)
  const pass = (effect: () => string): void => {
    database
      .transaction(() => {
        const cursor = readSetting(database, 'feedCursor')
        if (cursor !== null && cursor.epoch === by.signed.ledgerEpoch && cursor.sequence >= sequence) return
        const body = JSON.stringify(item)
        database
          .prepare('INSERT INTO feed_items (epoch, sequence, kind, payment_id, body, effect, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(by.signed.ledgerEpoch, sequence, kind, paymentId, body, effect(), by.atMs)
        writeSetting(database, 'feedCursor', { epoch: by.signed.ledgerEpoch, sequence })
      })
      .immediate()
  }
  try {
    if (known.success) pass(() => apply(database, known.data, by, news))
    else if (kind === unreadable || kinds.includes(kind))
      pass(() => setAside(database, 'an item of the feed that can not be read', item, by))
    else pass(() => 'unknownKind')
  } catch (error) {
    if (!isOurs(error)) throw error
    pass(() => failed(database, paymentId, error, by))
  }
}

function apply(database: Database, item: FeedItem, by: FeedBy, news: FeedNews): string {
  switch (item.kind) {
    case 'payment':
      return applyStatement(database, item.statement, by.signed, by.reply, by)
    case 'claimed':
      hearClaimed(database, item.paymentId, item.byTerminalId)
      // It may have come back since: who owns it now is asked, and "notOwner" hands it over.
      askNow(database, item.paymentId)
      return 'asked'
    case 'topUp':
    case 'float':
      // Which of our payments it counts already can't be told from here, so the float is asked for.
      news.float = true
      return 'asked'
    case 'config':
    case 'catalogue':
      news.documents = true
      return 'asked'
    // Read when somebody reconciles; the item stays on record.
    case 'reconciliation':
    case 'notice':
      return 'shown'
    case 'registration':
      return hearRegistration(database, item.statement)
    case 'confirmation':
      return hearConfirmation(database, item.statement)
  }
}

function setAside(database: Database, why: string, item: unknown, by: FeedBy): string {
  setAsideReply(database, null, why, JSON.stringify(item).slice(0, contentCharactersMax), by)
  return 'setAside'
}

function failed(database: Database, paymentId: string | null, error: unknown, by: FeedBy): string {
  const why = error instanceof Error ? error.message : String(error)
  raiseAlarm(database, paymentId, `the feed: ${why}`, by.reply, by)
  return 'failed'
}

/** The disk's trouble is not the item's: then nothing is passed, and the same item comes again. */
function isOurs(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return !/^SQLITE_(FULL|IOERR|BUSY|READONLY|CORRUPT|NOTADB|CANTOPEN|NOMEM)/.test(code)
}

function kindOf(item: unknown): string {
  return typeof item === 'object' && item !== null && 'kind' in item && typeof item.kind === 'string' ? item.kind.slice(0, 64) : unreadable
}

function paymentIdOf(item: unknown): string | null {
  const about =
    typeof item === 'object' && item !== null ? (item as { paymentId?: unknown; statement?: { paymentId?: unknown } | null }) : {}
  const paymentId = about.paymentId ?? about.statement?.paymentId
  return typeof paymentId === 'string' ? paymentId.slice(0, 64) : null
}
