import { Refusal } from '../../../shared/refusals.ts'
import { startShift } from '../../cash/shifts.ts'
import { readConfig } from '../../central/documents.ts'
import { queueFacts } from '../../payments/queue.ts'
import { activeStaff, checkPin } from '../../staff/sign-in.ts'
import { audit } from '../../storage/audit.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** Who serves, and their shift. */
export function mountPeople(api: Api, terminal: () => Terminal): void {
  mount(api, 'staff', () => ({ staff: activeStaff(terminal().database) }))

  mount(api, 'signIn', async ({ request, session }) => {
    const staff = await checkPin(terminal().database, request.staffId, request.pin, terminal().clock)
    api.sessions.signIn(session, staff)
    return staff
  })

  mount(api, 'signOut', ({ request, session, staff }) => {
    const { database, clock } = terminal()
    const queue = queueFacts(database, clock.nowMs())
    if (queue.count > 0 && !request.evenThoughUnsynced) {
      throw new Refusal('signOutUnsynced', { count: queue.count, totalRupiah: queue.totalRupiah, oldestAgeMs: queue.oldestAgeMs })
    }
    audit(database, { actor: staff.id, action: 'signOut', atMs: clock.nowMs(), detail: { unsyncedCount: queue.count } })
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
}
