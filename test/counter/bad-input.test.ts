import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { readBooks } from '../support/books.ts'
import { cashierAt } from '../support/cashier.ts'
import { buildOnce, openTab, terminal } from '../support/counter-desk.ts'

beforeAll(buildOnce)

const nothingTaken = { states: {}, drawerRupiah: 200_000, heldRupiah: 0, floatUsedRupiah: 0, complaints: [] }

/** Sari at the counter with her shift open, online. */
async function serving() {
  const loket = terminal(['--practice'])
  const { page, complaints } = await openTab()
  const cashier = cashierAt(page)
  const address = await loket.start()
  await page.goto(address)
  await cashier.signIn('Sari', '1111')
  await cashier.openShift('200000')
  await cashier.bar.getByText('Online').waitFor()
  onTestFinished(() => expect(complaints).toEqual([]))
  return { ...cashier, page, loket, address, refusal: page.getByRole('alert').filter({ hasText: /\S/ }) }
}

test('a number that fits no product, is too long or belongs to nobody is refused in a sentence', async () => {
  const { type, press, refusal, page, loket } = await serving()
  const refused = async (number: string, sentence: string) => {
    await page.locator('#counter-field:focus').waitFor()
    await type(number)
    await press('Enter')
    await refusal.getByText(sentence).waitFor()
    await press('Escape')
    await expect.poll(() => page.locator('#counter-field').inputValue()).toBe('')
  }
  await refused('12', 'Nomor ini tidak cocok dengan produk mana pun.')
  await refused('1'.repeat(40), 'Nomor pelanggan terlalu panjang.')
  await refused('sembako', 'Tidak ada produk yang cocok dengan “sembako”.')
  await refused('530000000003', 'Tagihan tidak ditemukan.')
  await refused('530000000004', 'Tagihan ini sudah lunas.')
  expect(readBooks(loket.ledgerPath)).toMatchObject(nothingTaken)
})

test('money is taken by F9 alone, once, and only when it is enough', async () => {
  const { type, press, check, intoBasket, basket, bar, refusal, page, loket } = await serving()
  await check('530000000002')
  await press('F9')
  expect(await basket.getByText('Keranjang kosong').count()).toBe(1)
  await intoBasket('530000000002')
  for (const key of ['Enter', 'Space', 'Enter']) await press(key)
  await press('Escape')
  await press('F8')
  await type('20000')
  await press('Enter')
  await press('F9')
  await refusal.getByText(/Uang yang diterima kurang\..*Kurang Rp 25\.000\./).waitFor()
  await press('F8')
  await type('45000,5')
  await press('F9')
  await refusal.getByText('Jumlah harus rupiah bulat tanpa sen.').waitFor()
  expect(readBooks(loket.ledgerPath)).toMatchObject(nothingTaken)

  await press('F8')
  await type('100000')
  await Promise.all([press('F9'), press('F9')])
  await press('F9')
  await basket.getByText('lunas', { exact: true }).waitFor()
  await basket.getByText('Rp 55.000').waitFor()
  await bar.getByText('Laci Rp 245.000').waitFor()
  await page.waitForTimeout(500)
  expect(readBooks(loket.ledgerPath)).toMatchObject({ states: { paid: 1 }, drawerRupiah: 245_000, complaints: [] })
})

test('a scanner starts an inquiry and nothing else, and the same scan at once means nothing', async () => {
  const { scan, press, basket, page, refusal, loket, type } = await serving()
  await page.locator('#counter-field:focus').waitFor()
  await scan('530000000002')
  await page.getByRole('heading', { name: 'BUDI SANTOSO' }).waitFor()
  await scan('530000000002')
  await refusal.getByText('Scan yang sama diabaikan.').waitFor()
  await basket.getByText('Keranjang kosong').waitFor()
  // Some scanners send a second Enter at once; a person's comes later.
  await page.waitForTimeout(100)
  await press('Enter')
  await basket.getByText('530000000002').waitFor()
  await press('F8')
  await type('50000')
  await scan('530000000001')
  await page.getByRole('article').getByText('530000000001').waitFor()
  await basket.getByText('Rp 5.000').waitFor()
  expect(await basket.getByRole('listitem').count()).toBe(1)
  expect(readBooks(loket.ledgerPath)).toMatchObject(nothingTaken)
})

test('a second window with the same basket takes nothing and shows what was taken', async () => {
  const { press, check, intoBasket, basket, bar, page, loket } = await serving()
  await check('530000000002')
  await intoBasket('530000000002')
  // A duplicated tab: the same session and the same basket.
  const stored = await page.evaluate(() => JSON.stringify(sessionStorage))
  const twin = await page.context().newPage()
  await twin.addInitScript((text) => {
    for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, string>)) sessionStorage.setItem(name, value)
  }, stored)
  // It hears of no change, as if its event stream were late.
  await twin.route('**/api/events', (route) => route.abort())
  await twin.goto(page.url())
  const twinBasket = twin.getByRole('complementary')
  await twinBasket.getByText('530000000002').waitFor()
  await press('F9')
  await basket.getByText('lunas', { exact: true }).waitFor()
  const refused = twin.waitForResponse(/\/accept$/)
  await twin.keyboard.press('F9')
  expect(await (await refused).json()).toMatchObject({ status: 409, code: 'basketAlreadyAccepted' })
  await twinBasket.getByText(/Diterima \d/).waitFor()
  await twinBasket.getByRole('alert').getByText('Keranjang ini sudah diterima. Jangan ambil uang dua kali').waitFor()
  await bar.getByText('Laci Rp 245.000').waitFor()
  expect(readBooks(loket.ledgerPath)).toMatchObject({ states: { paid: 1 }, drawerRupiah: 245_000, complaints: [] })
})

test('the practice switch takes the link down and brings it back', async () => {
  const { press, check, bar, main, refusal, type, page } = await serving()
  await press('F10')
  await main.getByText('Putus', { exact: true }).click()
  await press('F2')
  await page.locator('#counter-field:focus').waitFor()
  await type('530000000001')
  await press('Enter')
  await refusal.getByText('Tagihan ini belum pernah dicek hari ini').waitFor()
  await bar.getByText('Offline').waitFor()
  await bar.getByText(/^pusat · sejak/).waitFor()
  await press('F10')
  await main.getByText('Tidak ada', { exact: true }).click()
  await bar.getByText('Online').waitFor()
  await press('F2')
  await press('Escape')
  await check('530000000001')
})

test('keys typed right behind F2 are in the field, also on a busy machine', async () => {
  const { press, main, page } = await serving()
  await press('F10')
  await main.getByRole('heading', { name: 'Atur' }).waitFor()
  // The page hangs in the middle of F2 while the keys behind it pile up.
  await page.evaluate(() =>
    window.addEventListener(
      'keydown',
      ({ key }) => {
        const untilMs = performance.now() + (key === 'F2' ? 400 : 0)
        while (performance.now() < untilMs);
      },
      true,
    ),
  )
  await Promise.all(['F2', ...'530000000001'].map(press))
  await expect.poll(() => page.locator('#counter-field').inputValue()).toBe('530000000001')
})
