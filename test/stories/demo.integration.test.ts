import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { testFolder } from '../support/folder.ts'
import { startProgram } from '../support/process.ts'

const demo = (env: Record<string, string>) => startProgram('scripts/demo.mjs', [], env)

/** The figure that stands behind a label of the closing table, "-466.823" as a number. */
function figureOf(output: string, label: string): number {
  const found = new RegExp(`^ {3}${label} .*? (-?[\\d.]+)$`, 'm').exec(output)?.[1]
  if (found === undefined) throw new Error(`the closing table has no ${label}`)
  return Number(found.replaceAll('.', ''))
}

test('the demo lives through its day, prints over a real line, and ends with books that balance', async () => {
  const folder = testFolder()
  const program = demo({ TMPDIR: folder })
  expect(await program.exited, program.output()).toBe(0)
  const output = program.output()
  const steps = [...output.matchAll(/^── (\d+) · /gm)].map(([, number]) => Number(number))
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(output).toContain('jalur serial')
  expect(output.trimEnd().split('\n').at(-1)).toBe('Buku seimbang. (The books balance.)')
  expect(output).not.toContain('✘')
  expect(output.match(/✔/g)).toHaveLength(7)
  const tooWide = output.split('\n').filter((line) => [...line].length > 80)
  expect(tooWide).toEqual([])
  expect(readdirSync(folder)).toEqual([])

  // The closing figures against each other and against what the steps said on the way.
  expect(figureOf(output, 'Jumlah')).toBe(0)
  expect(figureOf(output, 'Titipan pelanggan')).toBe(0)
  const bills = [...output.matchAll(/^ {5}(PLN|PLNT20|PLNT50|TSEL20) \d+ \[[\d,]*\] (\d+)$/gm)].map(([, , amount]) => Number(amount))
  expect(bills).toHaveLength(5)
  const [paidRupiah, roundedRupiah] = [bills.reduce((sum, amount) => sum + amount, 0), figureOf(output, 'Pembulatan tunai')]
  expect(figureOf(output, 'Laci')).toBe(200_000 + paidRupiah - roundedRupiah)
  expect(-figureOf(output, 'Saldo terpakai') - figureOf(output, 'Komisi loket')).toBe(paidRupiah)
  expect(figureOf(output, 'Komisi loket')).toBe(-(3 * 1_800 + 2 * 1_200 + 800))

  const slips = output.split('┌').filter((part) => part.includes('└'))
  const provisional = slips.filter((slip) => slip.includes('TANDA TERIMA SEMENTARA'))
  expect(provisional).toHaveLength(2)
  for (const slip of provisional) expect(slip).not.toMatch(/bukti pembayaran yang sah/i)
  expect(slips.filter((slip) => /-CA\]/.test(slip))).toHaveLength(4)
  expect(slips.filter((slip) => /-CU\]/.test(slip) && slip.includes('CETAK ULANG ke-1'))).toHaveLength(1)
  expect(output).toContain('refused: duplicateBill')
  expect(output).toMatch(/PLN Token 50 rb: lunas {2}\(ask: paid\)/)
})

test('the demo fails when a bill stands twice in the book of the biller, and prints to a file where no line can be had', async () => {
  const folder = testFolder()
  // Without python3 and socat on the path.
  const program = demo({ TMPDIR: folder, PATH: '' })
  await program.said(/── 11 · /, 60_000)
  const [shop = ''] = readdirSync(folder).filter((name) => name.startsWith('loket-demo-'))
  const book = new Sqlite(join(folder, shop, 'central', 'biller.sqlite'))
  book.exec(`INSERT INTO payments (trace, product_code, customer_number, periods, sheets, amount_rupiah, wib_day, status, reference, receipt,
      asked_at_ms, paid_at_ms, changes, remark)
    SELECT 'again', product_code, customer_number, periods, sheets, amount_rupiah, wib_day, status, 'again', receipt,
      asked_at_ms, paid_at_ms, changes, remark
    FROM payments WHERE customer_number = '081200001230'`)
  book.close()
  expect(await program.exited).toBe(1)
  const output = program.output()
  expect(output).toContain('berkas, 58 mm')
  expect(output).toContain('✘ buku biller')
  expect(output.match(/✘/g)).toHaveLength(1)
  expect(output.trimEnd().split('\n').at(-1)).toBe('Buku TIDAK seimbang. (The books do not balance.)')
  expect(readdirSync(folder)).toEqual([])
})
