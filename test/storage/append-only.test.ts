import { describe, expect, test } from 'vitest'
import { setAsideReply } from '../../main/payments/set-aside.ts'
import { audit } from '../../main/storage/audit.ts'
import { type Book, openBook, paid } from '../support/ledger-book.ts'

/** A day with a row in every table that must only grow. */
async function fullBook(): Promise<Book & { paymentId: string }> {
  const book = openBook()
  book.openShift()
  const paymentId = await book.sendOne()
  setAsideReply(book.database, paymentId, 'status 503', '<html>', { ids: book.ids, atMs: book.clock.nowMs() })
  book.hear(paymentId, paid(2))
  audit(book.database, { actor: 'staff-sari', action: 'signIn', atMs: book.clock.nowMs() })
  return { ...book, paymentId }
}

describe('history', () => {
  test.each([
    ['events', "event = 'paid'", 'append-only'],
    ['journal_lines', 'amount_rupiah = 1', 'append-only'],
    ['audit_entries', "actor = 'nobody'", 'append-only'],
    ['set_aside', "why = 'nothing'", 'append-only'],
    ['print_job_events', "event = 'assumed'", 'append-only'],
  ])('in %s refuses UPDATE and DELETE, and stays as it was', async (table, change, complaint) => {
    const { database, everything } = await fullBook()
    const before = everything()
    expect(before[table]).not.toEqual([])
    expect(() => database.exec(`UPDATE ${table} SET ${change}`)).toThrow(complaint)
    expect(() => database.exec(`DELETE FROM ${table}`)).toThrow(complaint)
    expect(everything()).toEqual(before)
  })

  test.each([
    ['id', "'other'"],
    ['sequence', '99'],
    ['basket_id', "'other'"],
    ['shift_id', "'other'"],
    ['staff_id', "'other'"],
    ['staff_name', "'Other'"],
    ['product_code', "'PDAM'"],
    ['product_name', "'PDAM'"],
    ['customer_number', "'530000000001'"],
    ['customer_name', "'ANI'"],
    ['inquiry_id', "'other'"],
    ['intent', "'{}'"],
    ['intent_hash', "'0'"],
    ['bill_total_rupiah', '1'],
    ['counter_fee_rupiah', '1'],
    ['total_rupiah', '1'],
    ['commission_rupiah', '1'],
    ['overrides_payment_id', "'other'"],
    ['accepted_at_ms', '1'],
  ])('of an accepted payment refuses another %s', async (column, value) => {
    const { database, paymentId, payment } = await fullBook()
    const before = payment(paymentId)
    expect(() => database.exec(`UPDATE payments SET ${column} = ${value}`)).toThrow('what was accepted never changes')
    expect(payment(paymentId)).toEqual(before)
  })

  test('keeps every payment and every slip', async () => {
    const { database } = await fullBook()
    database.pragma('foreign_keys = OFF')
    expect(() => database.exec('DELETE FROM payments')).toThrow('never deleted')
    expect(() => database.exec('DELETE FROM print_jobs')).toThrow('never deleted')
  })

  test('guards every column of a payment that acceptance wrote: what may change is listed here', async () => {
    const { database, everything } = await fullBook()
    const columns = Object.keys((everything().payments as [Record<string, unknown>])[0])
    const movable = columns.filter((column) => {
      try {
        database.exec(`UPDATE payments SET ${column} = ${column}`)
        return true
      } catch {
        return false
      }
    })
    expect(movable).toEqual([
      'state',
      'reason',
      'wanted',
      'ever_sent',
      'sent_epoch',
      'revision',
      'answer_hash',
      'advanced',
      'attempt_count',
      'not_before_ms',
      'paid_at_ms',
      'reference',
      'proof',
      'proof_reply',
      'hold',
      'receipt_voided',
      'burnt',
      'heard_epoch',
      'float_taken_rupiah',
      'silence_count',
    ])
  })
})
