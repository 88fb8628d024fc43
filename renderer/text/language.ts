import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { awayId } from './away-id.ts'
import { id, type Text } from './id.ts'

export const languages = { id: 'Indonesia', en: 'English' } as const
export type Language = keyof typeof languages

const storageKey = 'loket-language'

/** The counter's Indonesian is in the page; English comes from the same host when it is asked for, so the switch works offline too. */
export async function startText(storage: Storage): Promise<i18n> {
  const text = i18next.createInstance()
  await text.use(initReactI18next).init({
    lng: 'id',
    fallbackLng: 'id',
    resources: { id: { translation: id } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  })
  if (storage.getItem(storageKey) === 'en') await speak(text, 'en')
  markPage(text)
  return text
}

export async function switchLanguage(text: i18n, storage: Storage, language: Language): Promise<void> {
  storage.setItem(storageKey, language)
  await speak(text, language)
  markPage(text)
}

/** Once: the counter does not wait for the words of screens that are opened later. English has them from the start. */
export function teachAwayWords(text: i18n, words: typeof awayId): void {
  if (text.getResource('id', 'translation', 'reason') === undefined) text.addResourceBundle('id', 'translation', words, true, true)
}

async function speak(text: i18n, language: Language) {
  if (language === 'en' && !text.hasResourceBundle('en', 'translation')) {
    const { en } = await import('./en.ts')
    text.addResourceBundle('en', 'translation', en)
  }
  await text.changeLanguage(language)
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
