import type { Answers } from '../../shared/central-api/product-fields.ts'
import { answersInSheets } from '../../shared/product-answers.ts'
import { findProduct, readCatalogue } from '../central/documents.ts'
import type { Database } from '../storage/open.ts'
import { answersOfReply } from './bill-question.ts'
import { findPayment } from './payment.ts'

/**
 * What the customer answered when a payment's bill was looked up, to look it up the same way again: what its inquiry was asked with, else what
 * its sheets say. Nothing for a payment nobody knows; a question that neither tells has to be asked again.
 */
export function answersOfPayment(database: Database, paymentId: string): Answers {
  const payment = findPayment(database, paymentId)
  const product = payment === null ? null : findProduct(readCatalogue(database), payment.productCode)
  if (payment === null || product === null) return {}
  const reply = database.prepare('SELECT reply FROM inquiries WHERE id = ?').pluck().get(payment.inquiryId) as string | null | undefined
  return { ...answersInSheets(product, payment.intent.sheets), ...(typeof reply === 'string' ? answersOfReply(reply) : {}) }
}
