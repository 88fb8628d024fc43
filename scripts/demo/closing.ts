import type { Account } from '../../main/ledger/postings.ts'
import { paidAtBiller, paidHere, readBooks } from '../../test/support/books.ts'
import type { Counter } from '../../test/support/counter.ts'
import type { CentralProcess, HostProcess } from '../../test/support/process.ts'
import { rupiah, screen } from './screen.ts'

/** Accounts a counter day can touch, in the order a person reads them. */
const accountNames: [Account, string, string][] = [
  ['drawer', 'Laci', 'drawer'],
  ['safe', 'Brankas (modal awal)', 'safe: the starting float'],
  ['held', 'Titipan pelanggan', 'held for customers'],
  ['refundsDue', 'Pengembalian terutang', 'refunds due'],
  ['floatUsed', 'Saldo terpakai', 'float used'],
  ['commission', 'Komisi loket', 'commission earned'],
  ['counterFee', 'Adm loket', 'counter fee'],
  ['cashRounding', 'Pembulatan tunai', 'cash rounding'],
  ['centralDifference', 'Selisih central', 'central difference'],
]

export type Day = {
  counter: Counter
  host: HostProcess
  central: CentralProcess
  ledgerPath: string
  startingFloatRupiah: number
  /** Counted by hand as the day went: starting float, cash taken, change and refunds given. */
  cashInHandRupiah: number
}

/** Lays every book of the day side by side; true only if all of them say the same. Ends the terminal to read its disk. */
export async function closeBooks({ counter, host, central, ledgerPath, startingFloatRupiah, cashInHandRupiah }: Day): Promise<boolean> {
  const balances = await sumOfLines(counter, startingFloatRupiah)
  const amountOf = (account: Account) => balances.get(account) ?? 0
  const named = new Set<string>(accountNames.map(([account]) => account))
  const rows = accountNames.map(([account, label, gloss]) => ({ label, gloss, amountRupiah: amountOf(account) }))
  const others = [...balances]
    .filter(([account]) => !named.has(account))
    .map(([label, amountRupiah]) => ({ label, gloss: '', amountRupiah }))
  screen.amounts([...rows, ...others], { label: 'Jumlah', gloss: 'sum' })

  const status = await counter.status()
  const book = await central.book()
  const paid = (await counter.payments()).filter(({ state }) => state === 'paid')
  const exitCode = await host.end()
  const onDisk = readBooks(ledgerPath)
  const here = paidHere(ledgerPath)
  const atBiller = paidAtBiller(book.biller)
  const [openingMovement] = book.float.movements
  const openingRupiah = openingMovement?.amountRupiah ?? 0
  const usedRupiah = -amountOf('floatUsed')
  screen.fact('')
  screen.fact(`Saldo awal ${rupiah(openingRupiah)} - terpakai ${rupiah(usedRupiah)} = ${rupiah(book.float.balanceRupiah)}`, 'float bridge')
  screen.fact(`Buku biller: ${atBiller.length} tagihan lunas`, "the biller's own book")
  for (const line of atBiller) screen.fact(`  ${line}`)
  screen.fact('')

  const checks: [boolean, string, string][] = [
    [[...balances.values()].reduce((sum, amount) => sum + amount, 0) === 0, 'jumlah semua akun nol', 'all accounts sum to zero'],
    [
      amountOf('drawer') === cashInHandRupiah && status.shift?.drawerRupiah === cashInHandRupiah,
      `laci seharusnya ${rupiah(cashInHandRupiah)}, sama dengan uang yang dihitung`,
      'drawer = cash',
    ],
    [amountOf('held') === 0 && status.queue.count === 0, 'titipan 0, antrean 0', 'nothing held, nothing queued'],
    [amountOf('refundsDue') === 0 && status.owedBack.count === 0, 'tidak ada uang yang masih terutang', 'nothing owed back'],
    [
      openingRupiah - usedRupiah === book.float.balanceRupiah && status.float.balanceRupiah === book.float.balanceRupiah,
      'saldo di sini sama dengan saldo di pusat',
      'float here = float at the central',
    ],
    [
      atBiller.length > 0 && sameLines(here, atBiller) && paid.length === atBiller.length && book.billsPaidTwice.length === 0,
      'buku biller = pembayaran lunas, satu kali masing-masing',
      'each bill paid once',
    ],
    [
      exitCode === 0 &&
        onDisk.complaints.length === 0 &&
        onDisk.drawerRupiah === amountOf('drawer') &&
        onDisk.floatUsedRupiah === usedRupiah,
      'buku di disk sama dengan yang dikatakan terminal',
      'disk = screen',
    ],
  ]
  for (const [holds, text, gloss] of checks) screen.check(holds, text, gloss)
  return checks.every(([holds]) => holds)
}

/** Every line of the day's payments, as the terminal tells their stories, and the opening of the shift. */
async function sumOfLines(counter: Counter, startingFloatRupiah: number): Promise<Map<string, number>> {
  const balances = new Map<string, number>([
    ['drawer', startingFloatRupiah],
    ['safe', -startingFloatRupiah],
  ])
  for (const { id } of await counter.payments()) {
    const { story } = await counter.call('payment', { paymentId: id })
    for (const { account, amountRupiah } of story.flatMap(({ lines }) => lines))
      balances.set(account, (balances.get(account) ?? 0) + amountRupiah)
  }
  return balances
}

function sameLines(these: readonly string[], those: readonly string[]): boolean {
  return these.length === those.length && these.every((line, index) => line === those[index])
}
