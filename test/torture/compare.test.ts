import { expect, test } from 'vitest'
import type { Book } from '../support/process.ts'
import { compare } from './compare.ts'
import type { LedgerView } from './ledger-view.ts'
import { createTillRoll } from './till-roll.ts'

/** One pulsa of 21.500, sold, paid and agreed on by all; each test then makes one of the books lie. */
function agreed() {
  const roll = createTillRoll()
  roll.sales.push({ basketId: 'b1', paymentIds: ['p1'], cashDueRupiah: 21_500, totals: new Map([['p1', 21_500]]), acknowledged: true })
  const ledger: LedgerView = {
    payments: [
      {
        id: 'p1',
        basketId: 'b1',
        state: 'paid',
        reason: null,
        productCode: 'TSEL20',
        customerNumber: '0812',
        intent: JSON.stringify({ sheets: [{ period: '' }], totalRupiah: 21_500 }),
        totalRupiah: 21_500,
        everSent: 1,
        acceptEvents: 1,
        slips: 1,
        advances: 0,
      },
    ],
    baskets: [{ id: 'b1', state: 'accepted', cashDueRupiah: 21_500 }],
    drawerRupiah: 221_500,
    floatUsedRupiah: 20_700,
    slipsOpen: 0,
    attemptsOpen: 0,
    alarms: [],
    complaints: [],
  }
  const sold = { productCode: 'TSEL20', customerNumber: '0812', periods: [''], amountRupiah: 21_500, wibDay: '2026-08-01', status: 'paid' }
  const book = {
    float: { balanceRupiah: 979_300, reservedRupiah: 0, movements: [{ kind: 'credit', paymentId: null, amountRupiah: 1_000_000 }] },
    payments: [{ paymentId: 'p1', status: 'paid', totalRupiah: 21_500 }],
    biller: [sold],
    alarms: [],
  }
  return {
    roll,
    ledger,
    book,
    sold,
    complaints: () => compare({ roll, ledger, book: book as unknown as Book, startingFloatRupiah: 200_000 }),
  }
}

test('books that agree give no complaint', () => expect(agreed().complaints()).toEqual([]))

test.each<[string, (place: ReturnType<typeof agreed>) => void, RegExp]>([
  ['an acknowledged payment that is gone', ({ ledger }) => (ledger.payments = []), /^LOST: basket b1/],
  ['a payment without its slip', ({ ledger }) => Object.assign(ledger.payments[0] ?? {}, { slips: 0 }), /^LOST: basket b1/],
  ['a cancel that was promised and forgotten', ({ roll }) => roll.promised('p1', 'cancel'), /^LOST: payment p1 was promised a cancel/],
  ['a bill paid twice under two ids', ({ book, sold }) => void book.biller.push({ ...sold }), /^DOUBLED: TSEL20 0812/],
  [
    'a payment that only the biller knows as paid',
    ({ book, sold }) => void book.biller.push({ ...sold, customerNumber: '0813' }),
    /only one of/,
  ],
  ['a payment that is still in doubt', ({ ledger }) => Object.assign(ledger.payments[0] ?? {}, { state: 'inDoubt' }), /still inDoubt/],
  ['a drawer that holds more than was taken', ({ ledger }) => (ledger.drawerRupiah += 1), /^the drawer holds 221500/],
  ['a float that the central took otherwise', ({ book }) => (book.float.balanceRupiah -= 1), /^the central took 20701/],
  ['float reserved for nothing', ({ book }) => (book.float.reservedRupiah = 5), /^5 of the float/],
  ['a slip that hangs', ({ ledger }) => (ledger.slipsOpen = 1), /^1 slips/],
  ['an alarm', ({ ledger }) => void ledger.alarms.push('intentMismatch'), /alarm: intentMismatch/],
])('%s is found', (_, spoil, complaint) => {
  const place = agreed()
  spoil(place)
  expect(place.complaints()).toContainEqual(expect.stringMatching(complaint))
})
