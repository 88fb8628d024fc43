import { beforeAll, expect, test } from 'vitest'
import { cashierAt } from '../support/cashier.ts'
import { buildOnce, openTab, terminal } from '../support/counter-desk.ts'
import { obstaclesOn } from '../support/look.ts'

beforeAll(buildOnce)

/** Where people work, and how a keyboard gets there. */
const screens = [
  { name: 'counter', key: 'F2', there: 'PLN Tagihan' },
  { name: 'queue', key: 'F3', there: 'Antrean kosong' },
  { name: 'history', key: 'F4', there: 'BUDI SANTOSO' },
  { name: 'settings', key: 'F10', there: 'Gangguan latihan' },
]

test('every screen fits without scrolling, can be read by everybody, and the browser has nothing to complain about', async () => {
  const loket = terminal()
  const { page, complaints } = await openTab()
  const { press, signIn, openShift, check, intoBasket, see, basket, bar } = cashierAt(page)
  const looked: Record<string, string[]> = {}
  const look = async (name: string) => {
    looked[name] = await obstaclesOn(page)
  }

  await page.goto(await loket.start())
  await see('Mulai latihan')
  await look('first start')
  await page.getByRole('button', { name: 'Mulai latihan' }).press('Enter')
  await see('Siapa yang bertugas?')
  await look('sign-in')
  await signIn('Sari', '1111')
  await see('Modal awal di laci')
  await look('shift')
  await openShift('200000')
  await bar.getByText('Online').waitFor()
  await check('530000000002')
  await look('bill')
  await intoBasket('530000000002')
  await look('basket')
  await press('F9')
  await basket.getByText('lunas').waitFor()
  await look('change')
  for (const { name, key, there } of screens) {
    await press(key)
    await page.getByRole('main').getByText(there).first().waitFor()
    await look(name)
  }
  await press('F4')
  await page.getByRole('searchbox').waitFor()
  await page.locator('[data-row]').first().press('Enter')
  await page.locator('pre').first().waitFor()
  await look('payment')
  expect(Object.fromEntries(Object.entries(looked).filter(([, found]) => found.length > 0))).toEqual({})
  expect(Object.keys(looked)).toHaveLength(11)
  expect(complaints).toEqual([])
})
