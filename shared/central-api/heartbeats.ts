import { z } from 'zod'
import { signedMembers } from './payments.ts'

/** A word of the terminal's own; words are only ever added, so one that nobody knows is shown as it is. */
const word = z.string().min(1).max(32)

/** How a terminal is, for whoever looks after many of them. It decides nothing. */
export const heartbeatRequestSchema = z.object({
  version: z.string().min(1).max(32).describe('Version of the terminal program.'),
  device: z
    .object({
      platform: word.describe('Operating system: linux, win32, darwin …'),
      host: word.describe('desktop or browser.'),
    })
    .describe('The machine.'),
  queue: z
    .object({
      count: z.number().int().nonnegative().describe('Payments that are not final.'),
      totalRupiah: z.number().int().nonnegative().max(1_000_000_000_000).describe('What they sum to, in rupiah.'),
      oldestAt: z.iso.datetime().nullable().describe('When the oldest of them was accepted, UTC; null when there is none.'),
    })
    .describe('What waits for the central.'),
  printer: z
    .object({ state: word.describe('ready, trouble, off or none.'), model: z.string().max(60).describe('As the terminal names it.') })
    .describe('The receipt printer.'),
  link: z
    .object({
      state: word.describe('online, offline or checking.'),
      roundTripMs: z.number().nonnegative().nullable().describe('The newest exchange, in ms; null when none was answered.'),
    })
    .describe('The way to the central.'),
  audit: z
    .object({
      count: z.number().int().nonnegative().describe('Entries of the audit log.'),
      head: z.string().max(64).describe('Hash of the newest; empty when there is none.'),
    })
    .optional()
    .describe('Kept by the central, so that a log that was rewritten or cut is found.'),
})
export type HeartbeatRequest = z.infer<typeof heartbeatRequestSchema>

export const heartbeatAnswerSchema = z.object({
  ...signedMembers,
  nextAfterMs: z.number().int().positive().describe('Say the next one no sooner than this, in ms.'),
})
export type HeartbeatAnswer = z.infer<typeof heartbeatAnswerSchema>
