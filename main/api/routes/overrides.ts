import { Refusal } from '../../../shared/refusals.ts'
import { mayDo } from '../../../shared/terminal-api/permissions.ts'
import { readConfig } from '../../central/documents.ts'
import { grantOverride } from '../../payments/overrides.ts'
import { checkPin } from '../../staff/sign-in.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** What only a supervisor may say: one payment above a limit, and what day it is. */
export function mountOverrides(api: Api, terminal: () => Terminal): void {
  mount(api, 'overrideLimit', async ({ request }) => {
    const { database, clock, ids } = terminal()
    const { staffId, pin, ...wanted } = request
    // At this moment, beside the cashier: a session opened earlier is not a yes to this payment.
    const supervisor = await checkPin(database, { staffId, pin, purpose: 'override' }, clock)
    if (!mayDo(supervisor.role, 'overrideLimit')) throw new Refusal('notPermitted', { permission: 'overrideLimit' })
    const ceilings = readConfig(database).limits.overrides
    const room = grantOverride(database, wanted, { staffId: supervisor.id, ceilings, ids, atMs: clock.nowMs() })
    api.events.publish('baskets')
    return room
  })

  mount(api, 'confirmTime', ({ request, staff }) => {
    terminal().time.confirm(request.dateMs, staff.id)
    for (const topic of ['status', 'baskets'] as const) api.events.publish(topic)
    return {}
  })
}
