import { cpSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cashierAt } from '../support/cashier.ts'
import { buildOnce, openTab, startCentral, terminal } from '../support/counter-desk.ts'
import { testFolder } from '../support/folder.ts'
import { obstaclesOn } from '../support/look.ts'

beforeAll(buildOnce)

test('a refused bill is paid anew, money is advanced, owed and collected, all by keyboard', async () => {
  const central = await startCentral()
  const loket = terminal(['--practice', '--central', central.url])
  const { page, complaints } = await openTab()
  const { press, type, signIn, openShift, check, intoBasket, bar, main, basket, dialog, inDialog } = cashierAt(page)
  const { look, looked } = looker(page)
  await page.goto(await loket.start())
  await signIn('Bu Ratna', '3333')
  await openShift('200000')
  await bar.getByText('Online').waitFor()

  // The bill grows between the look and the payment: the customer pays the difference.
  await check('530000000001')
  await intoBasket('530000000001')
  await central.order({ do: 'changeBill', customerNumber: '530000000001', change: 'otherTotal' })
  await press('F9')
  await basket.getByText('ditolak', { exact: true }).waitFor()
  await press('F3')
  await main.getByRole('button', { name: 'Bayar dengan tagihan baru' }).waitFor()
  await look('refused in the queue')
  await main.getByRole('button', { name: 'Bayar dengan tagihan baru' }).press('Enter')
  await basket.getByText('Rp 1.000', { exact: true }).first().waitFor()
  await look('paying anew, dearer')
  await page.locator('#counter-field:focus').waitFor()
  await press('F9')
  await basket.getByText('lunas', { exact: true }).waitFor()
  await look('paid anew')

  // One of two months is settled elsewhere: the customer gets the rest back.
  await check('530000000002')
  const older = periodOf((await page.getByRole('article').getByRole('rowheader').first().textContent()) ?? '')
  await intoBasket('530000000002')
  await central.order({ do: 'payElsewhere', customerNumber: '530000000002', periods: [older] })
  await press('F9')
  await basket.getByText('ditolak', { exact: true }).waitFor()
  await press('F3')
  await main.getByRole('button', { name: 'Bayar dengan tagihan baru' }).press('Enter')
  await basket.getByText('Kembalikan ke pelanggan').waitFor()
  await look('paying anew, cheaper')
  await page.locator('#counter-field:focus').waitFor()
  await press('F9')
  await basket.getByText('lunas', { exact: true }).waitFor()
  await look('given back')

  // The answer is lost; the customer can't wait and gets the money; then it turns out to be paid.
  await central.setFault('resetAfterCommit')
  await check('081200001230', '20')
  await intoBasket('081200001230')
  await press('F9')
  await basket.getByText('belum pasti', { exact: true }).waitFor()
  await central.setFault('offline')
  await press('F3')
  await main.locator('[data-row]').filter({ hasText: '081200001230' }).press('Enter')
  await main.getByRole('button', { name: 'Dahulukan uang' }).press('Enter')
  await dialog.getByLabel('Alasan').waitFor()
  await inDialog()
  await type('pelanggan harus pergi')
  await look('advance')
  await press('Tab')
  await press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await central.setFault('none')
  await main.getByRole('button', { name: 'Terima utang' }).waitFor({ timeout: 60_000 })
  await look('owed')
  await main.getByRole('button', { name: 'Hapus utang' }).press('Enter')
  await dialog.getByText('Orang kedua', { exact: true }).waitFor()
  await inDialog()
  await look('write-off')
  await press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await main.getByRole('button', { name: 'Terima utang' }).press('Enter')
  await dialog.getByText('Terima Rp 21.500 dari pelanggan').waitFor()
  await inDialog()
  await look('collect')
  await press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await main.getByRole('button', { name: 'Terima utang' }).waitFor({ state: 'detached' })
  expect(looked).toEqual({})
  expect(complaints).toEqual([])
})

test('offline: a bill from paper, a lifted limit, a shift that may not close yet, a queue that another terminal takes over', async () => {
  const central = await startCentral()
  const flags = ['--practice', '--central', central.url]
  const loket = terminal(flags)
  const { page, complaints } = await openTab()
  const { press, type, signIn, openShift, check, intoBasket, bar, main, basket, dialog, inDialog } = cashierAt(page)
  const { look, looked } = looker(page)
  await page.goto(await loket.start())
  await signIn('Bu Ratna', '3333')
  await openShift('200000')
  await bar.getByText('Online').waitFor()
  await central.setFault('offline')
  await check('081211112222', '5')
  await intoBasket('081211112222')
  await press('F9')
  await bar.getByText('Offline').waitFor()
  asTheCentralSays(loket.ledgerPath)
  await page.reload()

  // The number can't be looked up; the paper in the customer's hand says how much.
  await page.locator('#counter-field:focus').waitFor()
  await type('530000000001')
  await press('Enter')
  await dialog.getByLabel('Jumlah di kertas').waitFor()
  await inDialog()
  await look('paper')
  await type('84000')
  await dialog.getByText('Rp 86.750').waitFor()
  await press('Enter')
  await page.getByRole('article').getByText('Diketik dari kertas pelanggan').waitFor()
  await look('bill from paper')
  await intoBasket('530000000001')

  // More than may be owed at once: a supervisor says yes to this one.
  await press('F9')
  await basket.getByRole('button', { name: 'Minta izin supervisor' }).press('Enter')
  await dialog.getByLabel('PIN supervisor').waitFor()
  await inDialog()
  await look('override')
  await type('3333')
  await press('Tab')
  await type('pelanggan lama')
  await press('Tab')
  await press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await press('F9')
  await basket.getByText('antre', { exact: true }).waitFor()

  // With money unsynced the shift closes only over a warning, and Enter again is not enough.
  await press('F10')
  await main.getByRole('button', { name: 'Tutup shift' }).press('Enter')
  await dialog.getByLabel('Uang terhitung').waitFor()
  await inDialog()
  await type('293300')
  await press('Enter')
  await dialog.getByText('2 pembayaran').waitFor()
  await inDialog()
  await look('close shift')
  await press('Enter')
  await dialog.getByText('2 pembayaran').waitFor()
  await press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await bar.getByText('Shift 1').waitFor()
  await main.getByRole('button', { name: 'Tutup Loket' }).press('Enter')
  await dialog.getByText('2 pembayaran').waitFor()
  await inDialog()
  await look('quit')
  await press('Escape')

  // Started anew offline on a machine that was off: nobody vouches for the date until a supervisor does.
  await loket.kill()
  afterTheMachineWasOff(loket.ledgerPath)
  await page.goto('about:blank')
  await page.goto(await loket.start())
  await signIn('Bu Ratna', '3333')
  await press('F10')
  await main.getByRole('heading', { name: 'Tanggal dan jam' }).waitFor()
  await look('date')
  await main.getByRole('button', { name: 'Ini benar' }).press('Enter')
  await main.getByRole('heading', { name: 'Tanggal dan jam' }).waitFor({ state: 'detached' })

  // The queue leaves by a file, and the file can be had again.
  await press('F3')
  await main.getByRole('button', { name: 'Serah-terima antrean' }).press('Enter')
  await dialog.getByRole('button', { name: 'Serahkan antrean ke terminal lain' }).waitFor()
  await look('hand-over')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Serahkan antrean ke terminal lain' }).press('Enter'),
  ])
  const file = await download.path()
  expect(await readFile(file, 'utf8')).toContain('LOKET')
  await dialog.getByText('belum diambil alih').waitFor()
  await look('handed over')
  await press('Escape')
  await main.getByText('Antrean kosong').waitFor()
  await loket.kill()

  await central.setFault('none')
  const other = terminal(flags)
  await page.goto('about:blank')
  await page.goto(await other.start())
  await signIn('Bu Ratna', '3333')
  await openShift('100000')
  await bar.getByText('Online').waitFor()
  await press('F3')
  await main.getByRole('button', { name: 'Serah-terima antrean' }).press('Enter')
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    dialog.getByRole('button', { name: 'Ambil alih dari berkas' }).press('Enter'),
  ])
  await chooser.setFiles(file)
  await dialog.getByText('2 diambil alih, 0 menunggu pusat, 0 ditolak pusat.').first().waitFor()
  await look('taken over')
  expect(looked).toEqual({})
  expect(complaints).toEqual([])
})

test('a terminal that lived on as a copy sends only what a person ticks', async () => {
  const central = await startCentral()
  const flags = ['--practice', '--central', central.url]
  const loket = terminal(flags)
  const { page, complaints } = await openTab()
  const { press, signIn, openShift, check, intoBasket, bar, main, dialog } = cashierAt(page)
  const { look, looked } = looker(page)
  await page.goto(await loket.start())
  await signIn('Bu Ratna', '3333')
  await openShift('200000')
  await bar.getByText('Online').waitFor()
  await central.setFault('offline')
  for (const number of ['081211112222', '081200001230']) {
    await check(number, '5')
    await intoBasket(number)
    await press('F9')
    await bar.getByText(number === '081211112222' ? 'Antrean 1' : 'Antrean 2').waitFor()
  }
  await loket.kill()
  const copied = testFolder()
  setAside(loket.ledgerPath, ['resyncUnanswered', 'neverHeardOf'])
  cpSync(loket.dataFolder, copied, { recursive: true })
  await central.setFault('none')
  await page.goto('about:blank')
  await page.goto(await terminal(flags, copied).start())
  await signIn('Bu Ratna', '3333')
  await press('F3')
  await main.getByText('Pusat dua kali tidak menjawab tentang pembayaran ini. Tanyakan langsung ke pusat.').waitFor()
  await main.getByText('Alasan: neverHeardOf.').waitFor()
  await look('alarms')
  await main.getByRole('button', { name: 'Pastikan' }).press('Enter')
  await dialog.getByRole('checkbox').first().waitFor()
  await look('held')
  await dialog.getByRole('checkbox').first().press('Space')
  await dialog.getByRole('button', { name: /Kirim 1 pembayaran/ }).press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(() => main.locator('[data-row]').count()).toBe(1)
  await look('one is left')
  expect(looked).toEqual({})
  expect(complaints).toEqual([])
})

/** Collects what stands in somebody's way, by the name of the moment. */
function looker(page: Page) {
  const looked: Record<string, string[]> = {}
  const look = async (name: string) => {
    const obstacles = await obstaclesOn(page)
    if (obstacles.length > 0) looked[name] = obstacles
  }
  return { look, looked }
}

/** "OKT26" as the central writes it: "202610". */
function periodOf(month: string): string {
  const months = ['JAN', 'FEB', 'MAR', 'APR', 'MEI', 'JUN', 'JUL', 'AGT', 'SEP', 'OKT', 'NOV', 'DES']
  return `20${month.slice(3)}${String(months.indexOf(month.slice(0, 3)) + 1).padStart(2, '0')}`
}

/** A catalogue and limits that the practice outlet does not have: PLN by paper, and little at once. */
function asTheCentralSays(ledgerPath: string): void {
  const ledger = new Sqlite(ledgerPath)
  ledger.exec(`
    UPDATE signed_documents SET body = replace(body, '"knownBill"', '"statedAmount"') WHERE kind = 'catalogue';
    UPDATE signed_documents SET body = json_set(body, '$.limits.perPaymentMaxRupiah', 50000) WHERE kind = 'config';
  `)
  ledger.close()
}

function afterTheMachineWasOff(ledgerPath: string): void {
  const ledger = new Sqlite(ledgerPath)
  ledger.exec("UPDATE settings SET value = json_set(value, '$.uptime.bootId', 'an earlier one') WHERE key = 'trustedTime'")
  ledger.close()
}

function setAside(ledgerPath: string, whys: readonly string[]): void {
  const ledger = new Sqlite(ledgerPath)
  const insert = ledger.prepare(
    "INSERT INTO set_aside (id, kind, payment_id, why, content, at_ms) SELECT @why, 'alarm', id, @why, '{}', accepted_at_ms FROM payments LIMIT 1",
  )
  for (const why of whys) insert.run({ why })
  ledger.close()
}
