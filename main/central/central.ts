/**
 * Central owns the terminal's end of the central biller API: enrolment, signed calls, and judging every reply and every
 * silence by invariant 3. It stores signed documents, and never moves a payment: it says what is known about one.
 */
import type { Catalogue } from '../../shared/central-api/catalogue.ts'
import type { Config } from '../../shared/central-api/config.ts'
import type { FloatAnswer, InquiryAnswer, InquiryRequest, PaymentRequest, TimeAnswer } from '../../shared/central-api/payments.ts'
import type { PaymentOutcome, QuestionOutcome } from './outcome.ts'

/** The terminal's view of the central. Never throws for anything the network or the central does. */
export type Central = {
  pay(request: PaymentRequest): Promise<PaymentOutcome>
  /** Status question; the intent hash binds even the answer "unknown" to this payment. */
  ask(paymentId: string, intentHash: string): Promise<PaymentOutcome>
  void(paymentId: string, intentHash: string): Promise<PaymentOutcome>
  inquire(request: InquiryRequest): Promise<QuestionOutcome<InquiryAnswer>>
  time(): Promise<QuestionOutcome<TimeAnswer>>
  float(): Promise<QuestionOutcome<FloatAnswer>>
  config(): Promise<QuestionOutcome<Config>>
  catalogue(): Promise<QuestionOutcome<Catalogue>>
}
