import type { Product } from '../../shared/central-api/catalogue.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { IntentSheet } from '../../shared/intent.ts'
import { answersInSheets, readAnswers } from '../../shared/product-answers.ts'
import type { Biller, BillerInquiry } from './biller.ts'

/** What the terminal hears of an inquiry that found nothing to pay. */
export function refusalOf(kind: Exclude<BillerInquiry['kind'], 'bills'>): CentralRefusalCode {
  return inquiryRefusals[kind]
}

const inquiryRefusals = {
  notFound: 'billNotFound',
  wrongNumber: 'customerNumberInvalid',
  alreadyPaid: 'billAlreadyPaid',
  unavailable: 'billerUnavailable',
  overLimit: 'billerRefused',
} as const satisfies Record<Exclude<BillerInquiry['kind'], 'bills'>, CentralRefusalCode>

/** Null when the bill still is what the customer was told: the same sheets with the same amounts. Paying is all or nothing. */
export function judgeBill(
  biller: Pick<Biller, 'inquire'>,
  product: Product,
  customerNumber: string,
  sheets: readonly IntentSheet[],
): CentralRefusalCode | null {
  const answers = answersInSheets(product, sheets)
  // An amount or a year that could not have been asked for; how many months there are, arrears included, is the biller's to say.
  const said = product.fields?.filter(({ saidAgainBy }) => saidAgainBy === 'amount' || saidAgainBy === 'period')
  if (readAnswers(said, answers).kind !== 'complete') return 'answersInvalid'
  const inquiry = biller.inquire(product, customerNumber, answers)
  if (inquiry.kind !== 'bills') return refusalOf(inquiry.kind)
  const open = new Map(inquiry.sheets.map((sheet) => [sheet.period, sheet.amountRupiah]))
  // None of them is open any more, but newer ones are.
  if (product.kind === 'postpaid' && sheets.every((sheet) => !open.has(sheet.period))) return 'billAlreadyPaid'
  const same = sheets.length === inquiry.sheets.length && sheets.every((sheet) => open.get(sheet.period) === sheet.amountRupiah)
  return same ? null : 'billChanged'
}
