import i18next from 'i18next'
import { describe, expect, it } from 'vitest'
import { portTroubles } from '../../main/printing/ports/port.ts'
import { RefusalError } from '../../renderer/client.ts'
import { awayId } from '../../renderer/text/away-id.ts'
import { en } from '../../renderer/text/en.ts'
import { id } from '../../renderer/text/id.ts'
import { placeholdersOf, sentenceOf } from '../../renderer/text/sentence.ts'
import { centralRefusalCodes } from '../../shared/central-api/refusals.ts'
import { paymentEvents, paymentStates } from '../../shared/payment-states.ts'
import { refusalCodes } from '../../shared/refusals.ts'
import { noticeSchema, printJobSchema } from '../../shared/terminal-api/shapes.ts'

/** Every sentence with its place in the tree: "refusal.pinWrong" → "PIN salah. …". */
function sentencesOf(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value)
    else for (const [place, sentence] of sentencesOf(value as object, `${path}${key}.`)) found.set(place, sentence)
  }
  return found
}

/** As the page has them once every screen was opened. */
const indonesian = { ...id, ...awayId }
const sentences = { id: sentencesOf(indonesian), en: sentencesOf(en) }

describe('the words on screen', () => {
  it('of one branch stand in one file, so that none overwrites another when the later ones are taught', () => {
    expect(Object.keys(id).filter((branch) => branch in awayId)).toEqual([])
  })

  it('exist in both languages under the same keys', () => {
    expect([...sentences.en.keys()].sort()).toEqual([...sentences.id.keys()].sort())
    expect(sentences.id.size).toBeGreaterThan(300)
  })

  it('name the same facts in both languages', () => {
    for (const [place, sentence] of sentences.id) {
      const translated = sentences.en.get(place) ?? ''
      expect([place, placeholdersOf(translated).sort()]).toEqual([place, placeholdersOf(sentence).sort()])
    }
  })

  it('have every plural form their language asks for', () => {
    for (const language of ['id', 'en'] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
      const counted = [...sentences[language].keys()].flatMap((place) => /^(.+)_(?:one|other)$/.exec(place)?.[1] ?? [])
      expect(counted).toContain('counter.sheets')
      for (const base of counted)
        for (const form of forms) expect([base, form, sentences[language].has(`${base}_${form}`)]).toEqual([base, form, true])
    }
  })

  it('count one payment as one when signing out leaves it unsynced', async () => {
    const unsynced = (count: number) => new RefusalError('signOutUnsynced', { count, totalRupiah: 45_000, oldestAgeMs: 1_000 })
    const said = async (lng: 'id' | 'en', count: number) => {
      const text = i18next.createInstance()
      const resources = { id: { translation: indonesian }, en: { translation: en } }
      await text.init({ lng, resources, interpolation: { escapeValue: false } })
      return sentenceOf(text.t, unsynced(count))
    }
    expect(await said('en', 1)).toContain(' 1 payment, Rp')
    expect(await said('en', 2)).toContain(' 2 payments, Rp')
    expect(await said('id', 1)).toContain(' 1 pembayaran, Rp')
    expect(await said('id', 2)).toContain(' 2 pembayaran, Rp')
  })

  it('say of a product what its catalogue says, in the language of the screen', async () => {
    const words = { label: 'Jumlah bulan', labelEn: 'Months', sentence: 'Satu sampai 12 bulan.', sentenceEn: 'One to 12 months.' }
    const said = async (lng: 'id' | 'en', error: RefusalError) => {
      const text = i18next.createInstance()
      const resources = { id: { translation: indonesian }, en: { translation: en } }
      await text.init({ lng, resources, interpolation: { escapeValue: false } })
      return sentenceOf(text.t, error)
    }
    expect(await said('id', new RefusalError('answerMalformed', words))).toContain('(Satu sampai 12 bulan.)')
    expect(await said('en', new RefusalError('answerMalformed', words))).toContain('(One to 12 months.)')
    expect(await said('en', new RefusalError('answerMissing', words))).toContain('(Months)')
    const number = { example: '330217001000100010', hint: 'NOP 18 angka.', hintEn: 'The 18 digits.' }
    expect(await said('en', new RefusalError('customerNumberMalformed', number))).toMatch(/ Example: 330217001000100010\. The 18 digits\.$/)
    expect(await said('id', new RefusalError('customerNumberMalformed', { ...number, hint: '' }))).toMatch(/ Contoh: 330217001000100010\.$/)
  })

  it('are never empty', () => {
    for (const language of [sentences.id, sentences.en])
      for (const [place, sentence] of language) expect([place, sentence.trim() !== '']).toEqual([place, true])
  })

  const lists: [string, readonly string[]][] = [
    ['refusal', refusalCodes],
    ['reason', centralRefusalCodes],
    ['state', paymentStates],
    ['event', paymentEvents],
    ['printerTrouble', [...portTroubles, 'paperOut', 'coverOpen', 'printerOffline']],
    ['notice', noticeSchema.shape.kind.options],
    ['noticeAction', noticeSchema.shape.kind.options],
    ['printState', printJobSchema.shape.state.options],
    ['printKind', printJobSchema.shape.kind.options],
  ]
  it.each(lists)('have a sentence for every word of %s', (branch, words) => {
    const missing = words.filter((word) => !sentences.id.has(`${branch}.${word}`) || !sentences.en.has(`${branch}.${word}`))
    expect(missing).toEqual([])
  })

  it('add facts only to refusals that exist', () => {
    for (const code of Object.keys(id.refusalFacts).map((key) => key.replace(/_(one|other)$/, ''))) expect(refusalCodes).toContain(code)
  })
})
