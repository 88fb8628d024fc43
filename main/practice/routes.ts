import { Hono } from 'hono'
import { z } from 'zod'
import type { Catalogue } from '../../shared/central-api/catalogue.ts'
import { type EnrolmentAnswer, enrolmentRequestSchema } from '../../shared/central-api/enrolments.ts'
import {
  type FloatAnswer,
  type InquiryAnswer,
  inquiryRequestSchema,
  paymentIdSchema,
  paymentRequestSchema,
  type TimeAnswer,
} from '../../shared/central-api/payments.ts'
import { voidRequestSchema } from '../../shared/central-api/problem.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { sumRupiah } from '../../shared/money.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import { type Answer, json, paymentRefused, problem } from './answers.ts'
import { catalogueVersion, isCutOff } from './catalogue.ts'
import { practiceConfig } from './config.ts'
import { centralKeyId, type PracticeContext } from './context.ts'
import { controlRoutes } from './control.ts'
import { unsigned } from './door.ts'
import type { Terminal } from './terminals.ts'

/** Signed documents are good for a week offline. */
const documentsValidForMs = 7 * 24 * 3_600_000
const namedSchema = z.object({ paymentId: paymentIdSchema, intentHash: voidRequestSchema.shape.intentHash })

/** Contract v1, route by route; every handler is synchronous and says its answer, the door signs it. */
export function practiceRoutes(context: PracticeContext): Hono {
  const { door, payments, clock, members } = context
  const refuse = (code: CentralRefusalCode) => problem(code, members())
  const app = new Hono()

  app.post(centralPaths.enrolments.path, (c) =>
    door.stranger(c.req.raw, ({ keyId, json: sent }) => {
      const request = enrolmentRequestSchema.safeParse(sent)
      if (!request.success) return refuse('malformedRequest')
      if (request.data.publicKey !== keyId) return refuse('signatureInvalid')
      const terminal = context.terminals.enrol(request.data, clock.nowMs())
      if (typeof terminal === 'string') return refuse(terminal)
      const { serverTime, ledgerEpoch } = members()
      const named = { terminalId: terminal.terminalId, keyId: terminal.keyId }
      return json({ ...named, centralKeyId, centralPublicKey: context.keys.publicKey, serverTime, ledgerEpoch } satisfies EnrolmentAnswer)
    }),
  )

  app.get(centralPaths.time.path, (c) => door.terminal(c.req.raw, () => json({ ...members(), billerReachable: true } satisfies TimeAnswer)))

  app.get(centralPaths.config.path, async (c) => {
    await context.pinsReady()
    return door.terminal(c.req.raw, () =>
      json(practiceConfig(context.database, { ...validity(), recoveryPublicKey: context.recoveryKeys.publicKey })),
    )
  })

  app.get(centralPaths.catalogue.path, (c) =>
    door.terminal(c.req.raw, () => json({ version: catalogueVersion, ...validity(), products: context.products } satisfies Catalogue)),
  )

  app.get(centralPaths.float.path, (c) =>
    door.terminal(c.req.raw, () => {
      payments.settleDue()
      return json({ ...members(), balanceRupiah: context.float.availableRupiah() } satisfies FloatAnswer)
    }),
  )

  app.post(centralPaths.inquiries.path, (c) => door.terminal(c.req.raw, ({ json: sent, terminal }) => inquire(sent, terminal)))

  app.post(centralPaths.pay.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const request = paymentRequestSchema.safeParse(sent)
      if (request.success) return payments.pay(request.data, terminal)
      // A payment that can be named is refused by name, or the terminal could only wonder.
      const named = namedSchema.safeParse(sent)
      return named.success ? paymentRefused('malformedRequest', { ...named.data, revision: 0 }, members()) : refuse('malformedRequest')
    }),
  )

  app.get(centralPaths.ask.path, (c) =>
    door.terminal(c.req.raw, ({ url }) => {
      const paymentId = paymentIdSchema.safeParse(c.req.param('paymentId'))
      const named = url.searchParams.get('intentHash')
      const intentHash = named === null ? null : voidRequestSchema.shape.intentHash.safeParse(named)
      if (!paymentId.success || intentHash?.success === false) return refuse('malformedRequest')
      return payments.ask(paymentId.data, intentHash === null ? null : intentHash.data) ?? refuse('malformedRequest')
    }),
  )

  app.post(centralPaths.void.path, (c) =>
    door.terminal(c.req.raw, ({ json: sent, terminal }) => {
      const paymentId = paymentIdSchema.safeParse(c.req.param('paymentId'))
      const request = voidRequestSchema.safeParse(sent)
      if (!paymentId.success || !request.success) return refuse('malformedRequest')
      return payments.void(paymentId.data, request.data.intentHash, terminal.terminalId)
    }),
  )

  app.route('/practice', controlRoutes(context))
  app.notFound(() => unsigned(problem('unknownResource')))
  app.onError((error) => {
    // A mistake of ours must be seen, not swallowed into a polite reply. Unsigned, a terminal takes it as no answer.
    process.stderr.write(`practice central: ${error.stack ?? error.message}\n`)
    return unsigned(problem('internal'))
  })

  function validity() {
    const nowMs = clock.nowMs()
    return { issuedAt: new Date(nowMs).toISOString(), validUntil: new Date(nowMs + documentsValidForMs).toISOString() }
  }

  function inquire(sent: unknown, terminal: Terminal): Answer {
    const request = inquiryRequestSchema.safeParse(sent)
    if (!request.success) return refuse('malformedRequest')
    if (terminal.revoked) return refuse('terminalRevoked')
    const { productCode, customerNumber } = request.data
    const product = context.productOf(productCode)
    if (product === null) return refuse('productUnknown')
    if (isCutOff(product.cutOff, clock.nowMs())) return refuse('productClosed')
    if (!new RegExp(product.customerNumber.pattern).test(customerNumber)) return refuse('customerNumberInvalid')
    const bills = context.biller.inquire(product, customerNumber)
    if (bills.kind === 'notFound') return refuse('billNotFound')
    if (bills.kind === 'alreadyPaid') return refuse('billAlreadyPaid')
    const { kind: _, ...known } = bills
    const answer: InquiryAnswer = {
      ...members(),
      inquiryReference: context.ids.next(),
      productCode,
      customerNumber,
      ...known,
      totalRupiah: sumRupiah(bills.sheets.map((sheet) => sheet.amountRupiah)),
      // An inquiry from before midnight WIB can't be paid after it.
      validUntil: new Date(wibDayEndMs(clock.nowMs())).toISOString(),
    }
    context.database
      .prepare(
        `INSERT INTO inquiries (inquiry_reference, terminal_id, product_code, customer_number, asked_at_ms, answer) VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(answer.inquiryReference, terminal.terminalId, productCode, customerNumber, clock.nowMs(), JSON.stringify(answer))
    return json(answer)
  }

  return app
}
