import { Hono } from 'hono'
import type { Catalogue } from '../../shared/central-api/catalogue.ts'
import { type EnrolmentAnswer, enrolmentRequestSchema } from '../../shared/central-api/enrolments.ts'
import { openapiDocument } from '../../shared/central-api/openapi.ts'
import { inquiryRequestSchema, type TimeAnswer } from '../../shared/central-api/payments.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { centralPaths, openapiPath } from '../../shared/central-api/routes.ts'
import { type Answer, json, problem } from './answers.ts'
import { centralKeyId, type PracticeContext } from './context.ts'
import { controlRoutes } from './control.ts'
import { customerRoutes } from './customer-routes.ts'
import { unsigned } from './door.ts'
import { floatRoutes } from './float-routes.ts'
import { createInquiries } from './inquiries.ts'
import { outletRoutes } from './outlet-routes.ts'
import { ownershipRoutes } from './ownership-routes.ts'
import { paymentRoutes } from './payment-routes.ts'
import type { Terminal } from './terminals.ts'

/** Signed documents are good for a week offline. */
const documentsValidForMs = 7 * 24 * 3_600_000

/** Contract v1, route by route; every handler is synchronous and says its answer, the door signs it. */
export function practiceRoutes(context: PracticeContext, onMistake: (error: Error) => void): Hono {
  const { door, clock, members } = context
  const refuse = (code: CentralRefusalCode) => problem(code, members())
  const inquiries = createInquiries(context)
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
    return door.terminal(c.req.raw, ({ terminal: { terminalId } }) =>
      json(context.configOffice.read({ terminalId, ...validity(), recoveryPublicKey: context.recoveryKeys.publicKey })),
    )
  })

  app.get(centralPaths.catalogue.path, (c) =>
    door.terminal(c.req.raw, () => json({ ...context.catalogue(), ...validity() } satisfies Catalogue)),
  )

  app.post(centralPaths.inquiries.path, (c) => door.terminal(c.req.raw, ({ json: sent, terminal }) => inquire(sent, terminal)))

  app.get(openapiPath, (c) => c.json(openapiDocument()))

  app.route('/', paymentRoutes(context))
  app.route('/', ownershipRoutes(context))
  app.route('/', floatRoutes(context))
  app.route('/', outletRoutes(context))
  app.route('/', customerRoutes(context, inquiries))
  app.route('/practice', controlRoutes(context))
  app.notFound(() => unsigned(problem('unknownResource')))
  app.onError((error) => {
    // A mistake of ours must be seen, not swallowed into a polite reply. Unsigned, a terminal takes it as no answer.
    onMistake(error)
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
    const said = inquiries(request.data, terminal.terminalId)
    return typeof said === 'string' ? refuse(said) : json(said)
  }

  return app
}
