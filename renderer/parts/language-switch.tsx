import { useTranslation } from 'react-i18next'
import { type Language, languages, switchLanguage } from '../text/language.ts'
import styles from './language-switch.module.css'

export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <fieldset className={styles.languages} aria-label={t('app.language')}>
      {Object.entries(languages).map(([language, name]) => (
        <label key={language}>
          <input
            type="radio"
            name="language"
            checked={i18n.language === language}
            onChange={() => void switchLanguage(i18n, localStorage, language as Language)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  )
}
