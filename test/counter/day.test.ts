import { beforeAll, expect, test } from 'vitest'
import { formatRupiah, parseRupiah } from '../../shared/money.ts'
import { paidAtBiller, paidHere, readBooks } from '../support/books.ts'
import { cashierAt, textOf } from '../support/cashier.ts'
import { buildOnce, openPaper, openTab, startCentral, terminal } from '../support/counter-desk.ts'

beforeAll(buildOnce)

/** As the practice catalogue has it: two lembar, a token, two pulsa, one lembar. */
const commissionRupiah = 2 * 1_800 + 1_200 + 2 * 800 + 1_800
const valid = 'bukti pembayaran yang sah'

test('a whole day by keyboard: paid online and offline, killed, drained, refunded, reprinted; all books agree', async () => {
  const central = await startCentral()
  const paper = await openPaper()
  const loket = terminal(['--practice', '--central', central.url, '--printer', paper.printerAddress])
  const { page, complaints } = await openTab()
  const { type, press, signIn, openShift, check, intoBasket, see, preview, bar, main, basket, dialog } = cashierAt(page)
  await page.goto(await loket.start())

  // Sari begins.
  await signIn('Sari', '1111')
  await openShift('200000')
  await bar.getByText('Online').waitFor()
  await bar.getByText('Laci Rp 200.000').waitFor()

  // A PLN bill of two months: number, Enter, Enter, a 50.000 note, F9.
  await check('530000000002')
  await page.getByRole('heading', { name: 'BUDI SANTOSO' }).waitFor()
  await intoBasket('530000000002')
  await press('Alt+W')
  await basket.getByText('Rp 5.000').waitFor()
  await press('F9')
  await basket.getByText(/Diterima \d/).waitFor()
  expect(await changeShown()).toEqual({ text: 'Rp 5.000', isLargest: true })
  await bar.getByText('Laci Rp 245.000').waitFor()
  const billSlip = await paper.nextSlip()
  expect(billSlip.filter((line) => line.includes(valid))).toHaveLength(2)
  await press('Control+P')
  expect(billSlip).toEqual(await preview())
  await press('F2')

  // A token by meter number, its denomination by keys.
  await page.locator('#counter-field:focus').waitFor()
  await type('12345678901')
  await press('Enter')
  await see('Pilih nominal untuk 12345678901')
  await press('ArrowRight')
  await press('ArrowLeft')
  await press('Enter')
  await page.getByRole('article').waitFor()
  await intoBasket('12345678901')
  await press('F9')
  await basket.getByText('lunas').waitFor()
  const tokenSlip = await paper.nextSlip()
  await press('Control+P')
  const token = await textOf(main.getByText(/^(?:\d{4} ){4}\d{4}$/))
  expect(tokenSlip.join('').replaceAll(' ', '')).toContain(token.replaceAll(' ', ''))
  expect(tokenSlip).toEqual(await preview())
  await press('F2')

  // Looked at while online, to be paid later without the link.
  await check('530000000001')
  const name = await textOf(page.getByRole('article').getByRole('heading'))
  const billRupiah = parseRupiah(await textOf(page.getByRole('article').locator('header b'))) ?? 0
  const roundedRupiah = Math.round(billRupiah / 100) * 100
  const queued = `2 · ${formatRupiah(21_500 + billRupiah)}`
  await press('Escape')

  // The link goes down: a known price and a known bill are still served, and nobody is told that they are paid.
  await central.setFault('offline')
  await check('081200001230', '20')
  await see('Harga dari daftar')
  await intoBasket('081200001230')
  await press('F9')
  await basket.getByText('antre', { exact: true }).waitFor()
  await bar.getByText('Offline').waitFor()
  await bar.getByText(/^pusat · sejak/).waitFor()
  expectProvisional(await paper.nextSlip(), 'Telkomsel 20 rb', 'Rp 21.500')
  await check('530000000001')
  await see(/Hasil cek .* hari ini/)
  await intoBasket('530000000001')
  await press('F9')
  await basket.getByText('antre', { exact: true }).waitFor()
  expectProvisional(await paper.nextSlip(), '530000000001', formatRupiah(billRupiah))
  const drawerRupiah = 200_000 + 45_000 + 22_500 + 21_500 + roundedRupiah
  await bar.getByText(`Laci ${formatRupiah(drawerRupiah)}`).waitFor()
  await press('F3')
  await main.getByText(name).waitFor()
  await main.getByText(`2 dari 200 · ${formatRupiah(21_500 + billRupiah)} dari`).waitFor()
  await main.getByText('Belum terkirim: pusat tidak bisa dihubungi.').first().waitFor()
  await bar.getByText(`Antrean ${queued}`).waitFor()
  await bar.getByText(/^tertua \d+ dtk/).waitFor()

  // The same bill keyed again names the first payment and is not taken.
  await press('F2')
  await check('530000000001')
  await press('Enter')
  await dialog.getByText('Tagihan ini sudah dibayar atau sedang dibayar').waitFor()
  await dialog.getByText(`Pembayaran pertama: ${name}, ${formatRupiah(billRupiah)}, antre`).waitFor()
  await press('Escape')
  await dialog.waitFor({ state: 'detached' })

  // The plug is pulled; the same tab comes back to the same queue, and asks who is there.
  await loket.kill()
  await see('Loket tidak menjawab')
  await loket.start()
  await page.reload()
  await signIn('Sari', '1111')
  await bar.getByText(`Antrean ${queued}`).waitFor()
  await bar.getByText('Offline').waitFor()
  await press('F3')
  await main.getByText(name).waitFor()

  // The link is back: the queue drains, and the customers' valid slips are printed.
  await central.setFault('none')
  await bar.getByText('Antrean 0').waitFor({ timeout: 60_000 })
  const ready = main.getByRole('listitem').filter({ hasText: 'Sudah lunas: struk sah siap dicetak' })
  for (const [left, number] of ['081200001230', '530000000001'].entries()) {
    await expect.poll(() => ready.count()).toBe(2 - left)
    await ready
      .filter({ hasText: number === '530000000001' ? name : number })
      .getByRole('button')
      .press('Enter')
    const slip = (await paper.nextSlip()).join('\n')
    expect(slip).toContain(number)
    expect(slip).not.toContain('SEMENTARA')
  }
  await expect.poll(() => ready.count()).toBe(0)

  // The biller refuses: the customer's money is owed, no slip says anything else, and the agent gives it back.
  await press('F2')
  await check('530000000006')
  await intoBasket('530000000006')
  await press('F9')
  await basket.getByText('ditolak', { exact: true }).waitFor()
  await bar.getByText('1 harus dikembalikan').waitFor()
  await press('F3')
  await main.getByText('Ditolak: uang harus dikembalikan').waitFor()
  await main.getByText('Biller menolak pembayaran ini.').waitFor()
  expect(await main.getByRole('button', { name: 'Kembalikan uang' }).count()).toBe(0)
  expect(paper.unread()).toBe(0)
  await press('F10')
  await page.getByRole('button', { name: 'Keluar' }).press('Enter')
  await signIn('Pak Joko', '2222')
  await press('F3')
  await main.getByRole('button', { name: 'Kembalikan uang' }).first().press('Enter')
  await dialog.getByRole('button', { name: 'Kembalikan uang' }).press('Enter')
  await bar.getByText(`Laci ${formatRupiah(drawerRupiah)}`).waitFor()
  await main.getByText('Antrean kosong').waitFor()

  // A lost slip, found by its number and printed again as a marked copy.
  await press('F4')
  await page.getByRole('searchbox').waitFor()
  await type('530000000002')
  await expect.poll(() => main.locator('[data-row]').allInnerTexts()).toEqual([expect.stringContaining('BUDI SANTOSO')])
  await press('ArrowDown')
  await press('Enter')
  await page.locator('pre').first().waitFor()
  await press('Control+P')
  const reprint = dialog.getByRole('button', { name: 'Cetak ulang (CU)' })
  expect(await reprint.isDisabled()).toBe(true)
  await dialog.locator('textarea:focus').waitFor()
  await type('struk hilang')
  await reprint.press('Enter')
  const copy = await paper.nextSlip()
  expect(copy.filter((line) => line.endsWith('-CU]'))).toHaveLength(2)
  expect(copy.join(' ')).toContain('CETAK ULANG ke-1 · struk hilang · Pak Joko')

  // In English; leaving with unsynced money warns first.
  await press('F10')
  await page.getByText('English').click()
  await page.getByRole('button', { name: 'Sign out' }).press('Enter')
  await signIn('Sari', '1111')
  await central.setFault('offline')
  await press('F2')
  await check('081211112222', '5')
  await intoBasket('081211112222')
  await press('F9')
  await bar.getByText('Queue 1').waitFor()
  expectProvisional(await paper.nextSlip(), '081211112222')
  await press('F10')
  await page.getByRole('button', { name: 'Sign out' }).press('Enter')
  await dialog.getByText('Some payments have not reached the central yet.').waitFor()
  await dialog.getByText('Rp 6.500').waitFor()
  await press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await central.setFault('none')
  await bar.getByText('Queue 0').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Sign out' }).press('Enter')
  await page.getByRole('button', { name: /Sari/ }).waitFor()

  const paidRupiah = 45_000 + 22_500 + 21_500 + billRupiah + 6_500
  expect(readBooks(loket.ledgerPath)).toEqual({
    states: { paid: 5, refunded: 1 },
    drawerRupiah: drawerRupiah + 6_500,
    heldRupiah: 0,
    floatUsedRupiah: paidRupiah - commissionRupiah,
    commissionRupiah,
    refundsDueRupiah: 0,
    complaints: [],
  })
  const { biller, billsPaidTwice, alarms, float } = await central.book()
  expect(float.balanceRupiah).toBe(25_000_000 - paidRupiah + commissionRupiah)
  expect(paidHere(loket.ledgerPath).map((line) => line.split(' ')[1])).toEqual(bills)
  expect(paidAtBiller(biller)).toEqual(paidHere(loket.ledgerPath))
  expect({ billsPaidTwice, alarms, complaints }).toEqual({ billsPaidTwice: [], alarms: [], complaints: [] })

  async function changeShown() {
    const amount = basket.getByText('Kembali').locator('..').locator('b')
    const isLargest = await amount.evaluate((element) => {
      const size = (one: Element) => Number.parseFloat(getComputedStyle(one).fontSize)
      return [...document.querySelectorAll('body *')].every((other) => size(other) <= size(element))
    })
    return { text: await textOf(amount), isLargest }
  }
})

/** In the order of `billLines`: by product, then number. */
const bills = ['530000000001', '530000000002', '12345678901', '081200001230', '081211112222']

function expectProvisional(slip: readonly string[], ...facts: string[]): void {
  const text = slip.join('\n')
  expect(text).toContain('TANDA TERIMA SEMENTARA')
  expect(text).not.toContain(valid)
  for (const fact of facts) expect(text).toContain(fact)
}
