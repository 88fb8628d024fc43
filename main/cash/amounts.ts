import { limits } from '../../shared/limits.ts'
import { Refusal } from '../../shared/refusals.ts'

/** Cash as a person typed it, by the order of the refusals' list: `amountNotWhole`, `amountNotPositive`, `amountTooLarge`. */
export function refuseOddCash(amountRupiah: number, leastRupiah: 0 | 1): void {
  if (!Number.isInteger(amountRupiah)) throw new Refusal('amountNotWhole')
  if (amountRupiah < leastRupiah) throw new Refusal('amountNotPositive')
  if (amountRupiah > limits.cashReceivedMaxRupiah) throw new Refusal('amountTooLarge', { maxRupiah: limits.cashReceivedMaxRupiah })
}
