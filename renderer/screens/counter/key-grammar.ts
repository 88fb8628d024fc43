import type { KeyName } from '../../parts/key-names.ts'

/**
 * What a key means at the counter, in one table. Printable keys always type. Money is taken only by F9, and only while
 * nothing on screen waits to be put into the basket: a bill or number left over is never paid for, or lost, by accident.
 */
export type CounterMoment = {
  step: 'typing' | 'inquiring' | 'denominations' | 'bill'
  fieldEmpty: boolean
  /** Something to choose among with the arrow keys: products for a number, denominations. */
  choices: boolean
  basketCount: number
  /** The customer gets money back, so no cash is asked for. */
  givesBack: boolean
  /** The basket's money is on its way into the database. */
  taking: boolean
  /** The cash field has the focus, not the number field. */
  inCash: boolean
}

export type Meaning =
  | 'check'
  | 'choose'
  | 'intoBasket'
  | 'takeMoney'
  | 'billNotInBasket'
  | 'textInField'
  | 'cash'
  | 'cashDone'
  | 'quickCash'
  | 'clear'
  | 'back'
  | 'removeLast'
  | 'move'

export function meaningOf(key: KeyName, moment: CounterMoment): Meaning | null {
  if (moment.taking) return null
  const hasBasket = moment.basketCount > 0
  switch (key) {
    case 'F9':
      if (!hasBasket) return null
      if (moment.step === 'bill' || moment.step === 'inquiring') return 'billNotInBasket'
      return moment.fieldEmpty && moment.step === 'typing' ? 'takeMoney' : 'textInField'
    case 'F8':
      return hasBasket && !moment.givesBack ? 'cash' : null
    case 'Alt+Q':
    case 'Alt+W':
    case 'Alt+E':
      return hasBasket && !moment.givesBack ? 'quickCash' : null
    case 'Enter':
      if (moment.inCash) return 'cashDone'
      return enterMeans(moment)
    case 'Escape':
      if (moment.inCash) return 'cashDone'
      if (moment.step === 'denominations' || moment.step === 'bill') return 'back'
      return moment.fieldEmpty ? null : 'clear'
    case 'ArrowUp':
    case 'ArrowDown':
      return moment.choices && !moment.inCash ? 'move' : null
    case 'ArrowLeft':
    case 'ArrowRight':
      return moment.step === 'denominations' && moment.choices && moment.fieldEmpty && !moment.inCash ? 'move' : null
    case 'Delete':
      return hasBasket && moment.fieldEmpty && moment.step === 'typing' && !moment.inCash ? 'removeLast' : null
    default:
      return null
  }
}

function enterMeans(moment: CounterMoment): Meaning | null {
  if (moment.step === 'inquiring') return null
  if (moment.step === 'denominations') return moment.choices ? 'choose' : null
  if (!moment.fieldEmpty) return 'check'
  return moment.step === 'bill' ? 'intoBasket' : null
}
