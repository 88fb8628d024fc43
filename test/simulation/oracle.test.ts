import { describe, expect, test } from 'vitest'
import type { BillerFact, FloatFact, LedgerFacts, LineFact, MoveFact } from './oracle/facts.ts'
import { createOracle } from './oracle/oracle.ts'
import { readSlip, referenceOn } from './oracle/paper.ts'

/** The oracle is shown worlds that went wrong in one way each; an oracle that is content with everything would be worth nothing. */
const bill = 'PLN 530000000001 202611'
const reference = 'ABCDEF0123456789ABCDEF0123456789'
const payment = { id: 'p1', bills: [bill], feeRupiah: 0, totalRupiah: 50_000, commissionRupiah: 1_800 }
const line = (event: number, account: string, amountRupiah: number, dimension = ''): LineFact => ({
  event,
  account,
  dimension,
  amountRupiah,
})
const move = (sequence: number, event: string, from: string | null, to: string): MoveFact => ({
  sequence,
  paymentId: 'p1',
  event,
  from,
  to,
})
const paidEntry: BillerFact = {
  entry: 1,
  bills: [bill],
  status: 'paid',
  references: [reference],
  customerNumber: '530000000001',
  elsewhere: false,
}
const deduct: FloatFact = {
  kind: 'deduct',
  paymentId: 'p1',
  amountRupiah: 48_200,
  balanceBeforeRupiah: 1_000_000,
  balanceAfterRupiah: 951_800,
  reservedBeforeRupiah: 48_200,
  reservedAfterRupiah: 0,
}
const facts = (lines: LineFact[], moves: MoveFact[], payments = [payment]): LedgerFacts => ({ terminal: 't1', lines, moves, payments })
const accepted = facts([line(1, 'drawer', 50_000, 's1'), line(1, 'held', -50_000)], [move(1, 'accept', null, 'queued')])
const sent = facts([], [move(2, 'send', 'queued', 'sending')], [])
const paidLines = [line(3, 'held', 50_000), line(3, 'floatUsed', -48_200), line(3, 'commission', -1_800)]
const paid = facts(paidLines, [move(3, 'paid', 'sending', 'paid')], [])

function outlet() {
  const oracle = createOracle()
  oracle.shiftOpened('t1', 's1', 0)
  return oracle
}

function afterTaking() {
  const oracle = outlet()
  oracle.ledger(accepted)
  oracle.taken('s1', ['p1'], 50_000, [])
  oracle.ledger(sent)
  return oracle
}

function afterPaying() {
  const oracle = afterTaking()
  oracle.billerBook(paidEntry)
  oracle.price({ paymentId: 'p1', deductedRupiah: 48_200 })
  oracle.centralFloat(deduct)
  oracle.ledger(paid)
  return oracle
}

const end = { shown: new Map<string, string>(), slipsVoided: new Set<string>() }

test('a payment that is taken, passed on and paid once leaves nothing to say', () => {
  const oracle = afterPaying()
  expect(oracle.check()).toEqual([])
  expect(oracle.checkEnd(end)).toEqual([])
})

describe('the oracle complains of', () => {
  test.each([
    [
      'a line that was forgotten',
      () => {
        const oracle = outlet()
        oracle.ledger(facts([line(1, 'drawer', 50_000, 's1')], [move(1, 'accept', null, 'queued')]))
        return oracle
      },
      'sum to 50000',
    ],
    [
      'a drawer that lacks notes',
      () => {
        const oracle = outlet()
        oracle.ledger(accepted)
        return oracle
      },
      'the drawer holds 0 in notes',
    ],
    [
      'a count that found too little and was booked as if it had not',
      () => {
        const oracle = afterTaking()
        oracle.wentAstray('s1', -500)
        oracle.ledger(facts([line(9, 'drawer', -50_000, 's1'), line(9, 'safe', 50_000)], [], []))
        oracle.shiftClosed('t1', 's1')
        return oracle
      },
      'counts were off by -500, the lines say 0',
    ],
    [
      'a no that nobody said',
      () => {
        const oracle = afterTaking()
        oracle.ledger(
          facts([line(3, 'held', 50_000), line(3, 'refundsDue', -50_000)], [move(3, 'refusedFinal', 'sending', 'rejected')], []),
        )
        return oracle
      },
      'believes refusedFinal of p1, of which the central has said nothing',
    ],
    [
      'money given back as never sent, of which the central has heard',
      () => {
        const oracle = afterTaking()
        oracle.word({ paymentId: 'p1', status: 'pending' })
        oracle.ledger(facts([], [move(3, 'notReached', 'sending', 'queued')], []))
        oracle.ledger(facts([line(4, 'held', 50_000), line(4, 'drawer', -50_000, 's1')], [move(4, 'cancel', 'queued', 'cancelled')], []))
        oracle.given('s1', 'p1', 50_000)
        return oracle
      },
      'cancels p1 as never sent, and the central has said pending',
    ],
    [
      'a bill paid twice at the biller, whatever the ids',
      () => {
        const oracle = afterPaying()
        oracle.billerBook({ ...paidEntry, entry: 2, references: [] })
        return oracle
      },
      `paid 2 times for ${bill}`,
    ],
    [
      'a payment believed paid that the biller never had',
      () => {
        const oracle = afterTaking()
        oracle.ledger(paid)
        return oracle
      },
      "the biller's book has not",
    ],
    [
      'an accepted payment that no ledger has',
      () => {
        const oracle = outlet()
        oracle.taken('s1', ['p1'], 0, [])
        return oracle
      },
      'accepted and is in no ledger',
    ],
    [
      'a rupiah of the central booked as income',
      () => {
        const oracle = afterTaking()
        oracle.billerBook(paidEntry)
        oracle.price({ paymentId: 'p1', deductedRupiah: 48_201 })
        oracle.ledger(facts([...paidLines.slice(0, 1), line(3, 'floatUsed', -48_201), line(3, 'commission', -1_799)], paid.moves, []))
        return oracle
      },
      'commission of p1 got -1799, agreed are -1800',
    ],
    [
      'money given back twice',
      () => {
        const oracle = afterTaking()
        oracle.given('s1', 'p1', 50_000)
        oracle.given('s1', 'p1', 50_000)
        return oracle
      },
      'given back twice',
    ],
    [
      'a valid slip of a payment the biller was never paid for',
      () => {
        const oracle = afterTaking()
        oracle.paper({ terminal: 't1', text: `NO REF : ${reference}\nSimpan struk ini sebagai bukti pembayaran`, whole: true })
        return oracle
      },
      'under which the biller was never paid',
    ],
    [
      'a float that skips',
      () => {
        const oracle = afterPaying()
        oracle.centralFloat({ ...deduct, balanceBeforeRupiah: 951_799, balanceAfterRupiah: 903_599, reservedBeforeRupiah: 48_200 })
        return oracle
      },
      'starts a movement at 951799',
    ],
  ] as const)('%s', (_, world, sentence) => {
    expect(world().check().join('\n')).toContain(sentence)
  })

  test.each([
    ['a payment that nobody hears of any more', () => afterTaking(), 'ended as sending and nobody is told'],
    [
      'a customer without bill or money',
      () => {
        const oracle = afterTaking()
        oracle.ledger(facts([line(3, 'held', 50_000), line(3, 'drawer', -50_000, 's1')], [move(3, 'refund', 'sending', 'refunded')], []))
        return oracle
      },
      'its customer has no money back',
    ],
    [
      'a bill in the biller’s book that nobody has as paid',
      () => {
        const oracle = afterTaking()
        oracle.billerBook(paidEntry)
        return oracle
      },
      'is settled 0 times at the outlet and stands 1 times',
    ],
    [
      'float the central took and the terminal did not use',
      () => {
        const oracle = afterTaking()
        oracle.centralFloat(deduct)
        return oracle
      },
      'the terminals used 0 of the float for p1, the central took 48200',
    ],
  ] as const)('%s in the end', (_, world, sentence) => {
    expect(world().checkEnd(end).join('\n')).toContain(sentence)
  })
})

test('paper is read as a customer reads it', () => {
  const slip = (text: string) => readSlip({ terminal: 't1', text, whole: true })
  expect(slip('TANDA TERIMA\nSEMENTARA\nINI BUKAN BUKTI PEMBAYARAN TAGIHAN').kind).toBe('provisional')
  expect(slip('struk ini adalah bukti\npembayaran yang sah').kind).toBe('valid')
  expect(slip('CEK PRINTER').kind).toBe('other')
  expect(referenceOn(slip(`NO REF  : ABCDEF0123456789\n  ABCDEF0123456789`))).toBe(reference)
})
