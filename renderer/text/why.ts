import type { TFunction } from 'i18next'
import { paymentStates } from '../../shared/payment-states.ts'
import { whyId } from './why-id.ts'

/** As the terminal writes them where it has a sentence instead of a word. */
const asideSentences: Record<string, keyof typeof whyId.asideWhy> = {
  'an item of the feed that can not be read': 'feedItem',
  'an item of a batch that can not be read': 'batchItem',
  'an item of a batch that nobody asked for': 'notAsked',
}

/** What an alarm or a thing set aside is about, and what to do; a word we have no sentence for is shown as it is, never hidden. */
export function whySentence(t: TFunction, kind: 'alarm' | 'setAside', why: string): string {
  return kind === 'alarm' ? alarmSentence(t, why) : asideSentence(t, why)
}

function alarmSentence(t: TFunction, why: string): string {
  if (Object.hasOwn(whyId.alarmWhy, why)) return t(`alarmWhy.${why as keyof typeof whyId.alarmWhy}`)
  const [, from = '', status = ''] = /^no way from (\w+) by (\w+)$/.exec(why) ?? []
  if (status !== '') return t('alarmWhy.noWay', { state: stateWord(t, from), status: statusWord(t, status) })
  const [, place = '', word = ''] = /^(the feed|take-over): (.+)$/s.exec(why) ?? []
  if (word !== '') return place === 'the feed' ? t('alarmWhy.feed', { word }) : t('alarmWhy.takeOver', { word })
  return t('alarmWhy.other', { word: why })
}

function asideSentence(t: TFunction, why: string): string {
  const known = asideSentences[why] ?? (Object.hasOwn(whyId.asideWhy, why) ? (why as keyof typeof whyId.asideWhy) : null)
  return known === null ? t('asideWhy.other', { word: why }) : t(`asideWhy.${known}`)
}

function stateWord(t: TFunction, word: string): string {
  const state = paymentStates.find((known) => known === word)
  return state === undefined ? word : t(`state.${state}`)
}

function statusWord(t: TFunction, word: string): string {
  return Object.hasOwn(whyId.saidStatus, word) ? t(`saidStatus.${word as keyof typeof whyId.saidStatus}`) : word
}
