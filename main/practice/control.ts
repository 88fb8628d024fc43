import { Hono } from 'hono'
import { z } from 'zod'
import { problem } from './answers.ts'
import type { PracticeContext } from './context.ts'
import { unsigned } from './door.ts'
import { faultWords } from './faults.ts'

const faultSchema = z.object({ fault: z.enum(faultWords), latencyMs: z.number().int().min(0).max(600_000).optional() })
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `/practice/…`: the trainer's switches and the open books. Outside the contract, unsigned, for this machine only. */
export function controlRoutes({ faults, book, reset }: Pick<PracticeContext, 'faults' | 'book' | 'reset'>): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    // A page elsewhere may have pointed a name of its own at this machine; a foreign page also can't send JSON unasked.
    const isChange = c.req.method !== 'GET'
    if (!loopbackHosts.has(new URL(c.req.url).hostname)) return unsigned(problem('unknownResource'))
    if (isChange && c.req.header('content-type')?.split(';')[0] !== 'application/json') return unsigned(problem('malformedRequest'))
    return next()
  })
  app.get('/faults', (c) => c.json(faults.get()))
  app.put('/faults', async (c) => {
    const request = faultSchema.safeParse(await c.req.json().catch(() => null))
    if (!request.success) return unsigned(problem('malformedRequest'))
    await faults.set(request.data.fault, request.data.latencyMs)
    return c.json(faults.get())
  })
  app.get('/book', (c) => c.json(book()))
  app.post('/reset', (c) => {
    reset()
    return c.json({})
  })
  return app
}
