import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import i18next from 'i18next'
import { expect, it } from 'vitest'
import { awayId } from '../../renderer/text/away-id.ts'
import { en } from '../../renderer/text/en.ts'
import { id } from '../../renderer/text/id.ts'
import { teachAwayWords } from '../../renderer/text/language.ts'

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url))

/** A file of the page with everything it brings along at once, and what it fetches later. */
type Part = { files: Set<string>; later: { file: string; bringsWords: boolean }[] }

function partOf(start: string): Part {
  const part: Part = { files: new Set(), later: [] }
  const open = [join(renderer, start)]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (part.files.has(path) || !path.startsWith(renderer) || !/\.tsx?$/.test(path)) continue
    part.files.add(path)
    const source = readFileSync(path, 'utf8')
    for (const [, from = ''] of source.matchAll(/^(?:import|export) (?!type )(?:[^'\n]* from )?'(\.[^']+)'/gm))
      open.push(join(path, '..', from))
    for (const [, how = '', from = ''] of source.matchAll(/(\w+)\(\(\) => import\('(\.[^']+)'\)/g))
      part.later.push({ file: relative(renderer, join(path, '..', from)), bringsWords: how === 'away' })
  }
  return part
}

/** Every word a part names, "queue.title", and where only its branch is written down, "state". */
function wordsOf({ files }: Part): { word: string; file: string }[] {
  return [...files].flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/['`]([a-zA-Z]+)\.(?:[a-zA-Z_]+['`]|\$\{)/g)]
      .filter(([, branch = '']) => branch in en)
      .map(([word, branch = '']) => ({ word: word.includes('${') ? branch : word.slice(1, -1), file: relative(renderer, path) })),
  )
}

const taughtLater = ({ word }: { word: string }) => (word.split('.')[0] ?? '') in awayId

it('the counter names no word that comes later, and neither does what it opens without bringing words', () => {
  const counter = partOf('page.tsx')
  expect([...counter.files].map((path) => relative(renderer, path))).toContain('screens/basket/basket-panel.tsx')
  expect(wordsOf(counter).length).toBeGreaterThan(100)
  expect(wordsOf(counter).filter(taughtLater)).toEqual([])
  const wordless = counter.later.filter(({ bringsWords }) => !bringsWords)
  expect(wordless.map(({ file }) => file)).toContain('parts/dialog-window.tsx')
  for (const { file } of wordless) expect(wordsOf(partOf(file)).filter(taughtLater)).toEqual([])
})

it('whatever names a later word is opened with its words', () => {
  const counter = partOf('page.tsx')
  const opened = counter.later.filter(({ bringsWords }) => bringsWords).map(({ file }) => file)
  for (const file of [
    'screens/queue/queue.tsx',
    'screens/history/history.tsx',
    'screens/settings/settings.tsx',
    'screens/basket/override-limit.tsx',
  ]) {
    expect(opened).toContain(file)
    expect(wordsOf(partOf(file)).filter(taughtLater)).not.toEqual([])
  }
})

it('taught words are there in Indonesian, beside those of the counter, and once is enough', async () => {
  const text = i18next.createInstance()
  await text.init({ lng: 'id', resources: { id: { translation: id } } })
  expect(text.exists('override.title')).toBe(false)
  teachAwayWords(text, awayId)
  teachAwayWords(text, awayId)
  expect(text.t('override.title')).toBe(awayId.override.title)
  expect(text.t('reason.noAnswer')).toBe(awayId.reason.noAnswer)
  expect(text.t('basket.title')).toBe(id.basket.title)
})
