import { Refusal } from '../../../shared/refusals.ts'
import { closeShift } from '../../cash/close-shift.ts'
import { startShift } from '../../cash/shifts.ts'
import { readConfig } from '../../central/documents.ts'
import { unsyncedMoney } from '../../payments/queue.ts'
import { activeStaff, checkPin } from '../../staff/sign-in.ts'
import { audit } from '../../storage/audit.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** Who serves, and their shift. */
export function mountPeople(api: Api, terminal: () => Terminal): void {
  mount(api, 'staff', () => ({ staff: activeStaff(terminal().database) }))

  mount(api, 'signIn', async ({ request, session }) => {
    const staff = await checkPin(terminal().database, { ...request, purpose: 'signIn' }, terminal().clock)
    api.sessions.signIn(session, staff)
    return staff
  })

  mount(api, 'signOut', ({ request, session, staff }) => {
    const { database, clock } = terminal()
    const unsynced = unsyncedMoney(database, clock.nowMs())
    if (unsynced !== null && !request.evenThoughUnsynced) throw new Refusal('signOutUnsynced', unsynced)
    audit(database, { actor: staff.id, action: 'signOut', atMs: clock.nowMs(), detail: { unsyncedCount: unsynced?.count ?? 0 } })
    api.sessions.signOut(session)
    return {}
  })

  mount(api, 'openShift', ({ request, staff }) => {
    const { database, ids, clock } = terminal()
    const shift = startShift(database, {
      staff,
      startingFloatRupiah: request.startingFloatRupiah,
      zone: readConfig(database).outlet.zone,
      ids,
      atMs: clock.nowMs(),
    })
    api.events.publish('status')
    return { shiftId: shift.id, number: shift.number }
  })

  mount(api, 'closeShift', ({ request, staff }) => {
    const { database, clock } = terminal()
    const closed = closeShift(database, { ...request, staff, atMs: clock.nowMs() })
    api.events.publish('status')
    return closed
  })
}
