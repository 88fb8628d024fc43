import { argon2id } from 'hash-wasm'
import { beforeAll, describe, expect, test } from 'vitest'
import { storeDocument } from '../../main/central/documents.ts'
import { activeStaff, checkPin } from '../../main/staff/sign-in.ts'
import { firstBrokenAuditEntry } from '../../main/storage/audit.ts'
import { Refusal } from '../../shared/refusals.ts'
import { type Book, openBook, signedReply } from '../support/ledger-book.ts'

const lockMs = 5 * 60_000
let pinHash = ''

beforeAll(async () => {
  // Cheap on purpose: what is tested is the counting, not the cost.
  const cost = { parallelism: 1, iterations: 1, memorySize: 64, hashLength: 32, outputType: 'encoded' } as const
  pinHash = await argon2id({ password: '1111', salt: new Uint8Array(16).fill(7), ...cost })
})

function staffedBook(): Book {
  const book = openBook()
  const staff = book.config.staff.map((member) => ({ ...member, pinHash, active: member.id !== 'staff-joko' }))
  storeDocument(book.database, 'config', { ...book.config, version: 2, staff }, signedReply, book.clock.nowMs())
  return book
}

const tryPin = ({ database, clock }: Book, pin: string, staffId = 'staff-sari') =>
  checkPin(database, { staffId, pin, purpose: 'signIn' }, clock)

async function refusalOfPin(book: Book, pin: string, staffId?: string): Promise<Refusal['detail'] & { code: string }> {
  try {
    return { code: `let in as ${(await tryPin(book, pin, staffId)).name}` }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ...error.detail, code: error.code }
  }
}

describe('signing in', () => {
  test('opens with the right PIN and tells who it is', async () => {
    const book = staffedBook()
    expect(await tryPin(book, '1111')).toEqual({ id: 'staff-sari', name: 'Sari', role: 'cashier' })
    expect(book.audited()).toEqual(['staff-sari signIn'])
  })

  test('does not know who is not there, or no longer works here', async () => {
    const book = staffedBook()
    expect(activeStaff(book.database).map(({ id }) => id)).toEqual(['staff-sari', 'staff-ratna'])
    expect(await refusalOfPin(book, '1111', 'staff-nobody')).toEqual({ code: 'staffUnknown' })
    expect(await refusalOfPin(book, '1111', 'staff-joko')).toEqual({ code: 'staffUnknown' })
  })

  test('counts wrong PINs down to the lock, and then takes not even the right one', async () => {
    const book = staffedBook()
    for (const attemptsLeft of [4, 3, 2, 1, 0]) expect(await refusalOfPin(book, '9999')).toEqual({ code: 'pinWrong', attemptsLeft })
    expect(await refusalOfPin(book, '1111')).toEqual({ code: 'pinLocked', waitMs: lockMs })
    await book.clock.advance(lockMs - 1)
    expect(await refusalOfPin(book, '1111')).toEqual({ code: 'pinLocked', waitMs: 1 })
    await book.clock.advance(1)
    expect(await tryPin(book, '1111')).toMatchObject({ id: 'staff-sari' })
    expect(book.audited()).toEqual([...Array(5).fill('staff-sari signInFailed'), 'staff-sari signIn'])
    expect(firstBrokenAuditEntry(book.database)).toBeNull()
  })

  test.each([
    ['override', 'overridePin'],
    ['secondPerson', 'secondPersonPin'],
  ] as const)('is not what the log calls a PIN for %s, right or wrong, though all tries count together', async (purpose, word) => {
    const book = staffedBook()
    const say = (pin: string) => checkPin(book.database, { staffId: 'staff-ratna', pin, purpose }, book.clock)
    await expect(say('9999')).rejects.toMatchObject({ code: 'pinWrong', detail: { attemptsLeft: 4 } })
    expect(await refusalOfPin(book, '9999', 'staff-ratna')).toEqual({ code: 'pinWrong', attemptsLeft: 3 })
    await say('1111')
    expect(book.audited()).toEqual([`staff-ratna ${word}Failed`, 'staff-ratna signInFailed', `staff-ratna ${word}`])
  })

  test('starts counting anew after a lock and after a success', async () => {
    const book = staffedBook()
    for (let attempt = 0; attempt < 5; attempt += 1) await refusalOfPin(book, '9999')
    await book.clock.advance(lockMs)
    expect(await refusalOfPin(book, '9999')).toEqual({ code: 'pinWrong', attemptsLeft: 4 })
    await tryPin(book, '1111')
    expect(await refusalOfPin(book, '9999')).toEqual({ code: 'pinWrong', attemptsLeft: 4 })
  })

  test('locks one person, not the counter', async () => {
    const book = staffedBook()
    for (let attempt = 0; attempt < 5; attempt += 1) await refusalOfPin(book, '9999')
    expect(await tryPin(book, '1111', 'staff-ratna')).toMatchObject({ id: 'staff-ratna' })
  })

  test('can not be outrun: twenty tries at once are five tries', async () => {
    const book = staffedBook()
    const codes = await Promise.all(Array.from({ length: 20 }, () => refusalOfPin(book, '9999')))
    expect(codes.filter((refusal) => refusal.code === 'pinWrong')).toHaveLength(5)
    expect(codes.filter((refusal) => refusal.code === 'pinLocked')).toHaveLength(15)
  })

  test('counts a try that was cut off before its answer', async () => {
    const book = staffedBook()
    void tryPin(book, '9999').catch(() => {})
    expect(book.database.prepare('SELECT failed_count AS count FROM pin_attempts').get()).toEqual({ count: 1 })
    expect(await refusalOfPin(book, '9999')).toEqual({ code: 'pinWrong', attemptsLeft: 3 })
  })

  test.each(['', ' ', '11111', '1111 ', '1'.repeat(64), '１１１１', '\0'])('takes no other text for the PIN: "%s"', async (pin) => {
    expect(await refusalOfPin(staffedBook(), pin)).toMatchObject({ code: 'pinWrong' })
  })

  test('writes no PIN anywhere', async () => {
    const book = staffedBook()
    await refusalOfPin(book, '83746529')
    expect(JSON.stringify(book.everything())).not.toContain('83746529')
  })
})
