import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { awayId } from '../../renderer/text/away-id.ts'
import { en } from '../../renderer/text/en.ts'
import { id } from '../../renderer/text/id.ts'
import { whySentence } from '../../renderer/text/why.ts'

const main = fileURLToPath(new URL('../../main', import.meta.url))
const sources = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(main, path), 'utf8'))

/** Every word of one form that stands in the terminal's source. */
const written = (form: RegExp, here = sources) => [
  ...new Set(here.flatMap((source) => [...source.matchAll(form)].map(([, word = '']) => word))),
]

const text = i18next.createInstance()
await text.init({
  lng: 'id',
  resources: { id: { translation: { ...id, ...awayId } }, en: { translation: en } },
  interpolation: { escapeValue: false },
})

describe('why something was set aside', () => {
  it('has a sentence for every alarm the terminal raises', () => {
    const words = [...written(/raiseAlarm\(\w+, [^,]+, '(\w+)'/g), ...written(/\balarm\('(\w+)'\)/g)]
    expect(words).toEqual(expect.arrayContaining(['notOurPayment', 'resyncUnanswered', 'anotherLedgerSpeaks', 'amountDiffers']))
    expect(words.filter((word) => !(word in awayId.alarmWhy))).toEqual([])
  })

  it('has a sentence for every way a row can be damaged, and for every item that belongs to nobody', () => {
    const damages = written(/return '(\w+)'$/gm, [readFileSync(join(main, 'payments', 'payment.ts'), 'utf8')])
    expect(damages).toContain('intentUnreadable')
    const items = written(/'(an item of [^']+)'/g)
    expect(items).toHaveLength(3)
    for (const word of [...damages, ...items]) expect(whySentence(text.t, 'setAside', word)).not.toContain(word)
  })

  it('tells an impossible step in the words of the screen', () => {
    expect(whySentence(text.t, 'alarm', 'no way from refunded by pending')).toBe(
      'Menurut pusat “masih diproses”, padahal di sini “dikembalikan”, dan itu tidak mungkin. Jangan serahkan uang atau struk; minta pusat memastikan.',
    )
    expect(whySentence(text.t, 'alarm', 'no way from cancelled by paid')).toContain('“lunas”, padahal di sini “dibatalkan”')
  })

  it('shows a word it does not know as it is, in both languages', async () => {
    for (const lng of ['id', 'en']) {
      await text.changeLanguage(lng)
      expect(whySentence(text.t, 'alarm', 'neverHeardOf')).toContain('neverHeardOf')
      expect(whySentence(text.t, 'alarm', 'toString')).toContain('toString')
      expect(whySentence(text.t, 'alarm', 'the feed: a row <b>is</b> missing')).toContain('a row <b>is</b> missing')
      expect(whySentence(text.t, 'alarm', 'take-over: the central means another intent')).toContain('the central means another intent')
      expect(whySentence(text.t, 'setAside', 'status 200, no key to check it with')).toContain('status 200, no key to check it with')
    }
    await text.changeLanguage('id')
  })
})
