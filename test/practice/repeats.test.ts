import { expect, onTestFinished, test } from 'vitest'
import { createPaymentRows, type PaymentRow } from '../../main/practice/payment-rows.ts'
import { firstLive } from '../../main/practice/repeats.ts'
import { openDatabase } from '../../main/storage/open.ts'

/** Rows as "p2 of 202609 repeats p1", in the order they were made. */
function book(...made: { id: string; months: string[]; repeats?: string; status?: PaymentRow['status'] }[]) {
  const database = openDatabase(':memory:', new URL('../../main/practice/migrations/', import.meta.url))
  onTestFinished(() => void database.close())
  const rows = createPaymentRows(database)
  const terminal = { terminal_id: 'T-1', incarnation: 1, checked_epoch: null, purchase_day: null, deduction_rupiah: null }
  const nothing = { product_code: null, customer_number: null, sheets: null, total_rupiah: null, commission_rupiah: null }
  database.pragma('foreign_keys = OFF')
  made.forEach(({ id, months, repeats, status }, index) => {
    const row = {
      trace: id,
      payment_id: id,
      intent_hash: id,
      status: status ?? 'paid',
      revision: 1,
      overrides_payment_id: repeats ?? null,
    } as const
    const times = { created_at_ms: index, changed_at_ms: index, refusal_code: status === 'refused' ? 'billerRefused' : null } as const
    const proof = row.status === 'paid' ? '{}' : null
    rows.insert({ ...row, ...terminal, ...nothing, ...times, proof }, months)
  })
  return (months: string[], named: string | null) => firstLive(rows, months, named)?.payment_id ?? 'nobody'
}

test('a free bill has nobody to name, and neither has one whose payments all failed', () => {
  const first = book({ id: 'p1', months: ['aug'], status: 'refused' }, { id: 'p2', months: ['aug'], status: 'voided' })
  expect([first(['aug'], null), first(['sep'], null)]).toEqual(['nobody', 'nobody'])
})

test('each month of a bill has a chain of its own', () => {
  const first = book({ id: 'p1', months: ['aug', 'sep'] }, { id: 'p2', months: ['aug'], repeats: 'p1' })
  expect([first(['aug'], 'p1'), first(['aug'], 'p2'), first(['sep'], 'p1')]).toEqual(['p2', 'nobody', 'nobody'])
  // Who names the one that repeated August has not been asked about September.
  expect([first(['aug', 'sep'], 'p2'), first(['aug', 'sep'], 'p1')]).toEqual(['p1', 'p2'])
})

test('a bill of two months whose chains end in one payment is repeated by naming that one', () => {
  const first = book(
    { id: 'p1', months: ['aug'] },
    { id: 'p2', months: ['aug', 'sep'], repeats: 'p1' },
    { id: 'p3', months: ['aug', 'sep'], repeats: 'p2' },
  )
  expect([first(['aug', 'sep'], null), first(['aug', 'sep'], 'p2'), first(['aug', 'sep'], 'p3')]).toEqual(['p3', 'p3', 'nobody'])
})

test('a chain holds though the one in the middle has failed', () => {
  const first = book(
    { id: 'p1', months: ['aug'] },
    { id: 'p2', months: ['aug'], repeats: 'p1', status: 'refused' },
    { id: 'p3', months: ['aug'], repeats: 'p2', status: 'pending' },
  )
  expect([first(['aug'], null), first(['aug'], 'p3')]).toEqual(['p3', 'nobody'])
})
