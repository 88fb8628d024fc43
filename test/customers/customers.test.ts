import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Counter, until } from '../support/counter.ts'
import { saidNo, type TerminalUnderTest, terminalUnderTest } from '../support/terminal-under-test.ts'

const nik = '3302155708850001'
const siti = { name: ' Siti  Aminah ', phone: '0812-3456-7890', email: 'siti@pelanggan.example', nik: '330215 570885 0001', numbers: [] }
const bill = { productCode: 'PLN', customerNumber: '530000000002' }

async function opened() {
  const terminal = await terminalUnderTest()
  const sari = await terminal.person('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  return { terminal, sari, central: terminal.server.central }
}

async function linkIs(terminal: TerminalUnderTest, sari: Counter, state: 'online' | 'offline') {
  await terminal.server.central.faults.set(state === 'offline' ? 'offline' : 'none')
  const later = async () => {
    await terminal.clock.advance(500)
    return sari.status()
  }
  await until(later, ({ link }) => link.state === state)
}

async function customer(terminal: TerminalUnderTest, sari: Counter, registrationId: string, state: string) {
  const look = async () => {
    await terminal.clock.advance(1_000)
    const { customers } = await sari.call('customers', {})
    return customers.find((each) => each.registrationId === registrationId)
  }
  return until(look, (found) => found?.state === state)
}

/** As the customer reads it from the phone. */
function codeSent(central: TerminalUnderTest['server']['central']): string {
  const last = central
    .messages()
    .filter(({ kind }) => kind === 'code')
    .at(-1)
  return last?.kind === 'code' ? last.facts.code : ''
}

/** Registered, phone proved, verified, and the terminal knows. */
async function verified(terminal: TerminalUnderTest, sari: Counter, numbers: (typeof bill)[]) {
  const { central } = terminal.server
  const { registrationId } = await sari.call('registerCustomer', { ...siti, numbers })
  await customer(terminal, sari, registrationId, 'pending')
  await sari.call('checkPhoneCode', { registrationId, phoneCode: codeSent(central) })
  expect(central.customers.verify(registrationId)).toBe(true)
  const later = async () => {
    await terminal.clock.advance(500)
    return (await sari.call('customers', { text: 'siti' })).customers[0]
  }
  await until(later, (found) => found?.state === 'verified')
  return registrationId
}

/** The household's bills lie here, good until the day ends. */
async function billsAreKnown(terminal: TerminalUnderTest, sari: Counter) {
  const look = async () => {
    await terminal.clock.advance(500)
    return (await sari.call('customers', {})).customers[0]?.numbers[0]?.payableUntilMs
  }
  expect(await until(look, (atMs) => typeof atMs === 'number')).toBe(Date.parse('2026-11-23T17:00:00Z'))
}

describe('a customer at the counter', () => {
  test('is registered, proves the phone and is verified by the central', async () => {
    const { terminal, sari, central } = await opened()
    const registered = await sari.call('registerCustomer', siti)
    expect(registered).toMatchObject({ name: 'Siti Aminah', phone: '+62812*****890', nik: '************0001', state: 'queued' })
    const { registrationId } = registered
    expect(await customer(terminal, sari, registrationId, 'pending')).toMatchObject({ phoneVerified: false, code: { triesLeft: 3 } })
    expect(await saidNo(sari.call('sendPhoneCode', { registrationId }))).toMatchObject({ code: 'phoneCodeTooSoon' })
    const phoneCode = codeSent(central)
    const other = String((Number(phoneCode) + 1) % 1_000_000).padStart(6, '0')
    expect(await saidNo(sari.call('checkPhoneCode', { registrationId, phoneCode: other }))).toMatchObject({ code: 'phoneCodeWrong' })
    expect(await sari.call('checkPhoneCode', { registrationId, phoneCode })).toMatchObject({ phoneVerified: true, code: null })
    expect(central.customers.reject(registrationId, 'nameDiffers')).toBe(true)
    const later = async () => {
      await terminal.clock.advance(500)
      return (await sari.call('customers', { text: '0001234' })).customers.length === 0 && sari.call('customers', { text: 'aminah' })
    }
    const { customers } = (await until(later, (found) => found !== false && found.customers[0]?.state === 'rejected')) as {
      customers: object[]
    }
    expect(customers).toMatchObject([{ state: 'rejected', reason: 'nameDiffers' }])
  })

  test('whose number, phone or mail can not be right is refused by what is wrong, and nothing is kept', async () => {
    const { sari } = await opened()
    const no = (changes: object) => saidNo(sari.call('registerCustomer', { ...siti, ...changes }))
    expect(await no({ nik: '3302153102850001' })).toMatchObject({ code: 'nikMalformed', part: 'birthDate' })
    expect(await no({ nik: '330215' })).toMatchObject({ code: 'nikMalformed', part: 'digits' })
    expect(await no({ phone: '0281 555 0114' })).toMatchObject({ code: 'phoneMalformed' })
    expect(await no({ email: 'siti at pelanggan' })).toMatchObject({ code: 'emailMalformed' })
    expect(await no({ name: ' ' })).toMatchObject({ code: 'malformedRequest' })
    expect((await sari.call('customers', {})).customers).toEqual([])
    expect(await saidNo(sari.call('sendPhoneCode', { registrationId: 'nobody' }))).toMatchObject({ code: 'customerUnknown' })
  })

  test('registered while the link is down waits through a restart, and is sent once it is back', async () => {
    const { terminal, sari, central } = await opened()
    await linkIs(terminal, sari, 'offline')
    const { registrationId } = await sari.call('registerCustomer', siti)
    await terminal.clock.advance(60_000)
    expect(await saidNo(sari.call('sendPhoneCode', { registrationId }))).toMatchObject({ code: 'customerNotSent' })
    await terminal.restart()
    const again = await terminal.person('staff-sari')
    expect((await again.call('customers', {})).customers).toMatchObject([{ registrationId, state: 'queued' }])
    expect(central.customers.list()).toEqual([])
    await linkIs(terminal, again, 'online')
    await customer(terminal, again, registrationId, 'pending')
    expect(central.customers.list()).toMatchObject([{ registrationId, name: 'Siti Aminah', phone: '+6281234567890', nikLastFour: '0001' }])
  })

  test('leaves no identity number on the disk or in the log of the terminal, sent or not', async () => {
    const { terminal, sari } = await opened()
    await linkIs(terminal, sari, 'offline')
    await sari.call('registerCustomer', siti)
    await saidNo(sari.call('registerCustomer', { ...siti, phone: '1', nik }))
    const folder = dirname(terminal.ledgerPath)
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('ledger.sqlite')
    for (const file of files) {
      const bytes = readFileSync(join(file.parentPath, file.name))
      for (const text of [nik, siti.nik]) expect([file.name, bytes.includes(text)]).toEqual([file.name, false])
    }
    expect(terminal.logLines.join('\n')).not.toContain(nik)
  })

  test('whose bills were looked up ahead pays them while the link is down, on that day', async () => {
    const { terminal, sari } = await opened()
    const registrationId = await verified(terminal, sari, [bill])
    await billsAreKnown(terminal, sari)
    await linkIs(terminal, sari, 'offline')
    const found = await sari.call('inquire', bill)
    expect(found).toMatchObject({ source: 'earlierInquiry', customerName: 'BUDI SANTOSO' })
    expect(await saidNo(sari.call('inquire', { ...bill, customerNumber: '530000000001' }))).toMatchObject({ code: 'billUnknownOffline' })
    // Numbers saved while the link is down are looked up when it is back.
    await sari.call('saveNumbers', { registrationId, numbers: [{ ...bill, customerNumber: '530000000001' }] })
    await linkIs(terminal, sari, 'online')
    await billsAreKnown(terminal, sari)
    await linkIs(terminal, sari, 'offline')
    expect(await sari.call('inquire', { ...bill, customerNumber: '530000000001' })).toMatchObject({ source: 'earlierInquiry' })
    await terminal.clock.advance(24 * 3_600_000)
    expect(await saidNo(sari.call('inquire', bill))).toMatchObject({ code: 'billUnknownOffline' })
  })
})

describe('word to a customer about a payment', () => {
  const pulsa = { productCode: 'TSEL20', customerNumber: '081200001230' }

  test('asked for while the link is down goes out once the payment is through, once', async () => {
    const { terminal, sari, central } = await opened()
    await linkIs(terminal, sari, 'offline')
    const basket = await sari.accept(await sari.fill([await sari.call('inquire', pulsa)]))
    const paymentId = basket.items[0]?.paymentId ?? ''
    const sms = { paymentId, channel: 'sms' as const, address: '0812 3456 7890' }
    const asked = await sari.call('confirmPayment', sms)
    expect(asked).toMatchObject({ state: 'queued', address: '+6281234567890', messages: [] })
    expect(await sari.call('confirmPayment', sms)).toEqual(asked)
    await linkIs(terminal, sari, 'online')
    const later = async () => {
      await terminal.clock.advance(500)
      return (await sari.call('confirmations', { paymentId })).confirmations
    }
    const confirmations = await until(later, ([one]) => one?.messages[0]?.status === 'sent')
    expect(confirmations).toMatchObject([{ state: 'taken', channel: 'sms', messages: [{ kind: 'receipt', status: 'sent' }] }])
    expect(central.messages()).toMatchObject([{ kind: 'receipt', facts: { staffName: 'Sari' } }])
  })

  test('to an address that can not be one is refused', async () => {
    const { sari } = await opened()
    const basket = await sari.accept(await sari.fill([await sari.call('inquire', pulsa)]))
    const paymentId = basket.items[0]?.paymentId ?? ''
    const ask = (changes: { paymentId?: string; channel: 'email' | 'sms'; address: string }) =>
      saidNo(sari.call('confirmPayment', { paymentId, ...changes }))
    expect(await ask({ channel: 'email', address: '' })).toMatchObject({ code: 'emailMalformed' })
    expect(await ask({ channel: 'email', address: 'a@b' })).toMatchObject({ code: 'emailMalformed' })
    expect(await ask({ channel: 'sms', address: 'siti@pelanggan.example' })).toMatchObject({ code: 'phoneMalformed' })
    expect(await ask({ channel: 'sms', address: '081234567890', paymentId: 'none' })).toMatchObject({ code: 'paymentUnknown' })
  })
})
