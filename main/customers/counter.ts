import type { ConfirmationRequest } from '../../shared/central-api/confirmations.ts'
import type { SavedNumber } from '../../shared/central-api/customers.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { readNik } from '../../shared/customers/nik.ts'
import { readMobileNumber } from '../../shared/customers/phone.ts'
import { Refusal } from '../../shared/refusals.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { CustomerOffice } from '../central/customer-office.ts'
import { readConfig } from '../central/documents.ts'
import type { QuestionOutcome } from '../central/outcome.ts'
import { findPayment } from '../payments/payment.ts'
import { cashRounding } from '../payments/receipts.ts'
import type { Clock } from '../platform/clock.ts'
import type { Ids } from '../platform/ids.ts'
import { sealTo } from '../platform/sealed-box.ts'
import type { Database } from '../storage/open.ts'
import type { Link } from '../sync/link.ts'
import { type Confirmation, storeConfirmation } from './confirmations.ts'
import { type Customer, changeNumbers, findCustomer, hearRegistration, storeRegistration } from './registrations.ts'

/** What a cashier types of a customer; read here, refused by name. */
export type TypedCustomer = { name: string; phone: string; email: string | null; nik: string; numbers: SavedNumber[] }

type Desk = { database: Database; office: CustomerOffice; clock: Clock; ids: Ids; link: Link }

/** Reads and keeps a registration; works without the link. Refuses `nikMalformed` (with its part), `phoneMalformed`, `emailMalformed`. */
export function registerCustomer({ database, clock, ids }: Desk, typed: TypedCustomer, staffId: string): Customer {
  const nowMs = clock.nowMs()
  const nik = readNik(typed.nik, dayInZone(nowMs, 'WIB'))
  if (nik.kind === 'wrong') throw new Refusal('nikMalformed', { part: nik.part })
  const phone = readMobileNumber(typed.phone)
  if (phone === null) throw new Refusal('phoneMalformed')
  const email = readEmail(typed.email)
  const { recoveryPublicKey } = readConfig(database).outlet
  const registrationId = ids.next()
  storeRegistration(database, {
    registrationId,
    name: typed.name.trim().replace(/\s+/g, ' '),
    phone,
    email,
    nikLastFour: nik.nik.slice(-4),
    sealedNik: sealTo(recoveryPublicKey, new TextEncoder().encode(nik.nik)),
    numbers: typed.numbers,
    staffId,
    registeredAtMs: nowMs,
  })
  return requireCustomer(database, registrationId)
}

export function requireCustomer(database: Database, registrationId: string): Customer {
  const customer = findCustomer(database, registrationId)
  if (customer === null) throw new Refusal('customerUnknown')
  return customer
}

/** Another code to the phone. Needs the link: refuses `centralUnreachable` without it, and what the central refuses. */
export async function sendPhoneCode(desk: Desk, registrationId: string): Promise<Customer> {
  return askAbout(desk, registrationId, () => desk.office.sendPhoneCode(registrationId))
}

/** The code the customer read out. Refuses `phoneCodeWrong`, `phoneCodeExpired`, `centralUnreachable`. */
export async function checkPhoneCode(desk: Desk, registrationId: string, code: string): Promise<Customer> {
  return askAbout(desk, registrationId, () => desk.office.checkPhoneCode(registrationId, code))
}

/** Kept at once; the central hears of it when it can. */
export function saveNumbers({ database }: Desk, registrationId: string, numbers: readonly SavedNumber[]): Customer {
  requireCustomer(database, registrationId)
  changeNumbers(database, registrationId, numbers)
  return requireCustomer(database, registrationId)
}

/** Asks for word to the customer about a payment, by the payment's own facts. Asked again for the same address it is the same. */
export function confirmPayment(
  { database, clock, ids }: Desk,
  { paymentId, channel, address }: Pick<ConfirmationRequest, 'paymentId' | 'channel' | 'address'>,
): Confirmation {
  const payment = findPayment(database, paymentId)
  if (payment === null) throw new Refusal('paymentUnknown')
  const to = channel === 'email' ? readEmail(address) : readMobileNumber(address)
  if (to === null) throw new Refusal(channel === 'email' ? 'emailMalformed' : 'phoneMalformed')
  const counter = {
    staffName: payment.staffName,
    counterFeeRupiah: payment.counterFeeRupiah,
    cashRoundingRupiah: cashRounding(database, paymentId),
  }
  return storeConfirmation(database, { confirmationId: ids.next(), paymentId, channel, address: to, counter }, clock.nowMs())
}

async function askAbout(
  { database, link }: Desk,
  registrationId: string,
  ask: () => ReturnType<CustomerOffice['sendPhoneCode']>,
): Promise<Customer> {
  const customer = requireCustomer(database, registrationId)
  if (customer.state === 'queued') throw new Refusal('customerNotSent')
  const outcome = await ask()
  link.observe(outcome)
  if (outcome.kind !== 'answer') throw refusalOf(outcome)
  hearRegistration(database, outcome.answer)
  return requireCustomer(database, registrationId)
}

function refusalOf(outcome: Exclude<QuestionOutcome<unknown>, { kind: 'answer' }>): Refusal {
  if (outcome.kind === 'silent') return new Refusal('centralUnreachable', { why: outcome.why })
  const known: Partial<Record<CentralRefusalCode, Refusal>> = {
    codeWrong: new Refusal('phoneCodeWrong'),
    codeExpired: new Refusal('phoneCodeExpired'),
    codeTooSoon: new Refusal('phoneCodeTooSoon'),
    registrationUnknown: new Refusal('customerUnknown'),
  }
  return known[outcome.code] ?? new Refusal('centralUnreachable', { why: outcome.code })
}

/** Null for none. What stands around the @ is the mail server's to judge. */
function readEmail(text: string | null): string | null {
  const address = text?.trim() ?? ''
  if (address === '') return null
  if (address.length > 120 || !/^[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/.test(address)) throw new Refusal('emailMalformed')
  return address
}
