import type { z } from 'zod'
import { type ConfirmationAnswer, type ConfirmationRequest, confirmationAnswerSchema } from '../../shared/central-api/confirmations.ts'
import {
  type HouseholdBillsAnswer,
  householdBillsAnswerSchema,
  type RegistrationAnswer,
  type RegistrationRequest,
  registrationAnswerSchema,
  type SavedNumber,
} from '../../shared/central-api/customers.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { importPublicKey } from '../platform/crypto.ts'
import { callLimits, createCaller } from './call.ts'
import { type CentralSettings, questionOutcome } from './client.ts'
import type { QuestionOutcome } from './outcome.ts'

/** What a terminal asks of its central about people. Nothing here moves a payment, and none of it throws for what the network does. */
export type CustomerOffice = {
  register(request: RegistrationRequest): Promise<QuestionOutcome<RegistrationAnswer>>
  registration(registrationId: string): Promise<QuestionOutcome<RegistrationAnswer>>
  sendPhoneCode(registrationId: string): Promise<QuestionOutcome<RegistrationAnswer>>
  checkPhoneCode(registrationId: string, code: string): Promise<QuestionOutcome<RegistrationAnswer>>
  saveNumbers(registrationId: string, numbers: readonly SavedNumber[]): Promise<QuestionOutcome<RegistrationAnswer>>
  householdBills(registrationId: string): Promise<QuestionOutcome<HouseholdBillsAnswer>>
  confirm(request: ConfirmationRequest): Promise<QuestionOutcome<ConfirmationAnswer>>
  confirmation(confirmationId: string): Promise<QuestionOutcome<ConfirmationAnswer>>
}

export function createCustomerOffice(settings: CentralSettings): CustomerOffice {
  const call = createCaller(settings)
  const key = { keyId: settings.centralKeyId, publicKey: importPublicKey(settings.centralPublicKey) }
  const replyTimeoutMs = settings.limits?.inquiryTimeoutMs ?? callLimits.inquiryTimeoutMs
  async function question<Schema extends z.ZodType>(
    asked: Parameters<typeof call>[0],
    schema: Schema,
  ): Promise<QuestionOutcome<z.infer<Schema>>> {
    return questionOutcome(await call({ replyTimeoutMs, ...asked }, () => key), schema)
  }
  const registered = (asked: Parameters<typeof call>[0]) => question(asked, registrationAnswerSchema)

  return {
    register: (request) => registered({ ...centralPaths.register, body: request }),
    registration(registrationId) {
      const { method, path } = centralPaths.registration
      return registered({ method, path: path.replace(':registrationId', encodeURIComponent(registrationId)) })
    },
    sendPhoneCode: (registrationId) => registered({ ...centralPaths.sendPhoneCode, body: { registrationId } }),
    checkPhoneCode: (registrationId, code) => registered({ ...centralPaths.checkPhoneCode, body: { registrationId, code } }),
    saveNumbers: (registrationId, numbers) => registered({ ...centralPaths.saveNumbers, body: { registrationId, numbers } }),
    householdBills: (registrationId) => question({ ...centralPaths.householdBills, body: { registrationId } }, householdBillsAnswerSchema),
    confirm: (request) => question({ ...centralPaths.confirm, body: request }, confirmationAnswerSchema),
    confirmation(confirmationId) {
      const { method, path } = centralPaths.confirmation
      const named = path.replace(':confirmationId', encodeURIComponent(confirmationId))
      return question({ method, path: named }, confirmationAnswerSchema)
    },
  }
}
