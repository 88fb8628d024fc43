import { z } from 'zod'

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)

export const roles = ['cashier', 'agent', 'supervisor'] as const
export type Role = (typeof roles)[number]

export const staffMemberSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(60),
  role: z.enum(roles),
  /** argon2id in PHC string form; the PIN itself never leaves the person. */
  pinHash: z.string().startsWith('$argon2id$').max(300),
  active: z.boolean(),
})
export type StaffMember = z.infer<typeof staffMemberSchema>

/** What a terminal may hold while the link is down. All from the central, all shown on screen. */
export const queueLimitsSchema = z.object({
  perPaymentMaxRupiah: rupiah,
  totalMaxRupiah: rupiah,
  countMax: z.number().int().positive(),
  ageMaxMs: z.number().int().positive(),
  /**
   * This terminal's share of the outlet's float for payments taken offline; the allotments of an outlet sum to at most its float.
   * Null: no allotment, so nothing offline unless `outlet.terminalCount` is 1.
   */
  floatAllotmentRupiah: rupiah.nullable(),
  /** What supervisors of this terminal may let through above these limits in one business day. */
  overrides: z.object({ perDayCountMax: z.number().int().nonnegative(), perDayTotalMaxRupiah: rupiah }),
})
export type QueueLimits = z.infer<typeof queueLimitsSchema>

export const configSchema = z.object({
  version: z.number().int().positive(),
  issuedAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  outlet: z.object({
    id: z.string().min(1).max(64),
    name: z.string().min(1).max(60),
    address: z.string().max(120),
    phone: z.string().max(30),
    zone: z.enum(['WIB', 'WITA', 'WIT']),
    terminalCount: z.number().int().positive(),
    /** X25519 public key in base64: to which second copies of the queue are encrypted. */
    recoveryPublicKey: z.string().min(40).max(60),
    cashRounding: z.object({ unitRupiah: z.number().int().min(1).max(1_000), direction: z.enum(['nearest', 'up', 'down']) }),
  }),
  staff: z.array(staffMemberSchema).max(200),
  limits: queueLimitsSchema,
})
export type Config = z.infer<typeof configSchema>
