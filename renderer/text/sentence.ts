import type { TFunction } from 'i18next'
import { formatRupiah, isRupiah } from '../../shared/money.ts'
import type { RefusalDetail } from '../../shared/refusals.ts'
import { NoAnswerError, RefusalError } from '../client.ts'
import { id } from './id.ts'

/** Any error of a call as the sentence that tells the operator what to do next. */
export function sentenceOf(t: TFunction, error: unknown): string {
  if (error instanceof RefusalError) return refusalSentence(t, error)
  if (error instanceof NoAnswerError) return t('noAnswer')
  return t('refusal.internal')
}

/** The refusal's sentence, and its facts where the terminal told all of them. */
function refusalSentence(t: TFunction, { code, detail }: RefusalError): string {
  const sentence = t(`refusal.${code}`)
  const words: Record<string, string> = id.refusalFacts
  const form = words[code] ?? words[`${code}_other`]
  if (form === undefined) return sentence
  const shown = showFacts(t, detail)
  if (placeholdersOf(form).some((name) => shown[name] === undefined)) return sentence
  // i18next picks the plural's form by a `count` that is a number.
  const counted = typeof detail.count === 'number' ? { count: detail.count } : {}
  return `${sentence} ${t(`refusalFacts.${code as FactsKey}`, { ...counted, replace: shown })}`.trim()
}

type Singular<Key> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key
type FactsKey = Singular<keyof typeof id.refusalFacts>

export function troubleSentence(t: TFunction, word: string | null): string {
  return t(`printerTrouble.${word !== null && word in id.printerTrouble ? (word as keyof typeof id.printerTrouble) : 'unknown'}`)
}

export function placeholdersOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '')
}

/** Money and durations in a refusal's detail are told apart by the unit at the end of their name. */
function showFacts(t: TFunction, detail: RefusalDetail): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(detail)) {
    if (value === null) continue
    const inEnglish = detail[`${name}En`]
    // What the catalogue says for the screen comes in both languages.
    if (t('languageCode') === 'en' && typeof inEnglish === 'string') shown[name] = inEnglish
    else if (name.endsWith('Rupiah') && isRupiah(value)) shown[name] = formatRupiah(value)
    else if (name.endsWith('Ms') && typeof value === 'number') shown[name] = ageText(t, value)
    else shown[name] = String(value)
  }
  return shown
}

/** "3 mnt": how long something has been so, in its largest whole unit. */
export function ageText(t: TFunction, ageMs: number): string {
  const seconds = Math.max(0, Math.floor(ageMs / 1_000))
  if (seconds < 60) return t('age.seconds', { count: seconds })
  if (seconds < 3_600) return t('age.minutes', { count: Math.floor(seconds / 60) })
  if (seconds < 86_400) return t('age.hours', { count: Math.floor(seconds / 3_600) })
  return t('age.days', { count: Math.floor(seconds / 86_400) })
}
