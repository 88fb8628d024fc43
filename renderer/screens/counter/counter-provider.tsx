import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, type RefObject, useContext, useMemo, useReducer, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '../../../shared/limits.ts'
import { formatRupiahDigits } from '../../../shared/money.ts'
import { cleanCustomerNumber } from '../../../shared/product-answers.ts'
import type { Bill, ProductSummary } from '../../../shared/terminal-api/shapes.ts'
import { RefusalError } from '../../client.ts'
import type { KeyName } from '../../parts/key-names.ts'
import { isSameScan } from '../../parts/scan-burst.ts'
import { useTerminal } from '../../parts/terminal.tsx'
import { useBasket } from '../basket/basket-provider.tsx'
import { cashBeforeScan, readCash, suggestCash } from './cash-suggestions.ts'
import { atRest, type CounterState, nextCounterState } from './counter-state.ts'
import { type FieldReading, readField } from './field-reading.ts'
import { type CounterMoment, type Meaning, meaningOf } from './key-grammar.ts'
import { groupProducts, matchDenominations, type ProductGroup } from './product-groups.ts'
import type { Questioned } from './questions.tsx'
import type { OnPaper } from './state-bill.tsx'

export type CounterDesk = {
  state: CounterState
  groups: ProductGroup[]
  pinned: ProductGroup | null
  reading: FieldReading
  denominations: ProductSummary[]
  /** Which choice Enter would take; -1 where a person must choose first. */
  choice: number
  moment: CounterMoment
  duplicate: RefusalError | null
  /** What only the customer's paper can tell now. */
  onPaper: OnPaper | null
  /** What a product asks besides the number, and has no answer to yet. */
  questioned: Questioned | null
  field: RefObject<HTMLInputElement | null>
  cashField: RefObject<HTMLInputElement | null>
  focusField(): void
  setInCash(inCash: boolean): void
  setCash(text: string): void
  type(text: string): void
  press(key: KeyName): void
  scan(text: string): void
  pick(group: ProductGroup): void
  pickDenomination(product: ProductSummary): void
  payDuplicate(): void
  closeDuplicate(): void
  statedFromPaper(bill: Bill): void
  closePaper(): void
  foundByAnswers(bill: Bill): void
  closeQuestions(): void
}

const CounterContext = createContext<CounterDesk | null>(null)

export function useCounter(): CounterDesk {
  const desk = useContext(CounterContext)
  if (!desk) throw new Error('the counter is used outside CounterProvider')
  return desk
}

/** Keeps the counter's one field and what it led to, also while another task is looked at. */
export function CounterProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const { client, clock } = useTerminal()
  const basketDesk = useBasket()
  const { basket, openItems, taking, changing, cashText, setCashText } = basketDesk
  const [state, dispatch] = useReducer(nextCounterState, atRest)
  const [duplicate, setDuplicate] = useState<RefusalError | null>(null)
  const [onPaper, setOnPaper] = useState<OnPaper | null>(null)
  const [questioned, setQuestioned] = useState<Questioned | null>(null)
  const [inCash, setInCash] = useState(false)
  const lastScan = useRef<{ text: string; atMs: number } | null>(null)
  const asked = useRef(0)
  const field = useRef<HTMLInputElement>(null)
  const cashField = useRef<HTMLInputElement>(null)

  const products = useQuery({ queryKey: ['products'], queryFn: () => client.call('products', {}) })
  const groups = useMemo(() => groupProducts(products.data?.products ?? []), [products.data])
  const pinned = groups.find(({ code }) => code === state.pinnedCode) ?? null
  const reading = readField(state.step === 'denominations' ? '' : state.text, groups, pinned)
  const denominations = state.step === 'denominations' && pinned ? matchDenominations(pinned.products, state.text) : []
  const choiceCount = state.step === 'denominations' ? denominations.length : reading.kind === 'empty' ? 0 : reading.groups.length
  const choice = state.choice ?? (reading.kind === 'number' && !reading.fits ? -1 : 0)
  const moment: CounterMoment = {
    step: state.step,
    fieldEmpty: state.text.trim() === '',
    choices: choiceCount > 0,
    basketCount: openItems.length,
    givesBack: (basket?.cashDueRupiah ?? 0) < 0,
    taking: taking || changing,
    inCash,
  }

  const focusField = () => field.current?.focus()

  function setCash(text: string) {
    if (state.trouble) dispatch({ do: 'tell', trouble: null })
    setCashText(text)
  }

  function inquire(productCode: string, customerNumber: string) {
    asked.current += 1
    const mine = asked.current
    dispatch({ do: 'ask', asked: mine })
    client.call('inquire', { productCode, customerNumber }).then(
      (bill) => dispatch({ do: 'found', asked: mine, bill }),
      (error: unknown) => {
        dispatch({ do: 'failed', asked: mine, error })
        const product = products.data?.products.find(({ code }) => code === productCode)
        const noneElsewhere = error instanceof RefusalError && error.code === 'offlineNotAllowed'
        if (mine !== asked.current || product?.offline !== 'statedAmount' || !noneElsewhere) return
        dispatch({ do: 'tell', trouble: { text: t('counter.onPaper') } })
        setOnPaper({ product, customerNumber })
      },
    )
  }

  function start(group: ProductGroup, typed: string) {
    const number = cleanCustomerNumber(group.number, typed)
    const [only] = group.products
    if (group.hasDenominations) dispatch({ do: 'askDenomination', code: group.code, number })
    else if (only) askOrInquire(only, number)
  }

  /** What a product asks besides the number is asked first, but only of a number that can be right. */
  function askOrInquire(product: ProductSummary, customerNumber: string) {
    if (product.fields === undefined) return inquire(product.code, customerNumber)
    dispatch({ do: 'tell', trouble: null })
    setQuestioned({ product, customerNumber })
  }

  function check(read: FieldReading, at: number) {
    if (read.kind === 'tooLong') {
      const error = new RefusalError('customerNumberTooLong', { lengthMax: limits.customerNumberLengthMax })
      return dispatch({ do: 'tell', trouble: { error } })
    }
    const group = read.groups[at]
    if (read.kind === 'words' && group) return dispatch({ do: 'pin', code: group.code })
    if (read.kind === 'words') return dispatch({ do: 'tell', trouble: { text: t('counter.noProduct', { text: state.text }) } })
    if (read.kind !== 'number') return
    if (group) return start(group, read.typed)
    dispatch({ do: 'tell', trouble: { text: t('counter.numberFitsNone') } })
  }

  async function intoBasket(overridesPaymentId?: string) {
    if (!state.bill) return
    try {
      await basketDesk.add(state.bill.inquiryId, overridesPaymentId === undefined ? {} : { overridesPaymentId })
      setDuplicate(null)
      dispatch({ do: 'added' })
    } catch (error) {
      const isDuplicate = error instanceof RefusalError && error.code === 'duplicateBill' && error.detail.inThisBasket !== true
      if (isDuplicate && overridesPaymentId === undefined) setDuplicate(error)
      else dispatch({ do: 'tell', trouble: { error } })
    }
  }

  function takeMoney() {
    if (basket?.state !== 'open') return
    const received = readCash(cashText, basket.cashDueRupiah)
    if (received === null) return dispatch({ do: 'tell', trouble: { error: new RefusalError('amountNotWhole', {}) } })
    if (received < basket.cashDueRupiah) {
      const error = new RefusalError('cashLessThanTotal', { shortRupiah: basket.cashDueRupiah - received })
      return dispatch({ do: 'tell', trouble: { error } })
    }
    basketDesk.take(basket, received)
    focusField()
  }

  function quickCash(key: KeyName) {
    if (basket === null) return
    const amount = suggestCash(basket.cashDueRupiah)[['Alt+Q', 'Alt+W', 'Alt+E'].indexOf(key)]
    if (amount !== undefined) setCash(amount === basket.cashDueRupiah ? '' : formatRupiahDigits(amount))
  }

  function move(key: KeyName) {
    if (choiceCount === 0) return
    const step = { ArrowUp: -1, ArrowLeft: -1 }[key as string] ?? 1
    dispatch({ do: 'choose', choice: (Math.max(choice, step === 1 ? -1 : 0) + step + choiceCount) % choiceCount })
  }

  const act: Record<Meaning, (key: KeyName) => void> = {
    check: () => check(reading, choice),
    choose: () => {
      const product = denominations[choice]
      if (product) askOrInquire(product, state.number)
    },
    intoBasket: () => void intoBasket(),
    takeMoney,
    billNotInBasket: () => dispatch({ do: 'tell', trouble: { text: t('counter.billNotInBasket') } }),
    textInField: () => dispatch({ do: 'tell', trouble: { text: t('counter.textInField') } }),
    cash: () => {
      cashField.current?.focus()
      cashField.current?.select()
    },
    cashDone: focusField,
    quickCash,
    clear: () => dispatch({ do: 'clear' }),
    back: () => dispatch({ do: 'back' }),
    removeLast: () => {
      const last = openItems.at(-1)
      if (last) basketDesk.remove(last.paymentId)
    },
    move,
  }

  const desk: CounterDesk = {
    state,
    groups,
    pinned,
    reading,
    denominations,
    choice,
    moment,
    duplicate,
    onPaper,
    questioned,
    field,
    cashField,
    focusField,
    setInCash,
    setCash,
    type: (text) => {
      if (text.trim() !== '') basketDesk.nextCustomer()
      dispatch({ do: 'type', text })
    },
    press: (key) => {
      const meaning = meaningOf(key, moment)
      if (meaning !== null) act[meaning](key)
    },
    scan: (text) => {
      // The scanned keys were typed into whichever field had the focus; a cash amount gets rid of them again.
      if (inCash) setCashText(cashBeforeScan(cashText, text))
      focusField()
      if (moment.taking) return
      const atMs = clock.monotonicMs()
      const same = isSameScan(lastScan.current, text, atMs)
      lastScan.current = { text, atMs }
      if (same) {
        dispatch({ do: 'type', text: '' })
        return dispatch({ do: 'tell', trouble: { text: t('counter.sameScan') } })
      }
      basketDesk.nextCustomer()
      dispatch({ do: 'type', text })
      const read = readField(text, groups, state.step === 'denominations' ? null : pinned)
      check(read, read.kind === 'number' && !read.fits ? -1 : 0)
    },
    pick: (group) => {
      if (reading.kind === 'number') start(group, reading.typed)
      else dispatch({ do: 'pin', code: group.code === state.pinnedCode ? null : group.code })
      focusField()
    },
    pickDenomination: (product) => {
      askOrInquire(product, state.number)
      focusField()
    },
    payDuplicate: () => {
      const first = duplicate?.detail.firstPaymentId
      if (typeof first === 'string') void intoBasket(first)
    },
    closeDuplicate: () => {
      setDuplicate(null)
      focusField()
    },
    statedFromPaper: (bill) => {
      dispatch({ do: 'tell', trouble: null })
      dispatch({ do: 'found', asked: asked.current, bill })
      setOnPaper(null)
      focusField()
    },
    closePaper: () => {
      setOnPaper(null)
      focusField()
    },
    foundByAnswers: (bill) => {
      asked.current += 1
      dispatch({ do: 'ask', asked: asked.current })
      dispatch({ do: 'found', asked: asked.current, bill })
      setQuestioned(null)
      focusField()
    },
    closeQuestions: () => {
      setQuestioned(null)
      focusField()
    },
  }
  return <CounterContext value={desk}>{children}</CounterContext>
}
