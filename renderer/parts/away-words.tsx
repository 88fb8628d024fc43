import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { awayId } from '../text/away-id.ts'
import { teachAwayWords } from '../text/language.ts'

/** Below it stands what is not drawn with the counter. It is loaded together with that, and brings its words. */
export function AwayWords({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  teachAwayWords(i18n, awayId)
  return children
}
