import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { type Language, languages, switchLanguage } from '../text/language.ts'

export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <SegmentedControl
      aria-label={t('settings.language')}
      value={i18n.language}
      onChange={(language) => void switchLanguage(i18n, localStorage, language as Language)}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
    />
  )
}
