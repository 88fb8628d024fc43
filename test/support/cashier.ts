import type { Locator, Page } from 'playwright-core'

/** Slower than a scanner, faster than a person. */
const typingDelayMs = 40

/** A cashier's hands and eyes: keys go to whatever has the focus, and what is looked for is what a person reads. */
export function cashierAt(page: Page) {
  const press = (key: string): Promise<void> => page.keyboard.press(key)
  const basket = page.getByRole('complementary')
  const see = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
  async function type(text: string): Promise<void> {
    await page.keyboard.type(text, { delay: typingDelayMs })
    await page.waitForTimeout(typingDelayMs)
  }
  return {
    press,
    type,
    see,
    bar: page.getByRole('banner'),
    main: page.getByRole('main'),
    basket,
    dialog: page.getByRole('dialog'),
    /** What is typed goes into the dialog from here on. */
    inDialog: () => page.getByRole('dialog').locator(':focus').first().waitFor(),
    /** All keys at once and Enter behind them, as a scanner sends them: none waits for the browser's answer to the one before. */
    async scan(text: string): Promise<void> {
      await Promise.all([...text, 'Enter'].map((key) => page.keyboard.press(key)))
    },
    async signIn(name: string, pin: string): Promise<void> {
      await page.getByRole('button', { name: new RegExp(name) }).press('Enter')
      const field = page.locator('input[type=password]')
      await field.waitFor()
      await type(pin)
      await press('Enter')
      await field.waitFor({ state: 'detached' })
    },
    async openShift(startingFloat: string): Promise<void> {
      await page.getByLabel('Modal awal di laci').waitFor()
      await type(startingFloat)
      await press('Enter')
      await page.locator('#counter-field').waitFor()
    },
    /** Number, Enter and, where there are denominations, which one: until the bill is there. */
    async check(customerNumber: string, denomination?: string): Promise<void> {
      await page.locator('#counter-field:focus').waitFor()
      await type(customerNumber)
      await press('Enter')
      if (denomination !== undefined) {
        await page.getByRole('heading', { name: new RegExp(customerNumber) }).waitFor()
        await type(denomination)
        await press('Enter')
      }
      await page.getByRole('article').waitFor()
    },
    async intoBasket(customerNumber: string): Promise<void> {
      await press('Enter')
      await basket.getByText(customerNumber).waitFor()
    },
    /** The slip as the screen shows it, its blank lines left out. */
    async preview(): Promise<string[]> {
      await page.locator('pre').first().waitFor()
      const slips = await page.locator('pre').allInnerTexts()
      return slips.flatMap((text) => text.split('\n').map((line) => line.trimEnd())).filter((line) => line !== '')
    },
  }
}

/** What stands there, as it was written and not as CSS shows it. */
export async function textOf(place: Locator): Promise<string> {
  return (await place.textContent()) ?? ''
}
