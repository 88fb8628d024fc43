import { describe, expect, it } from 'vitest'
import { cashBackFor } from '../../renderer/parts/cash-back.ts'
import type { Notice } from '../../shared/terminal-api/shapes.ts'

const payment = { id: 'a', totalRupiah: 45_023 }
const due = (paymentId: string, detail: Notice['detail']): Notice => ({
  id: `refundDue:${paymentId}`,
  kind: 'refundDue',
  paymentId,
  atMs: 0,
  detail,
})

describe('what the screen tells to hand back', () => {
  it('is the rounded cash the terminal names for this payment', () => {
    const notices = [due('b', { cashRupiah: 1_000 }), due('a', { totalRupiah: 45_023, cashRupiah: 45_100 })]
    expect(cashBackFor(payment, notices)).toBe(45_100)
  })

  it('is the total where the terminal names no cash', () => {
    expect(cashBackFor(payment, [])).toBe(45_023)
    expect(cashBackFor(payment, [due('a', { totalRupiah: 45_023 })])).toBe(45_023)
    expect(cashBackFor(payment, [{ ...due('a', { cashRupiah: 9 }), kind: 'alarm' }])).toBe(45_023)
  })
})
