import { describe, expect, it } from 'vitest'
import type { KeyName } from '../../renderer/parts/key-names.ts'
import { keyName, twinOf } from '../../renderer/parts/key-names.ts'
import { type CounterMoment, meaningOf } from '../../renderer/screens/counter/key-grammar.ts'

const keys: readonly KeyName[] = [
  ...(['F1', 'F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10', 'Alt+Q', 'Alt+W', 'Alt+E', 'Ctrl+K', 'Ctrl+P'] as const),
  ...(['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Delete'] as const),
]
const both = [true, false]
const everyMoment: CounterMoment[] = (['typing', 'inquiring', 'denominations', 'bill'] as const).flatMap((step) =>
  both.flatMap((fieldEmpty) =>
    both.flatMap((choices) =>
      [0, 1, 3].flatMap((basketCount) =>
        both.flatMap((taking) =>
          both.flatMap((inCash) => both.map((givesBack) => ({ step, fieldEmpty, choices, basketCount, taking, inCash, givesBack }))),
        ),
      ),
    ),
  ),
)
const atRest: CounterMoment = {
  step: 'typing',
  fieldEmpty: true,
  choices: false,
  basketCount: 0,
  taking: false,
  inCash: false,
  givesBack: false,
}

describe('the key grammar of the counter', () => {
  it('takes money by F9 and by no other key, in any moment', () => {
    const takers = keys.filter((key) => everyMoment.some((moment) => meaningOf(key, moment) === 'takeMoney'))
    expect(takers).toEqual(['F9'])
  })

  it('takes money only when nothing on screen is left out of the basket', () => {
    const taking = everyMoment.filter((moment) => meaningOf('F9', moment) === 'takeMoney')
    expect(taking.length).toBeGreaterThan(0)
    for (const moment of taking) expect(moment).toMatchObject({ step: 'typing', fieldEmpty: true, taking: false })
    expect(taking.every(({ basketCount }) => basketCount > 0)).toBe(true)
    expect(meaningOf('F9', { ...atRest, step: 'bill', basketCount: 1 })).toBe('billNotInBasket')
    expect(meaningOf('F9', { ...atRest, fieldEmpty: false, basketCount: 1 })).toBe('textInField')
  })

  it('pays a known bill with exact cash in three keys after its number', () => {
    expect(meaningOf('Enter', { ...atRest, fieldEmpty: false, choices: true })).toBe('check')
    expect(meaningOf('Enter', { ...atRest, step: 'bill' })).toBe('intoBasket')
    expect(meaningOf('F9', { ...atRest, basketCount: 1 })).toBe('takeMoney')
  })

  it('never puts a bill into the basket while there is text: Enter on text is an inquiry', () => {
    const adding = everyMoment.filter((moment) => meaningOf('Enter', moment) === 'intoBasket')
    expect(adding.every(({ fieldEmpty, step }) => fieldEmpty && step === 'bill')).toBe(true)
  })

  it('means nothing while the money is being stored', () => {
    for (const moment of everyMoment.filter(({ taking }) => taking)) for (const key of keys) expect(meaningOf(key, moment)).toBeNull()
  })

  it('only goes back to the number by Enter in the cash field', () => {
    for (const moment of everyMoment.filter(({ inCash, taking }) => inCash && !taking)) expect(meaningOf('Enter', moment)).toBe('cashDone')
  })

  it('removes from the basket only when there is nothing else Delete could mean', () => {
    const removing = everyMoment.filter((moment) => meaningOf('Delete', moment) === 'removeLast')
    expect(removing.every(({ fieldEmpty, step, inCash }) => fieldEmpty && step === 'typing' && !inCash)).toBe(true)
  })
})

describe('names of keys', () => {
  const press = (key: string, code: string, held: Partial<Record<'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey', boolean>> = {}) =>
    keyName({ key, code, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held })

  it('give every F-key an Alt+digit twin', () => {
    const pairs = [
      ['F1', '1'],
      ['F2', '2'],
      ['F3', '3'],
      ['F4', '4'],
      ['F8', '8'],
      ['F9', '9'],
      ['F10', '0'],
    ] as const
    for (const [key, digit] of pairs) {
      expect(press(key, key)).toBe(key)
      expect(press(digit, `Digit${digit}`, { altKey: true })).toBe(key)
      expect(twinOf(key)).toBe(`Alt+${digit}`)
    }
  })

  it('leave every printable key to type', () => {
    for (const key of ['0', '9', 'a', 'Z', ' ', '.', '-', '/']) expect(press(key, 'KeyA')).toBeNull()
  })

  it('leave the browser and the system their own combinations', () => {
    expect(press('c', 'KeyC', { ctrlKey: true })).toBeNull()
    expect(press('F9', 'F9', { metaKey: true })).toBeNull()
    expect(press('F9', 'F9', { shiftKey: true })).toBeNull()
    expect(press('F4', 'F4', { altKey: true })).toBeNull()
  })
})
