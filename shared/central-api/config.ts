import { z } from 'zod'

const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)

export const roles = ['cashier', 'agent', 'supervisor'] as const
export type Role = (typeof roles)[number]

export const staffMemberSchema = z.object({
  id: z.string().min(1).max(64).describe('The person, as shifts, payments and the audit log name them; never given to another.'),
  name: z.string().min(1).max(60).describe('Name on screen and slip.'),
  role: z.enum(roles).describe('cashier takes payments; supervisor also signs settlements and approves exceptions; agent owns the outlet.'),
  pinHash: z
    .string()
    .startsWith('$argon2id$')
    .max(300)
    .describe(
      'argon2id in PHC string form; the PIN itself never leaves the person. With it a person signs in at any terminal of the outlet, offline too.',
    ),
  active: z.boolean().describe('False: may not sign in any more; kept so that old records still have a name.'),
})
export type StaffMember = z.infer<typeof staffMemberSchema>

/** What a terminal may hold while the link is down. All from the central, all shown on screen. */
export const queueLimitsSchema = z.object({
  perPaymentMaxRupiah: rupiah.describe('Most one payment taken offline may be, in rupiah.'),
  totalMaxRupiah: rupiah.describe('Most that all queued payments may sum to, in rupiah.'),
  countMax: z.number().int().positive().describe('Most payments that may wait in the queue.'),
  ageMaxMs: z.number().int().positive().describe('Oldest a queued payment may be while new ones are taken, in ms.'),
  floatAllotmentRupiah: rupiah
    .nullable()
    .describe(
      "This terminal's share of the outlet's float for payments taken offline, in rupiah; the allotments of an outlet sum to at most its float. Null: no allotment, so nothing offline unless `outlet.terminalCount` is 1.",
    ),
  /** What supervisors of this terminal may let through above these limits in one business day. */
  overrides: z
    .object({
      perDayCountMax: z.number().int().nonnegative().describe('How many payments above a limit in one business day.'),
      perDayTotalMaxRupiah: rupiah.describe('What those payments may sum to in one business day, in rupiah.'),
    })
    .describe('What supervisors of this terminal may let through above these limits.'),
})
export type QueueLimits = z.infer<typeof queueLimitsSchema>

export const configSchema = z.object({
  version: z.number().int().positive().describe('Rises with every change of the content.'),
  issuedAt: z.iso.datetime().describe('When the central signed this, UTC.'),
  validUntil: z.iso.datetime().describe('Until when it may be used offline, UTC.'),
  outlet: z
    .object({
      id: z.string().min(1).max(64).describe('The outlet, as the central names it.'),
      name: z.string().min(1).max(60).describe('Name of the outlet, as the slip prints it.'),
      address: z.string().max(120).describe('As the slip prints it.'),
      phone: z.string().max(30).describe('As the slip prints it.'),
      zone: z.enum(['WIB', 'WITA', 'WIT']).describe("The outlet's time zone, for screen and slip; biller days are WIB days everywhere."),
      terminalCount: z.number().int().positive().describe('How many terminals the outlet has.'),
      recoveryPublicKey: z
        .string()
        .min(40)
        .max(60)
        .describe('X25519 public key in base64: to which second copies of the queue are encrypted.'),
      floatLowRupiah: rupiah
        .nullable()
        .optional()
        .describe('Below this the outlet is told that its float is low, in rupiah; null or left out: never.'),
      cashRounding: z
        .object({
          unitRupiah: z.number().int().min(1).max(1_000).describe('Cash totals become a multiple of this, in rupiah.'),
          direction: z.enum(['nearest', 'up', 'down']).describe('Which multiple.'),
        })
        .describe('How a cash total is rounded; the difference is its own line on the slip.'),
    })
    .describe('The counter this terminal stands in.'),
  staff: z.array(staffMemberSchema).max(200).describe('Everybody who may or might have signed in at a terminal of this outlet.'),
  limits: queueLimitsSchema.describe('What a terminal may hold while the link is down.'),
})
export type Config = z.infer<typeof configSchema>
