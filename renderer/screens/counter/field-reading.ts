import { limits } from '../../../shared/limits.ts'
import { cleanCustomerNumber } from '../../../shared/product-answers.ts'
import type { ProductGroup } from './product-groups.ts'

/**
 * What the one field's text means. `number`: a customer number (`typed`: with the dots and dashes some products count), with the groups it may belong to, the likeliest first.
 * `words`: the beginning of a product's name. `tooLong`: no customer number is this long.
 */
export type FieldReading =
  | { kind: 'empty'; groups: ProductGroup[] }
  | { kind: 'words'; groups: ProductGroup[] }
  | { kind: 'number'; number: string; typed: string; groups: ProductGroup[]; fits: boolean }
  | { kind: 'tooLong'; groups: ProductGroup[] }

/** A pinned group was chosen by a person: the number is for it, whatever its shape. */
export function readField(text: string, groups: readonly ProductGroup[], pinned: ProductGroup | null): FieldReading {
  const pieces = text.trim().split(/\s+/).filter(Boolean)
  const words = pieces.filter((piece) => /^\p{L}+$/u.test(piece)).map((word) => word.toLowerCase())
  const typed = pieces.filter((piece) => !/^\p{L}+$/u.test(piece)).join('')
  const number = cleanNumber(typed)
  const named = words.length === 0 ? [...groups] : groups.filter((group) => isNamed(group, words))
  if (number === '') return words.length === 0 ? { kind: 'empty', groups: named } : { kind: 'words', groups: named }
  if (number.length > limits.customerNumberLengthMax) return { kind: 'tooLong', groups: named }
  if (pinned) return { kind: 'number', number, typed, groups: [pinned], fits: fitsGroup(pinned, typed) }
  const fitting = rankByShape(named, typed)
  if (fitting.length > 0) return { kind: 'number', number, typed, groups: fitting, fits: true }
  return { kind: 'number', number, typed, groups: named, fits: false }
}

/** As most of the catalogue's patterns expect it: blanks, dots and dashes removed. */
export function cleanNumber(text: string): string {
  return text.replace(/[\s.-]/g, '')
}

function isNamed(group: ProductGroup, words: readonly string[]): boolean {
  const names = [group.name, ...group.products.flatMap((product) => [product.name, product.biller])].join(' ').toLowerCase().split(/\s+/)
  return words.every((word) => names.some((name) => name.startsWith(word)))
}

/** Groups whose pattern the number fits. A pattern that fewer other beginnings would fit says more, so it comes first: 08… before any 12 digits. */
function rankByShape(groups: readonly ProductGroup[], typed: string): ProductGroup[] {
  return groups
    .filter((group) => fitsGroup(group, typed))
    .map((group, order) => ({ group, order, looseness: looseness(group, cleanCustomerNumber(group.number, typed)) }))
    .sort((a, b) => a.looseness - b.looseness || a.order - b.order)
    .map(({ group }) => group)
}

function fitsGroup(group: ProductGroup, typed: string): boolean {
  return patternOf(group)?.test(cleanCustomerNumber(group.number, typed)) ?? false
}

function looseness(group: ProductGroup, number: string): number {
  const pattern = patternOf(group)
  let fits = 0
  for (let beginning = 0; beginning < 100; beginning += 1) {
    if (pattern?.test(String(beginning).padStart(2, '0') + number.slice(2))) fits += 1
  }
  return fits
}

const patterns = new Map<string, RegExp | null>()

/** The catalogue is data: a pattern that is no regular expression fits nothing instead of stopping the screen. */
function patternOf(group: ProductGroup): RegExp | null {
  const source = group.number.pattern
  const known = patterns.get(source)
  if (known !== undefined) return known
  let pattern: RegExp | null = null
  try {
    pattern = new RegExp(source)
  } catch {
    pattern = null
  }
  patterns.set(source, pattern)
  return pattern
}
