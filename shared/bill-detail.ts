import type { DetailLine } from './central-api/product-fields.ts'
import { formatRupiah, isRupiah } from './money.ts'
import { periodName } from './receipt/period-name.ts'

/** A line of the biller's as people read it. A kind nobody here knows, or a value that is not of its kind, stays as the biller wrote it. */
export function detailText({ value, kind }: DetailLine): string {
  switch (kind) {
    case 'money':
      return /^\d{1,13}$/.test(value) && isRupiah(Number(value)) ? formatRupiah(Number(value)) : value
    case 'period':
      return periodName(value)
    case 'date':
      return value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3/$2/$1')
    case 'meter':
      return value.replace(/^(\d+)-(\d+)$/, '$1 - $2')
    default:
      return value
  }
}
