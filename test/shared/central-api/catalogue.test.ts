import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { productSchema } from '../../../shared/central-api/catalogue.ts'
import { inquiryAnswerSchema, paidProofSchema } from '../../../shared/central-api/payments.ts'
import { readAnswers } from '../../../shared/product-answers.ts'

const guide = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'central-api', 'README.md'), 'utf8')

/** The examples of the guide's section on products, in its order: a product, what an inquiry says, what the proof adds. */
function examplesOfGuide(): [unknown, unknown, unknown] {
  const section = guide.slice(guide.indexOf('## Products'), guide.indexOf('## Signing'))
  const [product, bill, proof] = [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json) as unknown)
  return [product, bill, proof]
}

test('the product, the bill and the slip that the guide shows are what the contract takes', () => {
  const [product, bill, proof] = examplesOfGuide()
  const read = productSchema.parse(product)
  expect(read).toEqual(product)
  const { answers, fields, sheets } = inquiryAnswerSchema.pick({ answers: true, fields: true, sheets: true }).parse(bill)
  expect({ answers, fields, sheets }).toEqual(bill)
  expect(readAnswers(read.fields, answers)).toEqual({ kind: 'complete', answers })
  const { slip } = paidProofSchema.pick({ slip: true }).parse(proof)
  expect({ slip }).toEqual(proof)
})

test('a word of a later central makes a product careful, not the catalogue unreadable', () => {
  const [product] = examplesOfGuide()
  const later = { ...(product as object), receiptTemplate: 'hologram', offline: 'byRadio', inquiry: 'twice', colour: 'blue' }
  const { receiptTemplate, offline, inquiry } = productSchema.parse(later)
  expect({ receiptTemplate, offline, inquiry }).toEqual({ receiptTemplate: 'generic', offline: 'never', inquiry: 'required' })
  expect(productSchema.parse(later)).not.toHaveProperty('colour')
})
