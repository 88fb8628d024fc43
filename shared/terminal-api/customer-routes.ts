import { z } from 'zod'
import { route } from './route.ts'

const registrationId = z.string().max(64)
const savedNumber = z.object({
  productCode: z.string().min(1).max(32),
  customerNumber: z.string().min(1).max(32),
  answers: z.record(z.string().max(32), z.string().max(200)).optional(),
})
const savedNumbers = z.array(savedNumber).max(20)

/** A customer as the screen shows one: of the identity number four digits, of the phone its ends. */
export const customerSchema = z.object({
  registrationId: z.string(),
  name: z.string(),
  phone: z.string(),
  email: z.string().nullable(),
  nik: z.string(),
  /** queued: the central has not heard of it. refused: it has to be registered anew; `reason` is the central's word. */
  state: z.enum(['queued', 'pending', 'verified', 'rejected', 'refused']),
  reason: z.string().nullable(),
  phoneVerified: z.boolean(),
  code: z.object({ validUntil: z.string(), triesLeft: z.number().int(), nextAfter: z.string() }).nullable(),
  /** `payableUntilMs`: its bill was looked up and can be paid until then, also while the link is down; null: not known now. */
  numbers: z.array(savedNumber.extend({ payableUntilMs: z.number().int().nullable() })),
  registeredAtMs: z.number().int(),
})
export type CustomerView = z.infer<typeof customerSchema>

export const confirmationSchema = z.object({
  confirmationId: z.string(),
  channel: z.enum(['email', 'whatsapp', 'sms']),
  address: z.string(),
  /** queued: the central has not heard of it. taken: `messages` says what the customer was told. */
  state: z.enum(['queued', 'taken', 'refused']),
  reason: z.string().nullable(),
  messages: z.array(
    z.object({ kind: z.enum(['provisional', 'receipt', 'failed']), status: z.enum(['waiting', 'sent', 'failed']), at: z.string() }),
  ),
})

/** People a counter knows: registered with or without the link, found by name, phone or number, told about their payments. */
export const customerRoutes = {
  registerCustomer: route({
    method: 'POST',
    path: '/api/customers',
    needs: 'serve',
    request: z.object({
      name: z.string().trim().min(2).max(120),
      phone: z.string().max(40),
      email: z.string().max(200).nullable().default(null),
      nik: z.string().max(40),
      numbers: savedNumbers.default([]),
    }),
    reply: customerSchema,
  }),
  customers: route({
    method: 'GET',
    path: '/api/customers',
    needs: 'serve',
    request: z.object({ text: z.string().max(120).default('') }),
    reply: z.object({ customers: z.array(customerSchema) }),
  }),
  sendPhoneCode: route({
    method: 'POST',
    path: '/api/customers/:registrationId/phone-code',
    needs: 'serve',
    request: z.object({ registrationId }),
    reply: customerSchema,
  }),
  checkPhoneCode: route({
    method: 'POST',
    path: '/api/customers/:registrationId/phone-code/check',
    needs: 'serve',
    request: z.object({ registrationId, phoneCode: z.string().regex(/^\d{6}$/) }),
    reply: customerSchema,
  }),
  /** Replaces the household's numbers; their bills are looked up as soon as the link is up. */
  saveNumbers: route({
    method: 'PUT',
    path: '/api/customers/:registrationId/numbers',
    needs: 'serve',
    request: z.object({ registrationId, numbers: savedNumbers }),
    reply: customerSchema,
  }),
  /** Word to the customer about one payment: now what is known, later what becomes of it. */
  confirmPayment: route({
    method: 'POST',
    path: '/api/payments/:paymentId/confirmations',
    needs: 'serve',
    request: z.object({ paymentId: z.string().max(64), channel: z.enum(['email', 'whatsapp', 'sms']), address: z.string().max(200) }),
    reply: confirmationSchema,
  }),
  confirmations: route({
    method: 'GET',
    path: '/api/payments/:paymentId/confirmations',
    needs: 'readPayments',
    request: z.object({ paymentId: z.string().max(64) }),
    reply: z.object({ confirmations: z.array(confirmationSchema) }),
  }),
} as const
