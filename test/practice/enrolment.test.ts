import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argon2Verify } from 'hash-wasm'
import { expect, test } from 'vitest'
import { createCentral } from '../../main/central/client.ts'
import { enrol } from '../../main/central/enrol.ts'
import { makeKeyPair } from '../../main/platform/crypto.ts'
import { practiceStaff } from '../../main/practice/seed.ts'
import { startPracticeCentral } from '../../main/practice/server.ts'
import { fitsCustomerNumber } from '../../shared/product-answers.ts'
import { answered, openOutlet, paymentOf, pulsa20 } from './outlet.ts'

test('the same code with the same key gives the same terminal; with another key it is used up', async () => {
  const { url, clock, ids, server } = await openOutlet()
  const keys = makeKeyPair()
  const ask = (changes: object = {}) =>
    enrol({ baseUrl: url, activationCode: 'LATIHAN-1', terminalName: 'Loket 1', keys, clock, ids, ...changes })
  const first = await ask()
  if (first.kind !== 'enrolled') throw new Error(first.kind)
  expect(first.answer).toMatchObject({ centralPublicKey: server.central.centralPublicKey, centralKeyId: server.central.centralKeyId })
  const again = await ask()
  expect(again.kind === 'enrolled' && again.answer).toEqual(first.answer)
  expect(await ask({ keys: makeKeyPair() })).toEqual({ kind: 'refused', code: 'activationInvalid' })
  expect(await ask({ activationCode: 'LATIHAN-2' })).toEqual({ kind: 'refused', code: 'activationInvalid' })
  expect(await ask({ activationCode: 'GUESSED' })).toEqual({ kind: 'refused', code: 'activationInvalid' })
  expect(server.central.unusedActivationCodes()).toEqual(['LATIHAN-2', 'LATIHAN-3', 'LATIHAN-4', 'LATIHAN-5'])
})

test('a central that is not the expected one is not believed, and one that is away is silence', async () => {
  const { url, clock, ids, server } = await openOutlet()
  const ask = () =>
    enrol({
      baseUrl: url,
      activationCode: 'LATIHAN-1',
      terminalName: 'A',
      keys: makeKeyPair(),
      clock,
      ids,
      expectedCentralPublicKey: makeKeyPair().publicKey,
    })
  expect(await ask()).toMatchObject({ kind: 'silent', cause: 'central' })
  await server.central.faults.set('offline')
  expect(await ask()).toMatchObject({ kind: 'silent', cause: 'central' })
})

test('config and catalogue arrive signed, valid for a while, with everybody and their PINs', async () => {
  const { terminal, clock } = await openOutlet()
  const { central } = await terminal()
  const config = await central.config()
  if (config.kind !== 'answer') throw new Error(config.kind)
  expect(config.answer.outlet).toMatchObject({ name: 'LOKET SUMBER REJEKI', zone: 'WIB' })
  expect(Date.parse(config.answer.validUntil)).toBeGreaterThan(clock.nowMs())
  expect(config.reply.headers.signature).toMatch(/^loket=:/)
  expect(config.answer.staff.map(({ name, role }) => `${role} ${name}`)).toEqual(['cashier Sari', 'agent Pak Joko', 'supervisor Bu Ratna'])
  for (const { id, pin } of practiceStaff) {
    const hash = config.answer.staff.find((member) => member.id === id)?.pinHash ?? ''
    expect(await argon2Verify({ password: pin, hash })).toBe(true)
    expect(await argon2Verify({ password: '0000', hash })).toBe(false)
  }
  const catalogue = await central.catalogue()
  if (catalogue.kind !== 'answer') throw new Error(catalogue.kind)
  const { products } = catalogue.answer
  expect(products.map(({ code }) => code).slice(0, 3)).toEqual(['PLN', 'PLNT20', 'PLNT50'])
  expect(new Set(products.map(({ code }) => code)).size).toBe(products.length)
  for (const { customerNumber } of products) expect(fitsCustomerNumber(customerNumber, customerNumber.example)).toBe(true)
})

test('a central started again on its folder is the same central with the same books', async () => {
  const outlet = await openOutlet()
  const folder = mkdtempSync(join(tmpdir(), 'loket-again-'))
  const options = { port: 0, folder, clock: outlet.clock, ids: outlet.ids }
  const first = await startPracticeCentral(options)
  const keys = makeKeyPair()
  const enrolment = { activationCode: 'LATIHAN-1', terminalName: 'Loket 1', keys, clock: outlet.clock, ids: outlet.ids }
  const before = await enrol({ baseUrl: first.url, ...enrolment })
  if (before.kind !== 'enrolled') throw new Error(before.kind)
  const { keyId, centralKeyId, centralPublicKey } = before.answer
  const client = (baseUrl: string) =>
    createCentral({ baseUrl, keys: { ...keys, keyId }, centralKeyId, centralPublicKey, clock: outlet.clock, ids: outlet.ids })
  const request = paymentOf(pulsa20('081200001230'), outlet.clock)
  const paid = answered(await client(first.url).pay(request))
  await first.close()
  const second = await startPracticeCentral(options)
  try {
    const after = await enrol({ baseUrl: second.url, ...enrolment })
    expect(after.kind === 'enrolled' && after.answer).toEqual(before.answer)
    expect(answered(await client(second.url).pay(request))).toEqual(paid)
    expect(second.central.billerBook()).toHaveLength(1)
  } finally {
    await second.close()
    rmSync(folder, { recursive: true })
  }
})
