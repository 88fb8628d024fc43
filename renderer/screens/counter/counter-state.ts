import type { Bill } from '../../../shared/terminal-api/shapes.ts'
import type { CounterMoment } from './key-grammar.ts'

/** What the counter remembers between keys. The basket is not part of it: that lives at the terminal. */
export type CounterState = {
  step: CounterMoment['step']
  text: string
  /** Product group chosen by a person; otherwise the number's shape suggests one. */
  pinnedCode: string | null
  /** Place of the arrow-key choice; null while nothing was chosen by hand. */
  choice: number | null
  /** The number a denomination is being chosen for. */
  number: string
  bill: Bill | null
  /** Counts inquiries, so that an answer that comes after a newer question is dropped. */
  asked: number
  trouble: { error: unknown } | { text: string } | null
}

export const atRest: CounterState = {
  step: 'typing',
  text: '',
  pinnedCode: null,
  choice: null,
  number: '',
  bill: null,
  asked: 0,
  trouble: null,
}

export type CounterAction =
  | { do: 'type'; text: string }
  | { do: 'pin'; code: string | null }
  | { do: 'choose'; choice: number }
  | { do: 'askDenomination'; code: string; number: string }
  | { do: 'ask'; asked: number }
  | { do: 'found'; asked: number; bill: Bill }
  | { do: 'failed'; asked: number; error: unknown }
  | { do: 'added' }
  | { do: 'tell'; trouble: CounterState['trouble'] }
  | { do: 'back' }
  | { do: 'clear' }

export function nextCounterState(state: CounterState, action: CounterAction): CounterState {
  switch (action.do) {
    case 'type':
      return { ...state, text: action.text, choice: null, trouble: null }
    case 'pin':
      return { ...state, step: 'typing', text: '', pinnedCode: action.code, choice: null, bill: null, trouble: null }
    case 'choose':
      return { ...state, choice: action.choice, trouble: null }
    case 'askDenomination':
      return {
        ...state,
        step: 'denominations',
        pinnedCode: action.code,
        number: action.number,
        text: '',
        choice: null,
        bill: null,
        trouble: null,
      }
    case 'ask':
      // The text stays until the answer: a wrong number is corrected, not typed again.
      return { ...state, step: 'inquiring', asked: action.asked, bill: null, trouble: null }
    case 'found':
      if (action.asked !== state.asked) return state
      return { ...state, step: 'bill', text: '', pinnedCode: null, choice: null, number: '', bill: action.bill }
    case 'failed':
      if (action.asked !== state.asked) return state
      return { ...state, step: state.number === '' ? 'typing' : 'denominations', trouble: { error: action.error } }
    case 'added':
      return { ...atRest, asked: state.asked, text: state.text }
    case 'tell':
      return { ...state, trouble: action.trouble }
    case 'back':
      // From the denominations back to the number they were for.
      return { ...atRest, asked: state.asked, text: state.step === 'denominations' ? state.number : '' }
    case 'clear':
      return { ...atRest, asked: state.asked }
  }
}
