import type { Answers, CustomerNumberRule, ProductField } from './central-api/product-fields.ts'
import { readNik } from './customers/nik.ts'
import { isRupiah, type Rupiah } from './money.ts'

/** A product's number and further questions by the rules that came with the catalogue: the same reading at the counter and at the central. */

/** Blanks, dots and dashes are how people write numbers; those that belong to it stay. */
export function cleanCustomerNumber(rule: Pick<CustomerNumberRule, 'keep' | 'upperCase' | 'rewrite'>, text: string): string {
  const kept = rule.keep ?? ''
  const plain = text.replace(/[\s.-]/g, (sign) => (kept.includes(sign) ? sign : ''))
  const number = rule.upperCase === true ? plain.toUpperCase() : plain
  const { rewrite } = rule
  return rewrite !== undefined && fitsPattern(rewrite.pattern, number)
    ? number.replace(new RegExp(rewrite.pattern, 'u'), rewrite.to)
    : number
}

/** Of a number as it is sent: cleaned, so that one customer has one number. */
export function fitsCustomerNumber(rule: CustomerNumberRule, number: string): boolean {
  return cleanCustomerNumber(rule, number) === number && fitsPattern(rule.pattern, number) && passesCheck(rule.check, number)
}

export type AnswersRead = { kind: 'complete'; answers: Answers } | { kind: 'missing' | 'malformed'; field: ProductField }

/** An answer to every question or its default, without those nobody asked for; else the first question that has no good one. */
export function readAnswers(fields: readonly ProductField[] | undefined, given: Answers | undefined): AnswersRead {
  const answers: Answers = {}
  for (const field of fields ?? []) {
    const said = own(given, field.code)?.trim() ?? ''
    const answer = said === '' ? (field.default ?? '') : said
    if (answer === '') return { kind: 'missing', field }
    if (!isGoodAnswer(field, answer)) return { kind: 'malformed', field }
    answers[field.code] = field.kind === 'months' || field.kind === 'amount' ? String(Number(answer)) : answer
  }
  return { kind: 'complete', answers }
}

/**
 * The answers as a payment says them again by its sheets. Questions that only the inquiry answered are not among them; a payment without
 * sheets answers nothing.
 */
export function answersInSheets(
  product: { fields?: readonly ProductField[] | undefined; adminRupiah: Rupiah },
  sheets: readonly { period: string; amountRupiah: Rupiah }[],
): Answers {
  const first = sheets[0]
  const answers: Answers = {}
  if (first === undefined) return answers
  for (const { code, saidAgainBy } of product.fields ?? []) {
    if (saidAgainBy === 'sheetCount') answers[code] = String(sheets.length)
    if (saidAgainBy === 'amount') answers[code] = String(first.amountRupiah - product.adminRupiah)
    if (saidAgainBy === 'period') answers[code] = first.period
  }
  return answers
}

/** The amount the customer chose, where the product has one; null where the answers name none. */
export function chosenAmount(fields: readonly ProductField[] | undefined, answers: Answers): Rupiah | null {
  const field = fields?.find(({ saidAgainBy }) => saidAgainBy === 'amount')
  const amount = field === undefined ? Number.NaN : Number(answers[field.code] ?? Number.NaN)
  return isRupiah(amount) ? amount : null
}

function isGoodAnswer(field: ProductField, answer: string): boolean {
  switch (field.kind) {
    case 'choice':
      return (field.choices ?? []).some(({ value }) => value === answer)
    case 'months': {
      const months = Number(answer)
      return /^\d{1,2}$/.test(answer) && months >= 1 && months <= (field.monthsMax ?? 24)
    }
    case 'amount': {
      const amount = Number(answer)
      const { amountMinRupiah = 1, amountMaxRupiah = Number.POSITIVE_INFINITY, amountStepRupiah = 1 } = field
      const inRange = amount >= amountMinRupiah && amount <= amountMaxRupiah
      return /^\d{1,12}$/.test(answer) && isRupiah(amount) && inRange && amount % amountStepRupiah === 0
    }
    default:
      return (field.pattern === undefined || fitsPattern(field.pattern, answer)) && passesCheck(field.check, answer)
  }
}

/** The catalogue is data: a pattern that is no regular expression fits nothing instead of stopping the counter. */
function fitsPattern(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return false
  }
}

/** A check nobody here knows is passed: the central has the last word. */
function passesCheck(check: string | undefined, text: string): boolean {
  if (check === 'luhn') return passesLuhn(text)
  // Whether the date of birth has come is the central's to say: it knows the day.
  if (check === 'nik') return readNik(text, '2099-12-31').kind === 'fits'
  return true
}

function passesLuhn(text: string): boolean {
  if (!/^\d+$/.test(text)) return false
  const sum = [...text].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2)
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

function own(answers: Answers | undefined, code: string): string | undefined {
  return answers !== undefined && Object.hasOwn(answers, code) ? answers[code] : undefined
}
