import { Hono } from 'hono'
import { z } from 'zod'
import { rejectionReasons } from '../../shared/central-api/customers.ts'
import { problem } from './answers.ts'
import { newProductSchema } from './assortment.ts'
import { billChanges } from './bill-changes.ts'
import type { PracticeContext } from './context.ts'
import { unsigned } from './door.ts'
import { faultWords } from './faults.ts'
import { carryOutForOutlet, outletOrderSchemas, populationSchema } from './outlet-orders.ts'
import type { LedgerSnapshot } from './snapshot.ts'

type ControlContext = Pick<
  PracticeContext,
  'faults' | 'book' | 'reset' | 'operator' | 'outletOperator' | 'terminals' | 'addProduct' | 'customers'
>

const faultSchema = z.object({
  fault: z.enum(faultWords),
  latencyMs: z.number().int().min(0).max(600_000).optional(),
  lossPercent: z.number().int().min(0).max(100).optional(),
})
const rupiah = z.number().int().nonnegative().max(1_000_000_000_000)
const paymentId = z.uuid()
const time = z.string().regex(/^\d\d:\d\d$/)
/** One thing an operator does, by the name of its function in operator.ts. */
const orderSchema = z.discriminatedUnion('do', [
  z.object({ do: z.enum(['failAtReconciliation', 'payAfterAll', 'creditClaim', 'creditDispute']), paymentId }),
  z.object({ do: z.literal('changeBill'), customerNumber: z.string().max(32), change: z.enum(billChanges) }),
  z.object({ do: z.literal('payElsewhere'), customerNumber: z.string().max(32), periods: z.array(z.string().max(16)).min(1).max(24) }),
  z.object({ do: z.literal('topUp'), amountRupiah: rupiah }),
  z.object({ do: z.literal('setCommission'), perSheetRupiah: rupiah.nullable() }),
  z.object({ do: z.literal('deductOneMore'), on: z.boolean() }),
  z.object({ do: z.literal('rateLimit'), createsPerMinuteMax: z.number().int().nonnegative().nullable() }),
  z.object({ do: z.literal('cutOff'), cutOff: z.object({ start: time, end: time }).nullable() }),
  z.object({
    do: z.literal('outlet'),
    zone: z.enum(['WIB', 'WITA', 'WIT']).optional(),
    terminalCount: z.number().int().min(1).max(1_000).optional(),
  }),
  z.object({ do: z.literal('allot'), terminalId: z.string().max(64), rupiah: rupiah.nullable() }),
  z.object({ do: z.literal('revoke'), terminalId: z.string().max(64) }),
  z.object({ do: z.literal('notice'), text: z.string().min(1).max(400) }),
  z.object({ do: z.literal('expireFeed'), keep: z.number().int().nonnegative() }),
  z.object({ do: z.enum(['reconcile', 'newEpoch', 'snapshot']) }),
  z.object({ do: z.literal('restore'), keepOwners: z.boolean().optional() }),
  ...outletOrderSchemas,
  z.object({ do: z.literal('verifyCustomer'), registrationId: z.uuid() }),
  z.object({ do: z.literal('rejectCustomer'), registrationId: z.uuid(), reason: z.enum(rejectionReasons) }),
])
type Order = z.infer<typeof orderSchema>

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** `/practice/…`: the trainer's switches and the open books. Outside the contract, unsigned, for this machine only. */
export function controlRoutes({ faults, book, reset, operator, outletOperator, terminals, addProduct, customers }: ControlContext): Hono {
  const app = new Hono()
  /** The last one taken, to come back to. */
  let kept: LedgerSnapshot | null = null

  /** False where there was nothing to do. */
  function carryOut(order: Order): boolean {
    switch (order.do) {
      case 'failAtReconciliation':
      case 'payAfterAll':
      case 'creditClaim':
      case 'creditDispute':
        return operator[order.do](order.paymentId)
      case 'changeBill':
        operator.changeBill(order.customerNumber, order.change)
        return true
      case 'payElsewhere':
        return operator.payElsewhere(order.customerNumber, order.periods)
      case 'topUp':
        operator.topUp(order.amountRupiah)
        return true
      case 'setCommission':
        operator.setCommission(order.perSheetRupiah)
        return true
      case 'deductOneMore':
        operator.deductOneMore(order.on)
        return true
      case 'rateLimit':
        operator.rateLimit(order.createsPerMinuteMax)
        return true
      case 'cutOff':
        operator.cutOff(order.cutOff)
        return true
      case 'verifyCustomer':
        return customers.registrations.verify(order.registrationId)
      case 'rejectCustomer':
        return customers.registrations.reject(order.registrationId, order.reason)
      case 'outlet': {
        const { zone, terminalCount } = order
        operator.outlet({ ...(zone === undefined ? {} : { zone }), ...(terminalCount === undefined ? {} : { terminalCount }) })
        return true
      }
      case 'allot':
        return operator.allot(order.terminalId, order.rupiah)
      case 'revoke':
        terminals.revoke(order.terminalId)
        return true
      case 'notice':
        operator.notice(order.text)
        return true
      case 'expireFeed':
        operator.expireFeed(order.keep)
        return true
      case 'reconcile':
        operator.reconcile()
        return true
      case 'newEpoch':
        operator.newEpoch()
        return true
      case 'snapshot':
        kept = operator.snapshot()
        return true
      case 'restore':
        if (kept === null) return false
        operator.restoreFrom(kept, { keepOwners: order.keepOwners ?? false })
        return true
      default:
        return carryOutForOutlet(order, outletOperator)
    }
  }

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
    await faults.set(request.data.fault, request.data.latencyMs, request.data.lossPercent)
    return c.json(faults.get())
  })
  app.get('/book', (c) => c.json(book()))
  app.get('/customers', (c) => c.json(customers.registrations.list()))
  app.get('/messages', (c) => c.json(customers.messages.all()))
  app.get('/top-ups', (c) => c.json(outletOperator.topUps()))
  app.get('/fleet', (c) => c.json(outletOperator.fleet()))
  app.get('/population', (c) => {
    const wanted = populationSchema.safeParse(c.req.query())
    return wanted.success ? c.json(outletOperator.population(wanted.data)) : unsigned(problem('malformedRequest'))
  })
  // What can be ordered, and with which words: for whoever stands at a shell.
  app.get('/operator', (c) => c.json(z.toJSONSchema(orderSchema)))
  app.post('/operator', async (c) => {
    const order = orderSchema.safeParse(await c.req.json().catch(() => null))
    return order.success ? c.json({ done: carryOut(order.data) }) : unsigned(problem('malformedRequest'))
  })
  app.post('/products', async (c) => {
    const product = newProductSchema.safeParse(await c.req.json().catch(() => null))
    return product.success ? c.json({ done: addProduct(product.data) }) : unsigned(problem('malformedRequest'))
  })
  app.post('/reset', (c) => {
    reset()
    return c.json({})
  })
  return app
}
