import { z } from 'zod'
import { mobileNumber } from '../customers/phone.ts'
import { inquiryAnswerSchema, signedMembers } from './payments.ts'
import { answersSchema } from './product-fields.ts'
import { centralRefusalCodes } from './refusals.ts'

export const savedNumbersMax = 20

export const registrationIdSchema = z.uuid().describe('The registration: made on the terminal and used for every retry.')
export const mobileNumberSchema = z.string().regex(mobileNumber).describe('An Indonesian mobile number in the form +628….')

/** A number of the household that is looked up together with the others. */
export const savedNumberSchema = z.object({
  productCode: z.string().min(1).max(32).describe('The product, as in the catalogue.'),
  customerNumber: z.string().min(1).max(32).describe("The customer's number at the biller."),
  answers: answersSchema.optional(),
})
export type SavedNumber = z.infer<typeof savedNumberSchema>

const savedNumbersSchema = z.array(savedNumberSchema).max(savedNumbersMax).describe('Numbers the household pays.')

/** The same id with the same content gives the same registration, and no second code. */
export const registrationRequestSchema = z.object({
  registrationId: registrationIdSchema,
  name: z.string().trim().min(2).max(120).describe('As on the identity card.'),
  phone: mobileNumberSchema,
  email: z.email().max(120).nullable().describe('Where the customer has one.'),
  sealedNik: z
    .string()
    .min(80)
    .max(200)
    .describe(
      "The 16 digits of the NIK, encrypted to the outlet's `recoveryPublicKey` as a second copy's key is, so that only the central reads them.",
    ),
  numbers: savedNumbersSchema,
  registeredAt: z.iso.datetime().describe('When the counter took the registration, UTC; earlier than it was sent where the link was down.'),
})
export type RegistrationRequest = z.infer<typeof registrationRequestSchema>

/** Why the identity was not accepted. Words are only ever added. */
export const rejectionReasons = ['identityUnknown', 'nameDiffers', 'deceased', 'replaced', 'other'] as const

/** What the central says about one registration. A higher revision is newer. */
export const registrationStatementSchema = z.object({
  registrationId: registrationIdSchema,
  revision: z.number().int().positive().describe('Rises with every change.'),
  status: z.enum(['pending', 'verified', 'rejected']).describe('Whether the identity was looked into, and with what result.'),
  reason: z
    .enum(rejectionReasons)
    .nullable()
    .describe('Why it was rejected; else null. replaced: the same person registered again before the phone was proved.'),
  phoneVerified: z.boolean().describe('Whether the customer has said the code that was sent to the phone.'),
  code: z
    .object({
      validUntil: z.iso.datetime().describe('Until when the code counts, UTC.'),
      triesLeft: z.number().int().nonnegative().describe('How often a code may still be said.'),
      nextAfter: z.iso.datetime().describe('No sooner than this is another code sent, UTC.'),
    })
    .nullable()
    .describe('The code that was sent last; null once the phone is verified.'),
  numbers: savedNumbersSchema,
})
export type RegistrationStatement = z.infer<typeof registrationStatementSchema>

export const registrationAnswerSchema = z.object({ ...signedMembers, ...registrationStatementSchema.shape })
export type RegistrationAnswer = z.infer<typeof registrationAnswerSchema>

/** Sends another one-time code; the one before counts no more. */
export const phoneCodeRequestSchema = z.object({ registrationId: registrationIdSchema })

export const phoneCodeCheckSchema = z.object({
  registrationId: registrationIdSchema,
  code: z
    .string()
    .regex(/^\d{6}$/)
    .describe('The 6 digits the customer read out.'),
})

/** Replaces the saved numbers; said twice it changes nothing more. */
export const savedNumbersRequestSchema = z.object({ registrationId: registrationIdSchema, numbers: savedNumbersSchema })

/** Looks up every saved number at once. Each bill found is an inquiry like any other, payable until its `validUntil`, also from a queue. */
export const householdBillsRequestSchema = z.object({ registrationId: registrationIdSchema })

const { serverTime: _, ledgerEpoch: __, idsKeptForDays: ___, ...inquiryShape } = inquiryAnswerSchema.shape

export const householdBillsAnswerSchema = z.object({
  ...signedMembers,
  bills: z
    .array(
      z.discriminatedUnion('found', [
        z.object({ found: z.literal(true).describe('There is something to pay.'), ...inquiryShape }),
        z.object({
          found: z.literal(false).describe('There is nothing to pay now.'),
          ...savedNumberSchema.shape,
          code: z.enum(centralRefusalCodes).describe('Which refusal the inquiry came to.'),
        }),
      ]),
    )
    .max(savedNumbersMax)
    .describe('One for each saved number, in their order.'),
})
export type HouseholdBillsAnswer = z.infer<typeof householdBillsAnswerSchema>
