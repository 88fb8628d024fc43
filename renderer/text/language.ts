import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { id, type Text } from './id.ts'

export const languages = { id: 'Indonesia', en: 'English' } as const
export type Language = keyof typeof languages

const storageKey = 'loket-language'

/** Both languages travel with the page: the switch works offline. */
export function startText(storage: Storage): i18n {
  const text = i18next.createInstance()
  const kept = storage.getItem(storageKey)
  text.use(initReactI18next).init({
    lng: kept === 'en' ? 'en' : 'id',
    fallbackLng: 'id',
    resources: { id: { translation: id }, en: { translation: en } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  markPage(text)
  return text
}

export function switchLanguage(text: i18n, storage: Storage, language: Language): void {
  storage.setItem(storageKey, language)
  void text.changeLanguage(language).then(() => markPage(text))
}

function markPage(text: i18n) {
  document.documentElement.lang = text.language
}

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Text }
    returnNull: false
  }
}
