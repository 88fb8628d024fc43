import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { practiceProducts } from '../../main/practice/catalogue.ts'
import { storyFor, toldNumbers } from '../../main/practice/families/families.ts'
import type { Story } from '../../main/practice/families/family.ts'
import type { Product } from '../../shared/central-api/catalogue.ts'

const path = join(import.meta.dirname, '..', '..', 'docs', 'practice-numbers.md')

const words: Record<Story['inquiry'], string> = {
  works: '',
  notFound: 'no bill',
  wrongNumber: 'wrong number',
  alreadyPaid: 'paid already',
  unavailable: 'biller does not answer',
  overLimit: 'refused: over the limit',
}
const ends: Record<Story['pays'], string> = {
  paid: 'is paid',
  failed: 'fails when paid',
  pendingThenPaid: 'pending, then paid',
  pendingThenFailed: 'pending, then failed',
}

function numbersOf(product: Product): string {
  const byWord = new Map<string, string[]>()
  for (const number of toldNumbers(product)) {
    const story = storyFor(product, number)
    const word = story.inquiry === 'works' ? ends[story.pays] : words[story.inquiry]
    byWord.set(word, [...(byWord.get(word) ?? []), number])
  }
  return [...byWord].map(([word, numbers]) => `${word}: ${numbers.map((number) => `\`${number}\``).join(' ')}`).join('<br>')
}

/** One row for products that differ by price or operator alone. */
function document(): string {
  const rows = new Map<string, string[]>()
  for (const product of practiceProducts(null)) {
    const questions = product.fields?.map(({ label }) => label.id.toLowerCase()).join(', ') ?? ''
    const row = `${product.customerNumber.label}, e.g. \`${product.customerNumber.example}\` | ${questions} | ${product.offline} | ${numbersOf(product)}`
    rows.set(row, [...(rows.get(row) ?? []), product.groupName])
  }
  const lines = [...rows].map(([row, groups]) => `| ${[...new Set(groups)].join(', ')} | ${row} |`)
  return `# Test numbers of the practice central

What each product of practice is asked with, what it asks besides the number, what it allows offline, and the numbers that behave in a way of their own: those
that Digiflazz and IAK publish, and for families without published ones, ours in the same manner. Every other well-formed number works and belongs to an invented customer,
always the same one. Written by \`UPDATE_GOLDEN=1 npx vitest run test/practice/numbers-document.test.ts\`, compared by every run of the tests.

| products | number | asks | offline | numbers |
| --- | --- | --- | --- | --- |
${lines.join('\n')}
`
}

test('docs/practice-numbers.md lists every product and every test number as they behave', () => {
  const text = document()
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text)
  expect(readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).toBe(text)
})
