import { describe, expect, it } from 'vitest'
import { portTroubles } from '../../main/printing/ports/port.ts'
import { en } from '../../renderer/text/en.ts'
import { id } from '../../renderer/text/id.ts'
import { placeholdersOf } from '../../renderer/text/sentence.ts'
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

const sentences = { id: sentencesOf(id), en: sentencesOf(en) }

describe('the words on screen', () => {
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
    for (const code of Object.keys(id.refusalFacts)) expect(refusalCodes).toContain(code)
  })
})
