import type { PaymentAnswer } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'

/** Whose fault silence is, as far as the attempt tells: shown on screen, never used to decide about money. */
export type SilenceCause = 'thisNetwork' | 'central'

/**
 * A reply whose signature, binding and shape held, kept as received so that a receipt can be proved later. `keptAs`: one that
 * speaks about many payments is kept once under this id (signed_replies), and here without headers and body.
 */
export type SignedReply = { status: number; headers: Record<string, string>; body: string; keptAs?: string; request?: AskedRequest }

/** What the reply's signature covers of the request it answers: without it nobody could check that signature again. `target` is path and query. */
export type AskedRequest = { method: string; target: string; headers: Record<string, string> }

/**
 * What an unsigned refusal at the door may do: nobody believes a word of it about money, but asking more slowly or for less harms nobody.
 * `retryAfterMs` from a 429 or 503, `tooLarge` from a 413.
 */
export type DoorWords = { retryAfterMs?: number; tooLarge?: true }

/**
 * What an attempt about one payment came to, by invariant 3. Only `answer` may move a payment out of `sending` or `inDoubt`
 * (and there only by what it says). `notReached`: a fresh connection failed before the first request byte was written.
 * `noAnswer`: everything else, with the reason in words for the log and, where the reply was odd, the reply to set aside.
 */
export type PaymentOutcome =
  | { kind: 'answer'; answer: PaymentAnswer; reply: SignedReply; roundTripMs: number }
  | { kind: 'notReached'; cause: SilenceCause; why: string }
  | ({ kind: 'noAnswer'; cause: SilenceCause; why: string; setAside: string | null } & DoorWords)

/** A question that moves no money: inquiry, time, float, config, catalogue. `refused` is signed too. */
export type QuestionOutcome<Answer> =
  | { kind: 'answer'; answer: Answer; reply: SignedReply; roundTripMs: number }
  | { kind: 'refused'; code: CentralRefusalCode; reply: SignedReply; roundTripMs: number; retryAfterMs?: number; billerMessage?: string }
  | ({ kind: 'silent'; cause: SilenceCause; why: string } & DoorWords)

/**
 * What a batch came to, item by item (by payment id): an item that the reply left out, gave twice with different words or made unreadable is
 * `noAnswer`. `extras` are items nobody asked for: set aside. The last two are about the batch as a whole and move no payment.
 */
export type BatchOutcome = {
  outcomes: Map<string, PaymentOutcome>
  extras: { why: string; content: string }[]
  retryAfterMs: number | null
  tooLarge: boolean
}
