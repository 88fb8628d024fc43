import type { Verdict, Word } from './verdict.ts'

const signs: Record<Word, string> = { kept: 'kept', broken: 'BROKEN', notOffered: 'not offered', notTried: 'not tried' }

/** One promise as lines of text: how it stands, what it says, what was seen. */
export function rowOf({ promise, says, word, seen }: Verdict): string {
  return `${signs[word].padEnd(11)} ${promise.padEnd(24)} ${says}\n${' '.repeat(37)}${word === 'broken' ? '! ' : '· '}${seen}\n`
}

/** How many stand how, and which are broken. */
export function sumOf(verdicts: readonly Verdict[]): string {
  const count = (word: Word) => verdicts.filter((verdict) => verdict.word === word).length
  const broken = verdicts.filter(({ word }) => word === 'broken').map(({ promise }) => promise)
  const counts = `${count('kept')} kept, ${count('broken')} broken, ${count('notOffered')} not offered, ${count('notTried')} not tried`
  return broken.length === 0 ? counts : `${counts}: ${broken.join(', ')}`
}
