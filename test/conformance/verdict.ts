/** How a promise stands: the first of these words that fits. */
export type Word = 'kept' | 'broken' | 'notOffered' | 'notTried'
export type Verdict = { promise: string; says: string; word: Word; seen: string }

/** Ends the look at one promise before it is kept; the message is the sentence the table shows. */
export class Ended extends Error {
  readonly word: Exclude<Word, 'kept'>
  constructor(word: Exclude<Word, 'kept'>, seen: string) {
    super(seen)
    this.word = word
  }
}

/** `otherwise` says what was seen, as one sentence without a full stop. */
export function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Ended('broken', otherwise)
}

export function notTried(why: string): never {
  throw new Ended('notTried', why)
}

export function notOffered(why: string): never {
  throw new Ended('notOffered', why)
}

/** The beginning of what may be long, for a sentence in a table. */
export function inShort(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
