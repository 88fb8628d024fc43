import { z } from 'zod'

/** What a terminal knows of a product's number and questions without being released anew: all of it is data of the central's. */

/** A sentence or label for the screen, in both of its languages. */
export const wordsSchema = z.object({
  id: z.string().min(1).max(120).describe('In Indonesian.'),
  en: z.string().min(1).max(120).describe('In English.'),
})
export type Words = z.infer<typeof wordsSchema>

const checkSchema = z
  .string()
  .max(32)
  .describe(
    'A check beyond the pattern: luhn (last digit by Luhn), nik (16 digits with a birth date that exists, for a woman 40 added to the day). One that a terminal does not know is left to the central.',
  )

/** Anchored regular expression over the number with blanks, dots and dashes removed. */
const patternSchema = z.string().min(1).max(200)

export const customerNumberSchema = z.object({
  label: z.string().min(1).max(40).describe('What the number is called on the screen, in Indonesian.'),
  labelEn: z.string().min(1).max(40).optional().describe('The same in English.'),
  pattern: patternSchema.describe('Anchored regular expression over the number with blanks, dots and dashes removed, but for those kept.'),
  example: z.string().max(32).describe('A number of the right form, shown in the empty field.'),
  keep: z
    .string()
    .max(8)
    .regex(/^[.-]*$/)
    .optional()
    .describe('Dots or dashes that belong to the number; left out: none do.'),
  rewrite: z
    .object({
      pattern: patternSchema.describe('Anchored regular expression over the cleaned number.'),
      to: z.string().max(32).describe('What it becomes, `$1` being the first group.'),
    })
    .optional()
    .describe('Another way of writing the same number, such as a virtual account of a card, is turned into the one that counts.'),
  upperCase: z.boolean().optional().describe('Letters count in upper case, as in a booking code.'),
  check: checkSchema.optional(),
  sentence: wordsSchema
    .optional()
    .describe('What the operator reads when the number is not of the right form; left out: a general sentence.'),
})
export type CustomerNumberRule = z.infer<typeof customerNumberSchema>

const rupiah = z.number().int().positive().max(1_000_000_000_000)

/** Something an inquiry needs besides the number: how many months, which tax year, an amount of the customer's choice. */
export const productFieldSchema = z.object({
  code: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]{0,31}$/)
    .describe('Names the answer in an inquiry.'),
  label: wordsSchema.describe('What stands beside the field.'),
  kind: z
    .string()
    .max(16)
    .describe(
      'How it is asked: text, digits, months (a whole number up to `monthsMax`), amount (whole rupiah), choice (one of `choices`). A kind that a terminal does not know is asked as text.',
    ),
  saidAgainBy: z
    .string()
    .max(16)
    .describe(
      'How a payment, which carries no answers, says the same: sheetCount (as many sheets as months), amount (the sheet less the admin), period (the period of its sheets), inquiry (by nothing but the inquiry it names).',
    ),
  default: z
    .string()
    .max(64)
    .optional()
    .describe('What stands in the field at first, and counts where no answer is given. Left out: an answer is required.'),
  pattern: patternSchema.optional().describe('text and digits: anchored regular expression over the answer.'),
  check: checkSchema.optional(),
  choices: z
    .array(
      z.object({
        value: z.string().min(1).max(64).describe('The answer.'),
        label: wordsSchema.describe('What stands for it on the screen.'),
      }),
    )
    .min(1)
    .max(100)
    .optional()
    .describe('choice: what may be chosen.'),
  monthsMax: z.number().int().min(1).max(24).optional().describe('months: how many at most.'),
  amountMinRupiah: rupiah.optional().describe('amount: how much at least, in rupiah.'),
  amountMaxRupiah: rupiah.optional().describe('amount: how much at most, in rupiah.'),
  amountStepRupiah: rupiah.optional().describe('amount: a multiple of this, in rupiah.'),
  sentence: wordsSchema
    .optional()
    .describe('What the operator reads when the answer is not of the right form; left out: a general sentence.'),
})
export type ProductField = z.infer<typeof productFieldSchema>

export const answersSchema = z.record(z.string().max(32), z.string().max(64)).describe("Answers to the product's `fields`, by their codes.")
export type Answers = z.infer<typeof answersSchema>

/** Any more detail of a bill or a receipt, in the biller's order and words, so that a terminal shows what it has never heard of. */
export const detailLinesSchema = z.array(
  z.object({
    label: z.string().max(40).describe('In the words of the biller.'),
    value: z.string().max(120).describe('As the biller writes it, or as `kind` says.'),
    kind: z
      .string()
      .max(16)
      .optional()
      .describe(
        'How the value is written: text (as it stands), money (whole rupiah, digits only), period (a month as YYYYMM), date (YYYY-MM-DD), meter (stand before and after, with a dash between). Left out or unknown: text.',
      ),
  }),
)
export type DetailLine = z.infer<typeof detailLinesSchema>[number]

/** The words that make a slip the biller's own. */
export const slipWordsSchema = z.object({
  title: z.string().min(1).max(60).describe('The head of the slip.'),
  numberLabel: z.string().min(1).max(40).describe('What the slip calls the customer number.'),
  periodLabel: z.string().min(1).max(40).optional().describe('What the slip calls the period of a sheet; left out: PERIODE.'),
  sentence: z
    .string()
    .max(200)
    .optional()
    .describe("The biller's sentence that makes the slip a proof of payment; left out where it has none."),
  closing: z.array(z.string().max(200)).max(6).optional().describe('What stands below the total.'),
})

/** Why a biller said no, in its own words: for the operator to read, never to decide by. */
export const billerWords = {
  billerCode: z.string().max(16).optional().describe("The biller's or switcher's own response code, where it gave one."),
  billerMessage: z.string().max(200).optional().describe("The biller's own message for the operator, as it came."),
}
