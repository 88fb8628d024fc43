import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { onTestFinished } from 'vitest'
import type { CallLimits } from '../../main/central/call.ts'
import type { Central } from '../../main/central/central.ts'
import { createCentral } from '../../main/central/client.ts'
import { type CustomerOffice, createCustomerOffice } from '../../main/central/customer-office.ts'
import { enrol } from '../../main/central/enrol.ts'
import type { PaymentOutcome, QuestionOutcome } from '../../main/central/outcome.ts'
import { createOutletOffice, type OutletOffice } from '../../main/central/outlet-office.ts'
import { type Clock, systemClock } from '../../main/platform/clock.ts'
import { type KeyPair, makeKeyPair, sha256Hex } from '../../main/platform/crypto.ts'
import { type Ids, systemIds } from '../../main/platform/ids.ts'
import type { PracticeSettings } from '../../main/practice/practice-central.ts'
import { type PracticeServer, startPracticeCentral } from '../../main/practice/server.ts'
import type { InquiryAnswer, PaymentAnswer, PaymentRequest } from '../../shared/central-api/payments.ts'
import { canonicalIntent } from '../../shared/intent.ts'

/** A clock that stands where the test puts it; durations are real. */
function movableClock(start = '2026-11-23T03:42:00Z') {
  let atMs = Date.parse(start)
  const clock: Clock = { ...systemClock, nowMs: () => atMs }
  return { clock, moveTo: (time: string) => (atMs = Date.parse(time)), advance: (durationMs: number) => (atMs += durationMs) }
}

export type TestTerminal = {
  central: Central
  office: OutletOffice
  people: CustomerOffice
  keys: KeyPair
  keyId: string
  terminalId: string
}

/** A practice central on a free port with its own folder and clock, gone when the test is over. */
export async function openOutlet(
  settings: Partial<PracticeSettings> = {},
  limits: Partial<CallLimits> = {},
  ways: { smtpUrl?: string | null } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-practice-'))
  const time = movableClock()
  const ids: Ids = { ...systemIds, next: () => v7({ msecs: time.clock.nowMs() }) }
  const server: PracticeServer = await startPracticeCentral({ port: 0, folder, clock: time.clock, ids, settings, ...ways })
  onTestFinished(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })
  return { ...time, ids, server, folder, url: server.url, terminal: () => newTerminal(server, time.clock, ids, limits) }
}

async function newTerminal(server: PracticeServer, clock: Clock, ids: Ids, limits: Partial<CallLimits>): Promise<TestTerminal> {
  const keys = makeKeyPair()
  const activationCode = server.central.unusedActivationCodes()[0] ?? ''
  const outcome = await enrol({ baseUrl: server.url, activationCode, terminalName: 'Loket 1', keys, clock, ids })
  if (outcome.kind !== 'enrolled') throw new Error(`not enrolled: ${JSON.stringify(outcome)}`)
  const { keyId, terminalId, centralKeyId, centralPublicKey } = outcome.answer
  const spoken = { baseUrl: server.url, keys: { ...keys, keyId }, centralKeyId, centralPublicKey, clock, ids, limits }
  return {
    central: createCentral(spoken),
    office: createOutletOffice(spoken),
    people: createCustomerOffice(spoken),
    keys,
    keyId,
    terminalId,
  }
}

type Intent = Pick<PaymentRequest, 'productCode' | 'customerNumber' | 'sheets'>

/** A payment as a terminal would make it: its own id, its intent hashed, its total the sum. */
export function paymentOf(intent: Intent, clock: Clock, changes: Partial<PaymentRequest> = {}): PaymentRequest {
  const totalRupiah = intent.sheets.reduce((sum, sheet) => sum + sheet.amountRupiah, 0)
  return {
    paymentId: v7({ msecs: clock.nowMs() }),
    intentHash: sha256Hex(canonicalIntent({ ...intent, totalRupiah })),
    ...intent,
    totalRupiah,
    inquiryReference: null,
    acceptedAt: new Date(clock.nowMs()).toISOString(),
    overridesPaymentId: null,
    incarnation: 1,
    ...changes,
  }
}

export function pulsa20(customerNumber: string): Intent {
  return { productCode: 'TSEL20', customerNumber, sheets: [{ period: '', amountRupiah: 21_500 }] }
}

export function token20(customerNumber: string): Intent {
  return { productCode: 'PLNT20', customerNumber, sheets: [{ period: '', amountRupiah: 22_500 }] }
}

export async function billOf(central: Central, customerNumber: string): Promise<InquiryAnswer> {
  const outcome = await central.inquire({ productCode: 'PLN', customerNumber })
  if (outcome.kind !== 'answer') throw new Error(`no bill: ${JSON.stringify(outcome)}`)
  return outcome.answer
}

export function intentOf(bill: InquiryAnswer): Intent {
  const sheets = bill.sheets.map(({ period, amountRupiah }) => ({ period, amountRupiah }))
  return { productCode: bill.productCode, customerNumber: bill.customerNumber, sheets }
}

/** What a question was answered with. */
export function told<Answer>(outcome: QuestionOutcome<Answer>): Answer {
  if (outcome.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(outcome)}`)
  return outcome.answer
}

export function answered(outcome: PaymentOutcome): PaymentAnswer {
  if (outcome.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(outcome)}`)
  return outcome.answer
}
