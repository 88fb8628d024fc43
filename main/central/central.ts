/**
 * Central owns the terminal's end of the central biller API: enrolment, signed calls, and judging every reply and every
 * silence by invariant 3. It stores signed documents, and never moves a payment: it says what is known about one.
 */
import type { BatchItem } from '../../shared/central-api/batches.ts'
import type { Catalogue } from '../../shared/central-api/catalogue.ts'
import type { Config } from '../../shared/central-api/config.ts'
import type { FeedAnswer, FeedCursor } from '../../shared/central-api/feed.ts'
import type { ClaimAnswer, ClaimRequest, HelloAnswer, HelloRequest, OpenCopyAnswer } from '../../shared/central-api/ownership.ts'
import type { FloatAnswer, InquiryAnswer, InquiryRequest, PaymentRequest, TimeAnswer } from '../../shared/central-api/payments.ts'
import type { BatchOutcome, PaymentOutcome, QuestionOutcome } from './outcome.ts'

/** The terminal's view of the central. Never throws for anything the network or the central does. */
export type Central = {
  pay(request: PaymentRequest): Promise<PaymentOutcome>
  /** Status question; the intent hash binds even the answer "unknown" to this payment. */
  ask(paymentId: string, intentHash: string): Promise<PaymentOutcome>
  void(paymentId: string, intentHash: string): Promise<PaymentOutcome>
  /** One outcome for each item, whatever the reply held or left out. */
  batch(items: readonly BatchItem[]): Promise<BatchOutcome>
  feed(after: FeedCursor): Promise<QuestionOutcome<FeedAnswer>>
  hello(request: HelloRequest): Promise<QuestionOutcome<HelloAnswer>>
  claim(request: ClaimRequest): Promise<QuestionOutcome<ClaimAnswer>>
  openCopy(sealedKey: string): Promise<QuestionOutcome<OpenCopyAnswer>>
  inquire(request: InquiryRequest): Promise<QuestionOutcome<InquiryAnswer>>
  time(): Promise<QuestionOutcome<TimeAnswer>>
  float(): Promise<QuestionOutcome<FloatAnswer>>
  config(): Promise<QuestionOutcome<Config>>
  catalogue(): Promise<QuestionOutcome<Catalogue>>
}
