import type { HouseholdBillsAnswer, SavedNumber } from '../../shared/central-api/customers.ts'
import type { Inquire } from './inquiries.ts'

/** Every number of a household looked up at once, each bill an inquiry of its own. One that can't be found leaves the others as they are. */
export function householdBills(numbers: readonly SavedNumber[], terminalId: string, inquire: Inquire): HouseholdBillsAnswer['bills'] {
  return numbers.map((number) => {
    const said = inquire(number, terminalId)
    if (typeof said === 'string') return { found: false, ...number, code: said }
    const { serverTime: _, ledgerEpoch: __, idsKeptForDays: ___, ...bill } = said
    return { found: true, ...bill }
  })
}
