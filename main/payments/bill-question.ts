import type { Product } from '../../shared/central-api/catalogue.ts'
import type { InquiryAnswer } from '../../shared/central-api/payments.ts'
import type { Answers } from '../../shared/central-api/product-fields.ts'
import { limits } from '../../shared/limits.ts'
import { cleanCustomerNumber, fitsCustomerNumber, readAnswers } from '../../shared/product-answers.ts'
import { Refusal } from '../../shared/refusals.ts'

/** What is asked about a bill: of which product, whose, and the answers to the product's own questions. */
export type BillQuestion = { productCode: string; customerNumber: string; answers?: Answers | undefined }

/** Blanks, dots and dashes are how people write numbers; what is left must be as the product says. */
export function readCustomerNumber(product: Product, text: string): string {
  const rule = product.customerNumber
  const number = cleanCustomerNumber(rule, text)
  if (/^[.-]*$/.test(number)) throw new Refusal('customerNumberMissing', { label: rule.label })
  if (number.length > limits.customerNumberLengthMax)
    throw new Refusal('customerNumberTooLong', { lengthMax: limits.customerNumberLengthMax })
  if (!fitsCustomerNumber(rule, number)) {
    const hints = { hint: rule.sentence?.id ?? '', hintEn: rule.sentence?.en ?? '' }
    throw new Refusal('customerNumberMalformed', { label: rule.label, example: rule.example, ...hints })
  }
  return number
}

/** Refuses `answerMissing` and `answerMalformed` for the first question that has no good answer. */
export function answersTo(product: Product, given: Answers | undefined): Answers {
  const read = readAnswers(product.fields, given)
  if (read.kind === 'complete') return read.answers
  const { code, label, sentence } = read.field
  // A product without a sentence of its own is told apart by the name of its field.
  const words = sentence ?? label
  const detail = { field: code, label: label.id, labelEn: label.en, sentence: words.id, sentenceEn: words.en }
  throw new Refusal(read.kind === 'missing' ? 'answerMissing' : 'answerMalformed', detail)
}

/** The questions an earlier inquiry was asked with, as the central signed them. One that another terminal handed over came without the reply. */
export function answersOfReply(reply: string | null): Answers {
  if (reply === null) return {}
  const { body } = JSON.parse(reply) as { body: string }
  return (JSON.parse(body) as Pick<InquiryAnswer, 'answers'>).answers ?? {}
}

/** Whether a bill was found with these answers. A newer catalogue may ask more than this terminal knows of; the central took the default then. */
export function wasAskedWith(said: Answers | undefined, answers: Answers): boolean {
  return Object.entries(answers).every(([code, answer]) => said?.[code] === answer)
}
