import type { TFunction } from 'i18next'
import { awayId } from './away-id.ts'

/** Why a payment waits or failed; a word we have no sentence for is shown as it is, never hidden. */
export function reasonSentence(t: TFunction, word: string): string {
  return word in awayId.reason ? t(`reason.${word as keyof typeof awayId.reason}`) : t('reason.other', { word })
}
