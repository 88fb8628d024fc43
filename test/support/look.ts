import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What stands in the way of somebody at this moment: what axe finds, and a page that scrolls on the smallest screens a counter has. */
export async function obstaclesOn(page: Page): Promise<string[]> {
  return [...(await violationsOn(page)), ...(await scrollbarsOn(page))]
}

async function violationsOn(page: Page): Promise<string[]> {
  // Short messages slide in and fade out; colours count once they rest.
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))))
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  expect(passes.length).toBeGreaterThan(0)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`)
}

async function scrollbarsOn(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const width of [1024, 1280]) {
    await page.setViewportSize({ width, height: 620 })
    const over = await page.evaluate(() => {
      // A dialog taller than the screen scrolls in a box of its own.
      const boxes = [document.documentElement, ...document.querySelectorAll('[role=dialog]')]
      return boxes.map(({ scrollWidth, scrollHeight, clientWidth, clientHeight }) => ({
        right: scrollWidth - clientWidth,
        below: scrollHeight - clientHeight,
      }))
    })
    const clipped = await page.evaluate(() => {
      const shown = [...document.querySelectorAll('button')].filter((button) => button.checkVisibility())
      const narrow = shown.filter((button) =>
        [button, ...button.querySelectorAll('*')].some(
          (part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0 && getComputedStyle(part).textOverflow !== 'ellipsis',
        ),
      )
      const low = shown.filter(
        (button) => button.closest('aside, dialog, [role=dialog]') && button.getBoundingClientRect().bottom > innerHeight,
      )
      return [...narrow, ...low].map((button) => button.textContent ?? '')
    })
    for (const text of clipped) found.push(`at ${width}: the button “${text}” is cut off`)
    for (const { right, below } of over) if (right > 0 || below > 0) found.push(`at ${width}: ${right} px too wide, ${below} px too high`)
  }
  return found
}
