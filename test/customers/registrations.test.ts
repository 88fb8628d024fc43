import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  changeNumbers,
  dueRegistration,
  findCustomer,
  hearRegistration,
  nextRegistrationMs,
  numbersTold,
  postponeRegistration,
  refuseRegistration,
  requestOf,
  searchCustomers,
  storeRegistration,
} from '../../main/customers/registrations.ts'
import { openDatabase } from '../../main/storage/open.ts'
import type { RegistrationStatement } from '../../shared/central-api/customers.ts'
import { testFolder } from '../support/folder.ts'

const pln = { productCode: 'PLN', customerNumber: '530000000002' }
const water = { productCode: 'PDAMBJM', customerNumber: '1013226' }

function opened() {
  const database = openDatabase(join(testFolder(), 'ledger.sqlite'), new URL('../../main/storage/migrations/', import.meta.url))
  onTestFinished(() => void database.close())
  const store = (registrationId: string, name = 'Siti Aminah', registeredAtMs = 1_000) =>
    storeRegistration(database, {
      registrationId,
      name,
      phone: '+6281234567890',
      email: null,
      nikLastFour: '0001',
      sealedNik: 'sealed',
      numbers: [pln],
      staffId: 'staff-sari',
      registeredAtMs,
    })
  return { database, store }
}

function said(revision: number, changes: Partial<RegistrationStatement> = {}): RegistrationStatement {
  return { registrationId: 'one', revision, status: 'pending', reason: null, phoneVerified: false, code: null, numbers: [pln], ...changes }
}

describe('a registration that waits', () => {
  test('goes out in the order they were taken, and later where it was put off', () => {
    const { database, store } = opened()
    store('two', 'Budi', 2_000)
    store('one')
    expect(dueRegistration(database, 3_000)?.registrationId).toBe('one')
    postponeRegistration(database, 'one', 9_000)
    expect(dueRegistration(database, 3_000)?.registrationId).toBe('two')
    refuseRegistration(database, 'two', 'customerKnown')
    expect(dueRegistration(database, 3_000)).toBeNull()
    expect(nextRegistrationMs(database)).toBe(9_000)
    expect(findCustomer(database, 'two')).toMatchObject({ state: 'refused', reason: 'customerKnown', sealedNik: null })
  })

  test('lets go of the sealed number once the central has spoken, and is not sent again', () => {
    const { database, store } = opened()
    store('one')
    const customer = dueRegistration(database, 3_000)
    if (customer === null) throw new Error('nothing due')
    expect(requestOf(customer)).toMatchObject({ registrationId: 'one', sealedNik: 'sealed', registeredAt: '1970-01-01T00:00:01.000Z' })
    expect(hearRegistration(database, said(1))).toBe('heard')
    const known = findCustomer(database, 'one')
    expect(known).toMatchObject({ state: 'pending', revision: 1, sealedNik: null })
    expect(dueRegistration(database, 3_000)).toBeNull()
    if (known !== null) expect(() => requestOf(known)).toThrow('was sent already')
  })
})

describe('what the central says of a registration', () => {
  test('changes nothing when it is not newer, or about nobody here', () => {
    const { database, store } = opened()
    store('one')
    hearRegistration(database, said(3, { status: 'verified', phoneVerified: true }))
    expect(hearRegistration(database, said(3, { status: 'rejected', reason: 'other' }))).toBe('old')
    expect(hearRegistration(database, said(2))).toBe('old')
    expect(hearRegistration(database, said(9, { registrationId: 'nobody' }))).toBe('unknown')
    expect(findCustomer(database, 'one')).toMatchObject({ state: 'verified', revision: 3, reason: null })
  })

  test('never takes back numbers that were changed here meanwhile', () => {
    const { database, store } = opened()
    store('one')
    hearRegistration(database, said(1))
    changeNumbers(database, 'one', [water])
    hearRegistration(database, said(2))
    expect(findCustomer(database, 'one')).toMatchObject({ numbers: [water], numbersChanged: true })
    changeNumbers(database, 'one', [pln, water])
    // The reply to the first change comes after the second: that one has still to be told.
    numbersTold(database, 'one', [water])
    expect(dueRegistration(database, 3_000)).toMatchObject({ numbers: [pln, water], numbersChanged: true })
    numbersTold(database, 'one', [pln, water])
    expect(dueRegistration(database, 3_000)).toBeNull()
    hearRegistration(database, said(3, { numbers: [water] }))
    expect(findCustomer(database, 'one')?.numbers).toEqual([water])
  })
})

test('a customer is found by a part of the name, the phone or a number, and signs count as themselves', () => {
  const { database, store } = opened()
  store('one')
  store('two', 'Budi 100%', 2_000)
  const found = (text: string) => searchCustomers(database, text, 10).map(({ registrationId }) => registrationId)
  expect(found('')).toEqual(['two', 'one'])
  expect(found('amin')).toEqual(['one'])
  expect(found('34567')).toEqual(['two', 'one'])
  expect(found('530000000002')).toEqual(['two', 'one'])
  expect(found('%')).toEqual(['two'])
  expect(found('_')).toEqual([])
  expect(searchCustomers(database, '', 1)).toHaveLength(1)
})
