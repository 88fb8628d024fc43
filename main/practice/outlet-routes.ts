import { Hono } from 'hono'
import { z } from 'zod'
import { type HeartbeatAnswer, heartbeatRequestSchema } from '../../shared/central-api/heartbeats.ts'
import { businessDaySchema, type ReconciliationAnswer } from '../../shared/central-api/reconciliation.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { json, problem } from './answers.ts'
import type { PracticeContext } from './context.ts'
import { heartbeatEveryMs } from './fleet.ts'

const pageSchema = z.coerce.number().int().positive()

/** The outlet as a whole: its closed days and how its terminals are. Also a revoked one may read and say so. */
export function outletRoutes({ door, closedDays, fleet, members }: PracticeContext): Hono {
  const app = new Hono()

  app.get(centralPaths.reconciliation.path, (c) =>
    door.terminal(c.req.raw, ({ url }) => {
      const date = businessDaySchema.safeParse(c.req.param('date'))
      const page = pageSchema.safeParse(url.searchParams.get('page') ?? 1)
      if (!date.success || !page.success) return problem('malformedRequest', members())
      const day = closedDays.page(date.data, page.data)
      return typeof day === 'string' ? problem(day, members()) : json({ ...members(), ...day } satisfies ReconciliationAnswer)
    }),
  )

  app.post(centralPaths.heartbeat.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const heartbeat = heartbeatRequestSchema.safeParse(sent)
      if (!heartbeat.success) return problem('malformedRequest', members())
      fleet.hear(terminal.terminalId, heartbeat.data)
      return json({ ...members(), nextAfterMs: heartbeatEveryMs } satisfies HeartbeatAnswer)
    }),
  )

  return app
}
