import type { PaidProof } from '../../shared/central-api/payments.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import { Refusal, type RefusalCode } from '../../shared/refusals.ts'

export type Wanted = { productCode?: string; customerNumber: string; sheets: readonly (readonly [period: string, amountRupiah: number])[] }

/** One PLN bill of an even amount: the figure most stories count with. */
export const bill45000: Wanted = { customerNumber: '530000000002', sheets: [['202611', 45_000]] }

/** Credit of 20 rb for 21.500, of which the agent keeps 800. */
export const pulsa20: Wanted = { productCode: 'TSEL20', customerNumber: '081200001230', sheets: [['', 21_500]] }
/** A water bill of 87.349 with a counter fee of 2.500. */
export const water: Wanted = { productCode: 'PDAM', customerNumber: '102400000017', sheets: [['202611', 87_349]] }
/** Closed from 23.30 to 0.30 WIB. */
export const nightly: Wanted = { productCode: 'NIGHT', customerNumber: '102400000019', sheets: [['202611', 60_000]] }
export const seats: Wanted = { productCode: 'KAI', customerNumber: '102400000018', sheets: [['202611', 100_000]] }

export type Said = { revision: number; floatTakenRupiah?: number } & (
  | { status: 'paid'; proof: PaidProof }
  | { status: 'pending' | 'voided' | 'unknown'; ledgerEpoch?: string }
  | ReturnType<typeof refused>
)

/** What a central deducts for the bill of 45.000 when the catalogue's commission of 1.800 holds. */
export function proof(changes: Partial<PaidProof> = {}): PaidProof {
  return {
    reference: '11002500AAA1A11B22C33D44E55F66A7',
    paidAt: '2026-11-23T03:42:01.000Z',
    deductedRupiah: 43_200,
    commissionRupiah: null,
    customerName: 'BUDI SANTOSO',
    fields: [],
    sheets: [],
    sheetsRemaining: 0,
    ...changes,
  }
}

export const paid = (revision: number, changes: Partial<PaidProof> = {}) => ({ status: 'paid', revision, proof: proof(changes) }) as const

export function refused(code: CentralRefusalCode, revision: number, changes: { retryAfterMs?: number } = {}) {
  const { retry, created } = centralRefusals[code]
  return { status: 'refused', revision, type: `urn:loket:refusal:${code}`, title: code, code, retry, created, ...changes } as const
}

export function refusalOf(step: () => unknown): { code: RefusalCode; detail: Refusal['detail'] } | null {
  try {
    step()
    return null
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { code: error.code, detail: error.detail }
  }
}
