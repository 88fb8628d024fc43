import type { TFunction } from 'i18next'
import { formatRupiah, isRupiah } from '../../../shared/money.ts'
import type { PaymentStory } from '../../../shared/terminal-api/shapes.ts'
import { awayId } from '../../text/away-id.ts'
import { reasonSentence } from '../../text/reason.ts'
import { troubleSentence } from '../../text/sentence.ts'

type Entry = PaymentStory['story'][number]

/** One entry of a story in words: its title, and the facts behind it. */
export function entryText(t: TFunction, entry: Entry): { title: string; facts: string[] } {
  const { detail } = entry
  if (entry.kind === 'print') {
    const slip = wordIn(awayId.printKind, detail.slip)
    const state = wordIn(awayId.printState, detail.state)
    const title = slip && state ? `${t(`printKind.${slip}`)}: ${t(`printState.${state}`)}` : t('storyKind.print')
    return { title, facts: typeof detail.trouble === 'string' ? [troubleSentence(t, detail.trouble)] : [] }
  }
  if (entry.kind === 'attempt') {
    const outcome = wordIn(awayId.event, detail.outcome)
    const title = detail.attempt === 'void' ? t('storyKind.voidAttempt') : t('storyKind.attempt')
    return { title: outcome ? `${title}: ${t(`event.${outcome}`)}` : title, facts: factsOf(t, detail) }
  }
  return { title: entry.event === null ? t('storyKind.event') : t(`event.${entry.event}`), facts: factsOf(t, detail) }
}

/** Facts an operator can use. Revisions and byte counts stay in the log. */
function factsOf(t: TFunction, detail: Entry['detail']): string[] {
  return Object.entries(detail).flatMap(([name, value]) => {
    if (value === null || value === '') return []
    if (name === 'code') return [reasonSentence(t, String(value))]
    if (name === 'reason' || name === 'why') return [`“${value}”`]
    if (name === 'tookMs') return [t('bar.roundTrip', { ms: Number(value) })]
    if (!name.endsWith('Rupiah') || !isRupiah(value)) return []
    const fact = wordIn(awayId.storyFact, name)
    return [fact === null ? formatRupiah(value) : t(`storyFact.${fact}`, { amount: formatRupiah(value) })]
  })
}

function wordIn<Words extends Record<string, string>>(words: Words, value: unknown): (keyof Words & string) | null {
  return typeof value === 'string' && Object.hasOwn(words, value) ? value : null
}
