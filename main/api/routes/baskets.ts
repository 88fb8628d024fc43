import { limits } from '../../../shared/limits.ts'
import { Refusal } from '../../../shared/refusals.ts'
import { mayDo } from '../../../shared/terminal-api/permissions.ts'
import { readConfig } from '../../central/documents.ts'
import { acceptBasket } from '../../payments/accept.ts'
import { viewBasket } from '../../payments/basket-view.ts'
import { addToBasket, openBasket, removeFromBasket } from '../../payments/baskets.ts'
import { floatView } from '../../payments/float.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** The basket: bills of one customer, one payment of cash, one change. */
export function mountBaskets(api: Api, terminal: () => Terminal): void {
  const view = (basketId: string) => viewBasket(terminal().database, basketId, readConfig(terminal().database).outlet.cashRounding)

  mount(api, 'openBasket', ({ staff }) => {
    const { database, ids, clock } = terminal()
    return view(openBasket(database, { staffId: staff.id, ids, clock }))
  })

  mount(api, 'basket', ({ request }) => view(request.basketId))

  mount(api, 'addToBasket', ({ request, staff }) => {
    const overridesPaymentId = request.overridesPaymentId ?? null
    if (overridesPaymentId !== null && !mayDo(staff.role, 'payDuplicate')) throw new Refusal('notPermitted', { permission: 'payDuplicate' })
    const repaysPaymentId = request.repaysPaymentId ?? null
    // It pays money out, to a bill instead of a hand.
    if (repaysPaymentId !== null && !mayDo(staff.role, 'refund')) throw new Refusal('notPermitted', { permission: 'refund' })
    const { database, ids, clock } = terminal()
    addToBasket(database, request.basketId, request.inquiryId, { staffId: staff.id, overridesPaymentId, repaysPaymentId, ids, clock })
    api.events.publish('baskets')
    return view(request.basketId)
  })

  mount(api, 'removeFromBasket', ({ request }) => {
    removeFromBasket(terminal().database, request.basketId, request.paymentId)
    api.events.publish('baskets')
    return view(request.basketId)
  })

  mount(api, 'acceptBasket', ({ request, staff }) => {
    const { database, clock, time, ids, link, sync, printing } = terminal()
    const config = readConfig(database)
    const { state } = link.view()
    const offline = state !== 'online'
    const { availableRupiah } = floatView(database, config, offline)
    // While the link is still being checked the answer may well come: the slip waits for it.
    const answerPatienceMs = state === 'offline' ? 0 : limits.receiptPatienceMs
    const timeTrusted = time.view().trusted
    acceptBasket(
      { database, clock, ids, config, offline, timeTrusted, answerPatienceMs, floatAvailableRupiah: availableRupiah },
      { ...request, staff },
    )
    sync.wake()
    printing.wake(state === 'offline' ? { decideNow: true } : {})
    for (const topic of ['baskets', 'payments', 'status'] as const) api.events.publish(topic)
    return view(request.basketId)
  })
}
