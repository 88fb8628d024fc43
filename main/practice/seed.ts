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
/** Two or three large bills. */
export const practiceFloatLowRupiah = 1_000_000
/** A division of the float that shrank goes by steps, so that not every payment is a new config. */
export const allotmentStepRupiah = 100_000
export const practiceActivationCodes = ['LATIHAN-1', 'LATIHAN-2', 'LATIHAN-3', 'LATIHAN-4', 'LATIHAN-5'] as const
