import type { Config } from '../../shared/central-api/config.ts'
import type { Database } from '../storage/open.ts'
import { practiceLimits, practiceOutlet, practiceStaff } from './seed.ts'
import { readPins } from './staff-pins.ts'

const configVersion = 1

/** The outlet, its people and its limits, as the central signs them for a terminal. */
export function practiceConfig(database: Database, given: { issuedAt: string; validUntil: string; recoveryPublicKey: string }): Config {
  const { recoveryPublicKey, ...validity } = given
  const pins = readPins(database)
  const staff = practiceStaff.map(({ id, name, role }) => ({ id, name, role, pinHash: pins.get(id) ?? '', active: true }))
  return { version: configVersion, ...validity, outlet: { ...practiceOutlet, recoveryPublicKey }, staff, limits: practiceLimits }
}
