import { Hono } from 'hono'
import { type ConfirmationAnswer, type ConfirmationStatement, confirmationRequestSchema } from '../../shared/central-api/confirmations.ts'
import {
  type HouseholdBillsAnswer,
  householdBillsRequestSchema,
  phoneCodeCheckSchema,
  phoneCodeRequestSchema,
  type RegistrationAnswer,
  type RegistrationStatement,
  registrationRequestSchema,
  savedNumbersRequestSchema,
} from '../../shared/central-api/customers.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { type Answer, json, problem } from './answers.ts'
import type { PracticeContext } from './context.ts'
import type { Inquire } from './inquiries.ts'
import { householdBills } from './prefetch.ts'
import type { Terminal } from './terminals.ts'

type Parsed<Sent> = { success: true; data: Sent } | { success: false }

/** The households of a counter: who registered, what they pay, and how they are told. */
export function customerRoutes(context: PracticeContext, inquire: Inquire): Hono {
  const { door, rows, settling, members } = context
  const { registrations, confirmations, outbox } = context.customers
  const refuse = (code: CentralRefusalCode) => problem(code, members())
  const app = new Hono()

  function registered(said: RegistrationStatement | CentralRefusalCode): Answer {
    outbox.kick()
    return typeof said === 'string' ? refuse(said) : json({ ...members(), ...said } satisfies RegistrationAnswer)
  }

  function confirmed(said: ConfirmationStatement | CentralRefusalCode): Answer {
    outbox.kick()
    return typeof said === 'string' ? refuse(said) : json({ ...members(), ...said } satisfies ConfirmationAnswer)
  }

  /** Whatever creates something or sends somebody something: not for a terminal that was revoked. */
  function change<Sent>(
    request: Request,
    schema: { safeParse(sent: unknown): Parsed<Sent> },
    answer: (sent: Sent, by: Terminal) => Answer,
  ) {
    return door.terminal(request, ({ json: sent, terminal }) => {
      const parsed = schema.safeParse(sent)
      if (!parsed.success) return refuse('malformedRequest')
      return terminal.revoked ? refuse('terminalRevoked') : answer(parsed.data, terminal)
    })
  }

  app.post(centralPaths.register.path, (c) =>
    change(c.req.raw, registrationRequestSchema, (sent, { terminalId }) => registered(registrations.register(sent, terminalId))),
  )
  app.get(centralPaths.registration.path, (c) =>
    door.terminal(c.req.raw, ({ terminal }) => registered(registrations.find(c.req.param('registrationId'), terminal.terminalId))),
  )
  app.post(centralPaths.sendPhoneCode.path, (c) =>
    change(c.req.raw, phoneCodeRequestSchema, ({ registrationId }, { terminalId }) =>
      registered(registrations.sendCode(registrationId, terminalId)),
    ),
  )
  app.post(centralPaths.checkPhoneCode.path, (c) =>
    change(c.req.raw, phoneCodeCheckSchema, ({ registrationId, code }, { terminalId }) =>
      registered(registrations.checkCode(registrationId, code, terminalId)),
    ),
  )
  app.post(centralPaths.saveNumbers.path, (c) =>
    change(c.req.raw, savedNumbersRequestSchema, ({ registrationId, numbers }, { terminalId }) =>
      registered(registrations.saveNumbers(registrationId, numbers, terminalId)),
    ),
  )
  app.post(centralPaths.householdBills.path, (c) =>
    change(c.req.raw, householdBillsRequestSchema, ({ registrationId }, { terminalId }) => {
      const said = registrations.find(registrationId, terminalId)
      if (typeof said === 'string') return refuse(said)
      return json({ ...members(), bills: householdBills(said.numbers, terminalId, inquire) } satisfies HouseholdBillsAnswer)
    }),
  )

  app.post(centralPaths.confirm.path, (c) =>
    change(c.req.raw, confirmationRequestSchema, (sent, { terminalId }) => {
      const known = rows.find(sent.paymentId)
      const payment = known === null ? null : settling.settle(known, null)
      if (payment !== null && settling.ownerOf(payment) !== terminalId) return refuse('notOwner')
      return confirmed(confirmations.ask(sent, terminalId, payment))
    }),
  )
  app.get(centralPaths.confirmation.path, (c) =>
    door.terminal(c.req.raw, ({ terminal }) => confirmed(confirmations.find(c.req.param('confirmationId'), terminal.terminalId))),
  )

  return app
}
