import { describe, expect, it } from 'vitest'
import { atRest, type CounterState, nextCounterState } from '../../renderer/screens/counter/counter-state.ts'
import type { Bill } from '../../shared/terminal-api/shapes.ts'

const bill = { inquiryId: 'a', productCode: 'pln-postpaid', customerNumber: '530000000002', totalRupiah: 45_000 } as Bill
const asking: CounterState = nextCounterState({ ...atRest, text: '530000000002' }, { do: 'ask', asked: 2 })

describe('what the counter remembers between keys', () => {
  it('shows the bill of the newest question only', () => {
    expect(nextCounterState(asking, { do: 'found', asked: 1, bill })).toBe(asking)
    expect(nextCounterState(asking, { do: 'found', asked: 2, bill })).toMatchObject({ step: 'bill', bill, text: '' })
  })

  it('keeps the number when the inquiry fails, so that it can be corrected', () => {
    const failed = nextCounterState(asking, { do: 'failed', asked: 2, error: new Error('no') })
    expect(failed).toMatchObject({ step: 'typing', text: '530000000002' })
    expect(failed.trouble).not.toBeNull()
  })

  it('goes back from the denominations to the number they were for', () => {
    const choosing = nextCounterState(atRest, { do: 'askDenomination', code: 'pulsa', number: '081200001230' })
    expect(choosing).toMatchObject({ step: 'denominations', text: '' })
    expect(nextCounterState(choosing, { do: 'back' })).toMatchObject({ step: 'typing', text: '081200001230', bill: null })
  })

  it('keeps what was typed for the next bill while this one goes into the basket', () => {
    const shown = nextCounterState(asking, { do: 'found', asked: 2, bill })
    const typed = nextCounterState(shown, { do: 'type', text: '08' })
    expect(typed.bill).toBe(bill)
    expect(nextCounterState(typed, { do: 'added' })).toMatchObject({ step: 'typing', text: '08', bill: null, asked: 2 })
  })

  it('forgets the last trouble as soon as something is typed', () => {
    const told = nextCounterState(atRest, { do: 'tell', trouble: { text: 'x' } })
    expect(nextCounterState(told, { do: 'type', text: '1' }).trouble).toBeNull()
  })
})
