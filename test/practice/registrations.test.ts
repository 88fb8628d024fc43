import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { answerOf, codeOnPhone, nik, outboxOf, registrationOf } from './households.ts'
import { openOutlet } from './outlet.ts'

const otherNik = '3302151708850001'

async function opened() {
  const outlet = await openOutlet()
  const terminal = await outlet.terminal()
  const { customers } = outlet.server.central
  return { ...outlet, outlet, terminal, people: terminal.people, customers }
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('a registration', () => {
  test('is taken once, however often it is sent, and sends one code', async () => {
    const { terminal, people, customers, outlet } = await opened()
    const request = await registrationOf(terminal)
    const first = answerOf(await people.register(request))
    expect(first).toMatchObject({ status: 'pending', revision: 1, phoneVerified: false, reason: null, code: { triesLeft: 3 } })
    // Sealed again is the same number in other letters.
    const again = { ...request, sealedNik: (await registrationOf(terminal)).sealedNik }
    expect(answerOf(await people.register(again))).toEqual(first)
    expect(customers.list()).toHaveLength(1)
    await outlet.server.central.messagesSent()
    expect(outboxOf(outlet)).toHaveLength(1)
  })

  test('with the same id and other content is refused and changes nothing', async () => {
    const { terminal, people, customers } = await opened()
    const request = await registrationOf(terminal)
    answerOf(await people.register(request))
    expect(await people.register({ ...request, name: 'Siti Aminat' })).toMatchObject({ kind: 'refused', code: 'registrationMismatch' })
    const others = await registrationOf(terminal, { registrationId: request.registrationId, nik: otherNik })
    expect(await people.register(others)).toMatchObject({ kind: 'refused', code: 'registrationMismatch' })
    expect(customers.list()).toMatchObject([{ name: 'Siti Aminah', nikLastFour: '0001', revision: 1 }])
  })

  test('with a number nobody can have, or that this central can not open, is refused', async () => {
    const { terminal, people, customers } = await opened()
    const impossible = await registrationOf(terminal, { nik: '3302153102850001' })
    expect(await people.register(impossible)).toMatchObject({ kind: 'refused', code: 'identityMalformed' })
    const { sealedNik } = impossible
    const changed = { ...impossible, sealedNik: `${sealedNik.slice(0, -8)}AAAAAAA=` }
    expect(await people.register(changed)).toMatchObject({ kind: 'refused', code: 'identityMalformed' })
    const fixedLine = { ...impossible, phone: '0281555' }
    expect(await people.register(fixedLine)).toMatchObject({ kind: 'refused', code: 'malformedRequest' })
    expect(customers.list()).toEqual([])
  })

  test('is known to the terminal that made it and to no other', async () => {
    const { outlet, terminal, people } = await opened()
    const request = await registrationOf(terminal)
    answerOf(await people.register(request))
    const other = await outlet.terminal()
    expect(await other.people.registration(request.registrationId)).toMatchObject({ kind: 'refused', code: 'registrationUnknown' })
    expect(await other.people.sendPhoneCode(request.registrationId)).toMatchObject({ code: 'registrationUnknown' })
    expect(await other.people.checkPhoneCode(request.registrationId, '000000')).toMatchObject({ code: 'registrationUnknown' })
    expect(await other.people.saveNumbers(request.registrationId, [])).toMatchObject({ code: 'registrationUnknown' })
    expect(await other.people.householdBills(request.registrationId)).toMatchObject({ code: 'registrationUnknown' })
    expect(answerOf(await people.registration(request.registrationId))).toMatchObject({ status: 'pending' })
  })

  test('of a person who is registered is refused once their phone is proved, and takes the place of one that is not', async () => {
    const { terminal, people, customers, outlet } = await opened()
    const first = await registrationOf(terminal)
    answerOf(await people.register(first))
    const second = await registrationOf(terminal, { phone: '+6285712345678' })
    answerOf(await people.register(second))
    expect(answerOf(await people.registration(first.registrationId))).toMatchObject({ status: 'rejected', reason: 'replaced', revision: 2 })
    answerOf(await people.checkPhoneCode(second.registrationId, await codeOnPhone(outlet)))
    expect(await people.register(await registrationOf(terminal))).toMatchObject({ kind: 'refused', code: 'customerKnown' })
    // Once that one is rejected the person may come again.
    expect(customers.reject(second.registrationId, 'nameDiffers')).toBe(true)
    expect(answerOf(await people.register(await registrationOf(terminal)))).toMatchObject({ status: 'pending' })
  })

  test('keeps no identity number in the books of the central', async () => {
    const { outlet, terminal, people } = await opened()
    answerOf(await people.register(await registrationOf(terminal)))
    const control = `${outlet.server.controlUrl}/practice`
    for (const page of ['customers', 'messages']) expect(await (await fetch(`${control}/${page}`)).text()).not.toContain(nik)
    await outlet.server.close()
    const { readFileSync, readdirSync } = await import('node:fs')
    const files = readdirSync(outlet.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(1)
    for (const file of files) expect(readFileSync(`${file.parentPath}/${file.name}`).includes(nik)).toBe(false)
  })
})

describe('a code to a phone', () => {
  test('proves the phone, and said again it is still proved', async () => {
    const { terminal, people, outlet } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal)))
    const code = await codeOnPhone(outlet)
    const proved = answerOf(await people.checkPhoneCode(registrationId, code))
    expect(proved).toMatchObject({ phoneVerified: true, code: null, status: 'pending', revision: 2 })
    expect(answerOf(await people.checkPhoneCode(registrationId, code))).toEqual(proved)
  })

  test('counts for three tries, and the right one after them is one too many', async () => {
    const { terminal, people, outlet } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal)))
    const code = await codeOnPhone(outlet)
    for (const left of [2, 1, 0]) {
      expect(await people.checkPhoneCode(registrationId, wrong(code))).toMatchObject({ kind: 'refused', code: 'codeWrong' })
      expect(answerOf(await people.registration(registrationId))).toMatchObject({ phoneVerified: false, code: { triesLeft: left } })
    }
    expect(await people.checkPhoneCode(registrationId, code)).toMatchObject({ kind: 'refused', code: 'codeExpired' })
  })

  test('counts for five minutes', async () => {
    const { terminal, people, outlet, advance } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal)))
    const code = await codeOnPhone(outlet)
    advance(5 * 60_000)
    expect(await people.checkPhoneCode(registrationId, code)).toMatchObject({ kind: 'refused', code: 'codeExpired' })
  })

  test('is sent again after a minute, and the one before counts no more', async () => {
    const { terminal, people, outlet, advance } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal)))
    const first = await codeOnPhone(outlet)
    advance(59_999)
    expect(await people.sendPhoneCode(registrationId)).toMatchObject({ kind: 'refused', code: 'codeTooSoon' })
    advance(1)
    answerOf(await people.sendPhoneCode(registrationId))
    const second = await codeOnPhone(outlet)
    // One in a million they are the same; then this proves the phone by either.
    if (second !== first) expect(await people.checkPhoneCode(registrationId, first)).toMatchObject({ code: 'codeWrong' })
    expect(answerOf(await people.checkPhoneCode(registrationId, second))).toMatchObject({ phoneVerified: true })
  })

  test('reaches one phone five times a day, whoever asks', async () => {
    const { terminal, people, advance } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal)))
    for (let sent = 1; sent < 5; sent += 1) {
      advance(60_000)
      answerOf(await people.sendPhoneCode(registrationId))
    }
    advance(60_000)
    expect(await people.sendPhoneCode(registrationId)).toMatchObject({ kind: 'refused', code: 'codeTooSoon' })
    // Another registration of the same phone stands, but gets no code yet.
    const other = answerOf(await people.register(await registrationOf(terminal, { nik: otherNik })))
    expect(other).toMatchObject({ status: 'pending', code: null })
    advance(24 * 3_600_000 - 5 * 60_000)
    expect(answerOf(await people.sendPhoneCode(registrationId))).toMatchObject({ code: { triesLeft: 3 } })
  })
})

describe('the central', () => {
  async function order(controlUrl: string, body: object): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(`${controlUrl}/practice/operator`, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }

  test('verifies nobody whose phone is not proved, and tells the terminal by the feed', async () => {
    const { terminal, people, outlet } = await opened()
    const { controlUrl } = outlet.server
    const { registrationId, ledgerEpoch } = answerOf(await people.register(await registrationOf(terminal)))
    const verify = { do: 'verifyCustomer', registrationId }
    expect(await order(controlUrl, verify)).toEqual({ done: false })
    answerOf(await people.checkPhoneCode(registrationId, await codeOnPhone(outlet)))
    expect(await order(controlUrl, verify)).toEqual({ done: true })
    expect(await order(controlUrl, verify)).toEqual({ done: false })
    const { items } = answerOf(await terminal.central.feed({ epoch: ledgerEpoch, sequence: 0 }))
    const told = items.map(({ item }) => item).filter((item) => (item as { kind: string }).kind === 'registration')
    expect(told).toMatchObject([{ statement: { registrationId, status: 'verified', phoneVerified: true, revision: 3 } }])
  })

  test('rejects with a reason, for good', async () => {
    const { terminal, people, outlet } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal)))
    const reject = { do: 'rejectCustomer', registrationId, reason: 'nameDiffers' }
    expect(await order(outlet.server.controlUrl, { ...reject, reason: 'mood' })).toMatchObject({ code: 'malformedRequest' })
    expect(await order(outlet.server.controlUrl, reject)).toEqual({ done: true })
    expect(answerOf(await people.registration(registrationId))).toMatchObject({ status: 'rejected', reason: 'nameDiffers' })
    expect(await order(outlet.server.controlUrl, { do: 'verifyCustomer', registrationId })).toEqual({ done: false })
    expect(await order(outlet.server.controlUrl, { do: 'rejectCustomer', registrationId: v7(), reason: 'other' })).toEqual({ done: false })
  })

  test('takes nothing new from a terminal that was revoked, and still tells it how things stand', async () => {
    const { terminal, people, outlet } = await opened()
    const request = await registrationOf(terminal)
    answerOf(await people.register(request))
    outlet.server.central.revoke(terminal.terminalId)
    expect(await people.register(await registrationOf(terminal))).toMatchObject({ kind: 'refused', code: 'terminalRevoked' })
    expect(await people.sendPhoneCode(request.registrationId)).toMatchObject({ code: 'terminalRevoked' })
    expect(answerOf(await people.registration(request.registrationId))).toMatchObject({ status: 'pending' })
  })
})

describe('the bills of a household', () => {
  const numbers = [
    { productCode: 'PLN', customerNumber: '530000000002' },
    { productCode: 'PLN', customerNumber: '530000000003' },
    { productCode: 'PDAMBJM', customerNumber: '1013226' },
  ]

  test('are looked up at once, each an inquiry that a payment can name; what is not found takes no other with it', async () => {
    const { terminal, people } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal, { numbers })))
    const { bills } = answerOf(await people.householdBills(registrationId))
    expect(bills).toMatchObject([
      {
        found: true,
        productCode: 'PLN',
        customerNumber: '530000000002',
        customerName: 'BUDI SANTOSO',
        validUntil: '2026-11-23T17:00:00.000Z',
      },
      { found: false, productCode: 'PLN', customerNumber: '530000000003', code: 'billNotFound' },
      { found: true, productCode: 'PDAMBJM', customerNumber: '1013226' },
    ])
    const alone = answerOf(await terminal.central.inquire({ productCode: 'PLN', customerNumber: '530000000002' }))
    const [first] = bills
    expect(first).toMatchObject({ sheets: alone.sheets, totalRupiah: alone.totalRupiah })
  })

  test('are those of the numbers saved last', async () => {
    const { terminal, people } = await opened()
    const { registrationId } = answerOf(await people.register(await registrationOf(terminal, { numbers })))
    const changed = answerOf(await people.saveNumbers(registrationId, numbers.slice(2)))
    expect(changed).toMatchObject({ revision: 2, numbers: numbers.slice(2) })
    expect(answerOf(await people.saveNumbers(registrationId, numbers.slice(2)))).toMatchObject({ revision: 2 })
    expect(answerOf(await people.householdBills(registrationId)).bills).toMatchObject([{ customerNumber: '1013226' }])
  })
})
