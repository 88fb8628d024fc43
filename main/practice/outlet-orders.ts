import { z } from 'zod'
import { assertNever } from '../../shared/assert-never.ts'
import { topUpNoteLengthMax } from '../../shared/central-api/float.ts'
import { businessDaySchema } from '../../shared/central-api/reconciliation.ts'
import { dayDifferences } from './day-differences.ts'
import type { OutletOperator } from './outlet-operator.ts'

const dayMs = 86_400_000
const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Which invented customers are asked for. */
export const populationSchema = z.object({
  seed: z.string().min(1).max(64).default('loket'),
  count: z.coerce.number().int().min(1).max(20_000).default(1_000),
})

/** Orders about the outlet as a whole, by the names of outlet-operator.ts. */
export const outletOrderSchemas = [
  z.object({
    do: z.literal('decideTopUp'),
    topUpId: z.uuid(),
    approve: z.boolean(),
    note: z.string().max(topUpNoteLengthMax).nullable().default(null),
  }),
  z.object({ do: z.literal('lowerFloat'), leaveRupiah: rupiah }),
  z.object({ do: z.literal('floatLow'), belowRupiah: rupiah.nullable() }),
  z.object({
    do: z.literal('behave'),
    customerNumber: z.string().max(32),
    behaviour: z
      .object({
        pays: z.enum(['paid', 'failed', 'pendingThenPaid', 'pendingThenFailed']),
        pendingForMs: z
          .number()
          .int()
          .min(0)
          .max(7 * dayMs)
          .default(5_000),
      })
      .nullable(),
  }),
  z.object({ do: z.literal('cutOffOf'), productCode: z.string().max(32), cutOff: z.object({ start: time, end: time }).nullable() }),
  z.object({ do: z.literal('dayClosesAt'), time }),
  z.object({
    do: z.literal('differ'),
    date: businessDaySchema,
    kind: z.enum(dayDifferences),
    paymentId: z.uuid().nullable().default(null),
  }),
  z.object({
    do: z.literal('skewClock'),
    byMs: z
      .number()
      .int()
      .min(-400 * dayMs)
      .max(400 * dayMs),
  }),
] as const
export type OutletOrder = z.infer<(typeof outletOrderSchemas)[number]>

/** False where there was nothing to do. */
export function carryOutForOutlet(order: OutletOrder, operator: OutletOperator): boolean {
  switch (order.do) {
    case 'decideTopUp':
      return operator.decideTopUp(order.topUpId, order.approve, order.note)
    case 'lowerFloat':
      return operator.lowerFloat(order.leaveRupiah)
    case 'floatLow':
      operator.floatLow(order.belowRupiah)
      return true
    case 'behave':
      operator.behave(order.customerNumber, order.behaviour)
      return true
    case 'cutOffOf':
      operator.cutOffOf(order.productCode, order.cutOff)
      return true
    case 'dayClosesAt':
      operator.dayClosesAt(order.time)
      return true
    case 'differ':
      return operator.differ(order.date, order.kind, order.paymentId)
    case 'skewClock':
      operator.skewClock(order.byMs)
      return true
    default:
      return assertNever(order)
  }
}
