import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Account, accounts, type PostingEvent, postings } from '../../main/ledger/postings.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'ledger.md'), 'utf8')

describe('the posting tables in docs/ledger.md', () => {
  type Row = { events: string[]; accounts: string }
  const rows: Row[] = page
    .split('\n')
    .map((row) => /^\| (.*`.*) \| (.*) \| (.*) \|$/.exec(row))
    .flatMap((match) =>
      match === null
        ? []
        : [{ events: [...(match[1] ?? '').matchAll(/`(\w+)`/g)].map(([, word = '']) => word), accounts: `${match[2]}, ${match[3]}` }],
    )
  /** Every figure and word a posting may ask for, all figures different, so that no line falls out as zero. */
  const facts = {
    totalRupiah: 100_000,
    tillRupiah: 30_100,
    heldRupiah: 90_000,
    deductedRupiah: 80_000,
    commissionRupiah: 3_000,
    counterFeeRupiah: 2_500,
    creditedRupiah: 700,
    openRupiah: 900,
    openClaimRupiah: 1_100,
    takenRupiah: 1_300,
    startingFloatRupiah: 1_700,
    amountRupiah: 1_900,
    overRupiah: 2_300,
    grossRupiah: 2_900,
    discountRupiah: 310,
    reversedRupiah: 3_700,
    paymentId: 'payment',
    tender: 'tender',
    shiftId: 'shift',
    till: { account: 'drawer', dimension: 'shift' },
    released: [{ tender: 'other', amountRupiah: 4_100 }],
  }
  const words: Partial<Record<Account, string>> = {
    interTerminal: 'inter-terminal',
    paidInOut: 'paid in and out',
    cashOverShort: 'cash over or short',
  }
  const wordOf = (account: Account) => words[account] ?? account.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

  test('name every posting of the code and no other', () => {
    expect([...new Set(rows.flatMap(({ events }) => events))].sort()).toEqual(Object.keys(postings).sort())
  })

  const choices = [
    { against: 'advances', as: 'claimOnCentral', account: 'receivable', parts: [] },
    {
      against: 'owedByCustomer',
      as: 'disputed',
      account: 'writtenOff',
      parts: [{ account: 'unallocated', dimension: 'tender', amountRupiah: 5_300 }],
    },
    {
      against: 'writtenOff',
      as: 'centralDifference',
      account: 'receivable',
      parts: [{ account: 'clearing', dimension: 'tender', amountRupiah: 5_300 }],
    },
  ]
  /** Money comes in unallocated and goes back to clearing. */
  const partsOf: Partial<Record<PostingEvent, 'unallocated' | 'clearing'>> = {
    accept: 'unallocated',
    refund: 'clearing',
    cancel: 'clearing',
    advance: 'clearing',
  }
  const toldOf = (event: PostingEvent) =>
    rows
      .filter(({ events }) => events.includes(event))
      .map((row) => row.accounts)
      .join(', ')

  test.each(Object.keys(postings) as PostingEvent[])('say where %s takes money from and where it puts it', (event) => {
    const told = toldOf(event).replace('as paid', `as paid: ${toldOf('paid')}`)
    for (const choice of choices) {
      const parts = choice.parts.filter(({ account }) => account === partsOf[event])
      const lines = postings[event]({ ...facts, ...choice, parts } as never)
      expect(lines.length).toBeGreaterThan(1)
      for (const { account } of lines) expect(told).toContain(wordOf(account))
    }
  })

  test('leave no account out', () => {
    const told = rows.map((row) => row.accounts).join(', ')
    for (const account of accounts) expect(told).toContain(wordOf(account))
  })
})
