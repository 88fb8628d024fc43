import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { paymentTransitions } from '../../shared/payment-states.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'architecture.md'), 'utf8').replaceAll('\r\n', '\n')

test('the picture of a payment in docs/architecture.md has every arrow of the table and no other', () => {
  const picture = /```mermaid\n([^`]*)```/.exec(page)?.[1] ?? ''
  const arrows = [...picture.matchAll(/^ {2}(\S+) --> (\S+): (.+)$/gm)]
  const drawn = arrows.flatMap(([, from, to, events = '']) => events.split(', ').map((event) => `${from} ${event} ${to}`))
  const agreed = Object.entries(paymentTransitions).flatMap(([from, ways]) =>
    Object.entries(ways).map(([event, to]) => `${from} ${event} ${to}`),
  )
  expect(drawn.toSorted()).toEqual(['[*] accept queued', ...agreed].toSorted())
})
