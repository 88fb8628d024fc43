import { maskedNik } from '../../../shared/customers/nik.ts'
import { maskedPhone } from '../../../shared/customers/phone.ts'
import { limits } from '../../../shared/limits.ts'
import type { CustomerView } from '../../../shared/terminal-api/customer-routes.ts'
import { type Confirmation, confirmationsOf } from '../../customers/confirmations.ts'
import { checkPhoneCode, confirmPayment, registerCustomer, saveNumbers, sendPhoneCode } from '../../customers/counter.ts'
import { payableUntilMs } from '../../customers/household.ts'
import { type Customer, searchCustomers } from '../../customers/registrations.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** The people of the counter: their registration, their numbers, and word to them. */
export function mountCustomers(api: Api, terminal: () => Terminal): void {
  const desk = () => ({ ...terminal(), office: terminal().customers.office })
  const view = (customer: Customer) => viewCustomer(customer, terminal())
  /** What was just kept has to be sent. */
  const kept = (customer: Customer) => {
    terminal().customers.wake()
    return view(customer)
  }

  mount(api, 'registerCustomer', ({ request, staff }) => kept(registerCustomer(desk(), request, staff.id)))
  mount(api, 'customers', ({ request }) => ({
    customers: searchCustomers(terminal().database, request.text, limits.searchRowsMax).map(view),
  }))
  mount(api, 'sendPhoneCode', async ({ request }) => view(await sendPhoneCode(desk(), request.registrationId)))
  mount(api, 'checkPhoneCode', async ({ request }) => kept(await checkPhoneCode(desk(), request.registrationId, request.phoneCode)))
  mount(api, 'saveNumbers', ({ request }) => kept(saveNumbers(desk(), request.registrationId, request.numbers)))

  mount(api, 'confirmPayment', ({ request }) => {
    const confirmation = confirmPayment(desk(), request)
    terminal().customers.wake()
    return viewConfirmation(confirmation)
  })
  mount(api, 'confirmations', ({ request }) => ({
    confirmations: confirmationsOf(terminal().database, request.paymentId).map(viewConfirmation),
  }))
}

function viewCustomer(customer: Customer, { database, clock }: Pick<Terminal, 'database' | 'clock'>): CustomerView {
  const { registrationId, name, email, state, reason, phoneVerified, code, registeredAtMs } = customer
  const numbers = customer.numbers.map((number) => ({ ...number, payableUntilMs: payableUntilMs(database, number, clock.nowMs()) }))
  const masked = { phone: maskedPhone(customer.phone), nik: maskedNik(customer.nikLastFour) }
  return { registrationId, name, ...masked, email, state, reason, phoneVerified, code, numbers, registeredAtMs }
}

function viewConfirmation({ confirmationId, channel, address, state, reason, messages }: Confirmation) {
  return { confirmationId, channel, address, state, reason, messages }
}
