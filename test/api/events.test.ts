import { expect, test } from 'vitest'
import { createEvents } from '../../main/api/events.ts'
import { manualClock } from '../support/manual-clock.ts'

function reader(response: Response) {
  const source = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return async () => (await source?.read())?.value
}

test('a page hears at once that the stream stands, then what changed', async () => {
  const events = createEvents(manualClock())
  const next = reader(events.open())
  expect(await next()).toBe(': open\n\n')
  events.publish('payments')
  expect(await next()).toBe('event: payments\ndata: {}\n\n')
})

test('a quiet stream beats every fifteen seconds, so that a dead one is noticed', async () => {
  const clock = manualClock()
  const next = reader(createEvents(clock).open())
  await next()
  await clock.advance(15_000)
  expect(await next()).toBe(': heartbeat\n\n')
})

test('what a slow page has not read is told once a topic', async () => {
  const events = createEvents(manualClock())
  const next = reader(events.open())
  for (let count = 0; count < 1_000; count += 1) events.publish(count % 2 === 0 ? 'payments' : 'status')
  const texts: string[] = []
  const timer = new Promise<undefined>((resolve) => setTimeout(resolve, 50))
  for (;;) {
    const text = await Promise.race([next(), timer])
    if (text === undefined) break
    texts.push(text)
  }
  const told = texts.join('').split('event: ').length - 1
  expect(told).toBeGreaterThanOrEqual(2)
  expect(told).toBeLessThan(20)
})

test('streams end with the terminal, and a page that goes is forgotten', async () => {
  const events = createEvents(manualClock())
  const gone = events.open()
  await gone.body?.cancel()
  const next = reader(events.open())
  await next()
  events.publish('status')
  events.close()
  expect(await next()).toContain('status')
  expect(await next()).toBeUndefined()
})

test('the thirty-third page takes the place of the first', async () => {
  const events = createEvents(manualClock())
  const first = reader(events.open())
  for (let count = 0; count < 32; count += 1) events.open()
  expect(await first()).toBe(': open\n\n')
  expect(await first()).toBeUndefined()
})
