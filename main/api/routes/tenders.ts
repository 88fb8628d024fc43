import { Refusal } from '../../../shared/refusals.ts'
import { mayDo } from '../../../shared/terminal-api/permissions.ts'
import { readConfig } from '../../central/documents.ts'
import { askTender } from '../../tenders/ask.ts'
import { confirmTender, expireDue, failTender } from '../../tenders/confirm.ts'
import { allocateTender, lateMoney, returnTender } from '../../tenders/late-money.ts'
import { collectReceivable } from '../../tenders/owed.ts'
import { requireTender, type Tender } from '../../tenders/tenders.ts'
import { viewBasketTenders, viewTender } from '../../tenders/view.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** Money without cash: asked for a basket, proved by the card machine's slip, and what of it nobody has allocated. */
export function mountTenders(api: Api, terminal: () => Terminal): void {
  const rounding = () => readConfig(terminal().database).outlet.cashRounding
  const by = (staff: { id: string }) => ({ actor: staff.id, atMs: terminal().clock.nowMs(), ids: terminal().ids })
  const changed = (tender: Tender) => {
    for (const topic of ['baskets', 'payments', 'status'] as const) api.events.publish(topic)
    return viewTender(terminal().database, tender)
  }
  /** What is over is shown as over, also to the one who asks first. */
  const upToDate = () => {
    const { database, clock } = terminal()
    if (expireDue(database, clock.nowMs()) > 0) api.events.publish('baskets')
    return database
  }

  mount(api, 'basketTenders', ({ request }) => viewBasketTenders(upToDate(), request.basketId, rounding()))
  mount(api, 'askTender', ({ request, staff }) => {
    const online = terminal().link.view().state === 'online'
    return changed(askTender(upToDate(), { ...request, online }, by(staff)))
  })
  mount(api, 'confirmCardTender', ({ request, staff }) => {
    const { tenderId, approvalCode, maskedPan } = request
    return changed(confirmTender(upToDate(), tenderId, { kind: 'edc', approvalCode, maskedPan }, by(staff)))
  })
  mount(api, 'failTender', ({ request, staff }) => changed(failTender(upToDate(), request.tenderId, 'cashier', by(staff))))

  mount(api, 'lateMoney', () => ({ tenders: lateMoney(upToDate()).map(({ tender }) => viewTender(terminal().database, tender)) }))
  mount(api, 'allocateTender', ({ request, staff }) => {
    const { database } = terminal()
    const { basketId } = requireTender(database, request.tenderId)
    // Money of one customer for the bill of another is more than a cashier says alone.
    if (basketId !== request.basketId && !mayDo(staff.role, 'refund')) throw new Refusal('notPermitted', { permission: 'refund' })
    return changed(allocateTender(database, request.tenderId, request.basketId, by(staff)))
  })
  mount(api, 'returnTender', ({ request, staff }) =>
    changed(returnTender(terminal().database, request.tenderId, request.reason, by(staff))),
  )
  mount(api, 'collectReceivable', ({ request, staff }) =>
    changed(collectReceivable(terminal().database, request.tenderId, rounding(), by(staff))),
  )
}
