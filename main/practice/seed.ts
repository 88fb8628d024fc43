import type { Config, Role } from '../../shared/central-api/config.ts'

/** The practice outlet: everything a trainer may tell a trainee, in one place. None of it exists anywhere else. */
export const practiceOutlet: Omit<Config['outlet'], 'recoveryPublicKey'> = {
  id: 'outlet-latihan',
  name: 'LOKET SUMBER REJEKI',
  address: 'Jl. Pasar Baru No. 14, Purwokerto',
  phone: '0281 555 0114',
  zone: 'WIB',
  terminalCount: 5,
  // Rp 100 is the smallest coin a counter sees.
  cashRounding: { unitRupiah: 100, direction: 'nearest' },
}

export const practiceStaff: readonly { id: string; name: string; role: Role; pin: string }[] = [
  { id: 'staff-sari', name: 'Sari', role: 'cashier', pin: '1111' },
  { id: 'staff-joko', name: 'Pak Joko', role: 'agent', pin: '2222' },
  { id: 'staff-ratna', name: 'Bu Ratna', role: 'supervisor', pin: '3333' },
]

export const practiceLimits: Config['limits'] = {
  perPaymentMaxRupiah: 2_500_000,
  totalMaxRupiah: 10_000_000,
  countMax: 200,
  ageMaxMs: 24 * 3_600_000,
  floatAllotmentRupiah: 5_000_000,
  overrides: { perDayCountMax: 10, perDayTotalMaxRupiah: 10_000_000 },
}

/** Five terminals, so that five allotments are exactly this. */
export const practiceFloatRupiah = 25_000_000
/** A division of the float that shrank goes by steps, so that not every payment is a new config. */
export const allotmentStepRupiah = 100_000
export const practiceActivationCodes = ['LATIHAN-1', 'LATIHAN-2', 'LATIHAN-3', 'LATIHAN-4', 'LATIHAN-5'] as const

/** How a number behaves. `pays` goes on after an inquiry that works. */
export type Story = {
  inquiry: 'works' | 'notFound' | 'wrongNumber' | 'alreadyPaid' | 'unavailable' | 'overLimit'
  pays: 'paid' | 'failed' | 'pendingThenPaid' | 'pendingThenFailed'
}

/**
 * Published test numbers (postpaid as Digiflazz and IAK publish them; prepaid with the last digits of their 0878 numbers). Every
 * other well-formed number works and belongs to an invented customer, always the same one for the same number: last
 * digit 5 has a penalty, 7 has six months open, of which one payment takes four.
 *
 * What was paid stays paid: a PLN or PDAM test number has a bill again in the next WIB month, a prepaid number the next WIB day, and
 * everything after a reset of the practice book.
 */
const testNumbers: Readonly<Record<string, Story>> = {
  // PLN postpaid
  '530000000001': { inquiry: 'works', pays: 'paid' },
  '530000000002': { inquiry: 'works', pays: 'paid' },
  '530000000003': { inquiry: 'notFound', pays: 'failed' },
  '530000000004': { inquiry: 'alreadyPaid', pays: 'failed' },
  '530000000006': { inquiry: 'works', pays: 'failed' },
  '630000000001': { inquiry: 'works', pays: 'pendingThenPaid' },
  '630000000002': { inquiry: 'works', pays: 'pendingThenPaid' },
  '630000000006': { inquiry: 'works', pays: 'pendingThenFailed' },
  // PDAM, which may be taken offline from the customer's paper
  '1013226': { inquiry: 'works', pays: 'paid' },
  '1013223': { inquiry: 'notFound', pays: 'failed' },
  // PLN prepaid, meter numbers
  '12345678901': { inquiry: 'works', pays: 'paid' },
  '12345671230': { inquiry: 'works', pays: 'paid' },
  '12345671231': { inquiry: 'notFound', pays: 'failed' },
  '12345671232': { inquiry: 'works', pays: 'failed' },
  '12345671233': { inquiry: 'works', pays: 'pendingThenPaid' },
  '12345671234': { inquiry: 'works', pays: 'pendingThenFailed' },
  // Pulsa Telkomsel
  '081200001230': { inquiry: 'works', pays: 'paid' },
  '081200001232': { inquiry: 'works', pays: 'failed' },
  '081200001233': { inquiry: 'works', pays: 'pendingThenPaid' },
  '081200001234': { inquiry: 'works', pays: 'pendingThenFailed' },
}

/** Null for a number without a story of its own. */
export function storyOf(customerNumber: string): Story | null {
  return testNumbers[customerNumber] ?? null
}
