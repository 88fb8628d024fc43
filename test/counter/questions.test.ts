import { beforeAll, expect, test } from 'vitest'
import { cashierAt } from '../support/cashier.ts'
import { buildOnce, openTab, startCentral, terminal } from '../support/counter-desk.ts'
import { obstaclesOn } from '../support/look.ts'

beforeAll(buildOnce)

test('months, an amount and a year are asked for by keyboard before the bill is looked up, as the catalogue says', async () => {
  const central = await startCentral()
  const loket = terminal(['--practice', '--central', central.url])
  const { page, complaints } = await openTab()
  const { press, type, signIn, openShift, intoBasket, bar, basket, dialog, inDialog } = cashierAt(page)
  await page.goto(await loket.start())
  await signIn('Sari', '1111')
  await openShift('200000')
  await bar.getByText('Online').waitFor()

  const ask = async (words: string) => {
    await page.locator('#counter-field:focus').waitFor()
    await type(words)
    await press('Enter')
    await inDialog()
  }
  // Both the card and its virtual account mean the same customer.
  await ask('bpjs kes 8888801234560001')
  await dialog.getByText('BPJS Kesehatan · 0001234560001').waitFor()
  expect(await dialog.getByLabel('Jumlah bulan').inputValue()).toBe('1')
  expect(await obstaclesOn(page)).toEqual([])
  await press('Control+A')
  await type('13')
  await press('Enter')
  await dialog.getByText('(Satu sampai 12 bulan.)').waitFor()
  await press('Control+A')
  await type('3')
  await press('Enter')
  await page.getByRole('article').getByRole('rowheader').nth(2).waitFor()
  await intoBasket('0001234560001')

  await ask('gopay 082100000001')
  await type('75500')
  expect(await dialog.getByLabel('Nominal').inputValue()).toBe('75.500')
  await press('Enter')
  await page.getByRole('article').getByText('Rp 77.000').first().waitFor()
  await intoBasket('082100000001')

  await ask('pbb banyumas 330217001000100010')
  await press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await press('Enter')
  await inDialog()
  await type('2026')
  await press('Enter')
  await page.getByRole('article').getByText('PURWOKERTO TIMUR').waitFor()
  await intoBasket('330217001000100010')

  // A product without questions is looked up at once; what its biller says about each month stands under it.
  await page.locator('#counter-field:focus').waitFor()
  await type('surabaya 10202002')
  await press('Enter')
  await page.getByRole('article').getByText('ABODEMEN Rp 7.500').nth(2).waitFor()
  expect(await obstaclesOn(page)).toEqual([])
  await intoBasket('10202002')

  await press('F9')
  await basket.getByText('lunas', { exact: true }).nth(3).waitFor()
  const { biller, billsPaidTwice } = await central.book()
  expect(biller.map(({ productCode, periods }) => [productCode, periods.length])).toEqual([
    ['BPJSKS', 3],
    ['GOPAY', 1],
    ['PBBBMS', 1],
    ['PDAMSBY', 3],
  ])
  expect(billsPaidTwice).toEqual([])
  expect(complaints).toEqual([])
})
