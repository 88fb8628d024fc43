import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import type { Rupiah } from '../../../shared/money.ts'
import type { Basket } from '../../../shared/terminal-api/shapes.ts'
import { RefusalError } from '../../client.ts'
import { playAccepted } from '../../parts/sound.ts'
import { useTerminal } from '../../parts/terminal.tsx'

/** Which earlier payment this bill is deliberately paid again after, or whose money pays for it. */
type Beside = { overridesPaymentId?: string; repaysPaymentId?: string }

/** The basket at the right: one open basket, or the last accepted one until the next customer's number is typed. */
export type BasketDesk = {
  basket: Basket | null
  openItems: Basket['items']
  error: unknown
  taking: boolean
  changing: boolean
  cashText: string
  setCashText(text: string): void
  add(inquiryId: string, beside?: Beside): Promise<void>
  remove(paymentId: string): void
  take(basket: Basket, cashReceivedRupiah: Rupiah): void
  /** What was in the way is out of it. */
  forgetError(): void
  /** The next number is being typed: the last customer's change leaves the screen. */
  nextCustomer(): void
}

const BasketContext = createContext<BasketDesk | null>(null)
const storageKey = 'loket-basket'

export function useBasket(): BasketDesk {
  const desk = useContext(BasketContext)
  if (!desk) throw new Error('the basket is used outside BasketProvider')
  return desk
}

export function BasketProvider({ children }: { children: ReactNode }) {
  const { client } = useTerminal()
  const queries = useQueryClient()
  const [basketId, setBasketId] = useState(() => sessionStorage.getItem(storageKey))
  const [cashText, setCashText] = useState('')
  const [trouble, setTrouble] = useState<unknown>(null)
  // State arrives a render late; a second press of F9 may not.
  const takingNow = useRef(false)

  const reading = useQuery({
    queryKey: ['basket', basketId],
    queryFn: () => client.call('basket', { basketId: basketId ?? '' }),
    enabled: basketId !== null,
  })
  const basket = basketId === null ? null : (reading.data ?? null)
  const isOpen = basket?.state === 'open'

  function keep(id: string | null) {
    if (id === null) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, id)
    setBasketId(id)
    setCashText('')
    setTrouble(null)
  }
  const gone = reading.error instanceof RefusalError && reading.error.code === 'basketUnknown'
  useEffect(() => {
    if (!gone) return
    sessionStorage.removeItem(storageKey)
    setBasketId(null)
  }, [gone])

  const change = useMutation({
    mutationFn: async (run: () => Promise<Basket>) => run(),
    onMutate: () => setTrouble(null),
    onSuccess: (next) => queries.setQueryData(['basket', next.id], next),
  })

  async function add(inquiryId: string, beside: Beside = {}) {
    await change.mutateAsync(async () => {
      const into = isOpen ? basket : await client.call('openBasket', {})
      if (into.id !== basketId) keep(into.id)
      return client.call('addToBasket', { basketId: into.id, inquiryId, ...beside })
    })
    setCashText('')
  }

  function remove(paymentId: string) {
    if (!isOpen || change.isPending) return
    setCashText('')
    change.mutate(() => client.call('removeFromBasket', { basketId: basket.id, paymentId }), { onError: setTrouble })
  }

  const accept = useMutation({
    mutationFn: (asked: { basketId: string; expectedTotalRupiah: Rupiah; cashReceivedRupiah: Rupiah }) =>
      client.call('acceptBasket', asked),
    onMutate: () => setTrouble(null),
    onSuccess: (accepted) => {
      queries.setQueryData(['basket', accepted.id], accepted)
      playAccepted(localStorage)
    },
    onError: (error, asked) => {
      // Accepted before, or not known whether: the basket itself tells, and its result is shown.
      void queries.invalidateQueries({ queryKey: ['basket', asked.basketId] })
      setTrouble(error)
    },
    onSettled: () => {
      takingNow.current = false
      void queries.invalidateQueries({ queryKey: ['status'] })
      void queries.invalidateQueries({ queryKey: ['payments'] })
    },
  })

  function take(taken: Basket, cashReceivedRupiah: Rupiah) {
    if (takingNow.current || taken.state !== 'open') return
    takingNow.current = true
    accept.mutate({ basketId: taken.id, expectedTotalRupiah: taken.totalRupiah, cashReceivedRupiah })
  }

  const desk: BasketDesk = {
    basket,
    openItems: isOpen ? basket.items : [],
    error: trouble,
    taking: accept.isPending,
    changing: change.isPending,
    cashText,
    setCashText: (text) => {
      setTrouble(null)
      setCashText(text)
    },
    add,
    remove,
    take,
    forgetError: () => setTrouble(null),
    nextCustomer: () => {
      if (basket && !isOpen) keep(null)
    },
  }
  return <BasketContext value={desk}>{children}</BasketContext>
}
