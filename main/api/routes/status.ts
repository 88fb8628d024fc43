import { rolePermissions } from '../../../shared/terminal-api/permissions.ts'
import type { Status } from '../../../shared/terminal-api/shapes.ts'
import { drawerRupiah, openShift } from '../../cash/shifts.ts'
import { readConfig } from '../../central/documents.ts'
import { copyNotices, type SecondCopyView } from '../../handover/second-copy.ts'
import { balance } from '../../ledger/journal.ts'
import { floatView } from '../../payments/float.ts'
import { noticesNow } from '../../payments/notices.ts'
import { nearLimits, queueFacts } from '../../payments/queue.ts'
import { printerModel } from '../../printing/printer-models.ts'
import { readSetting } from '../../storage/settings.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** The one snapshot behind the status bar. */
export function mountStatus(api: Api, given: { version: string; nowMs: () => number; terminal: () => Terminal | null }): void {
  mount(api, 'status', ({ session }) => {
    const terminal = given.terminal()
    if (terminal === null) return statusBeforeSetUp(given.version, given.nowMs())
    return statusOf(terminal, given.version, api.sessions.staffOf(session))
  })
  mount(api, 'tryCentral', () => {
    given.terminal()?.sync.wake({ probeNow: true })
    return {}
  })
}

function statusOf(
  terminal: Terminal,
  version: string,
  staff: { id: string; name: string; role: 'cashier' | 'agent' | 'supervisor' } | null,
): Status {
  const { database, clock, time, link, printing } = terminal
  const nowMs = clock.nowMs()
  const config = readConfig(database)
  const { outlet, limits } = config
  const float = floatView(database, config, link.view().state !== 'online')
  const queue = queueFacts(database, nowMs)
  const warnings = nearLimits(queue, limits, float)
  const { trusted, source, sinceMs, wallAheadMs, suggestedMs } = time.view()
  const shift = openShift(database)
  const owed = database.prepare("SELECT count(*) AS count FROM payments WHERE state = 'rejected'").get() as { count: number }
  return {
    nowMs,
    version,
    mode: terminal.mode,
    outlet: { name: outlet.name, zone: outlet.zone, terminalId: readSetting(database, 'terminal')?.terminalId ?? '' },
    businessDay: shift?.businessDay ?? null,
    staff: staff === null ? null : { ...staff, permissions: [...rolePermissions[staff.role]] },
    shift:
      shift === null
        ? null
        : {
            id: shift.id,
            number: shift.number,
            openedAtMs: shift.openedAtMs,
            staffName: shift.staffName,
            mine: shift.staffId === staff?.id,
            drawerRupiah: drawerRupiah(database, shift.id),
          },
    link: link.view(),
    queue: {
      count: queue.count,
      inDoubtCount: queue.inDoubtCount,
      totalRupiah: queue.totalRupiah,
      oldestAgeMs: queue.oldestAgeMs,
      countMax: limits.countMax,
      totalMaxRupiah: limits.totalMaxRupiah,
      ageMaxMs: limits.ageMaxMs,
      warnings,
    },
    printer: { ...printing.printer(), modelName: printerModel(printing.printer().model)?.name ?? '', ...printing.status() },
    float,
    time: { trusted, source, sinceMs, wallAheadMs, suggestedMs },
    owedBack: { count: owed.count, totalRupiah: -balance(database, 'refundsDue') },
    secondCopy: terminal.secondCopy === null ? null : copyOf(terminal.secondCopy.view()),
    noticeCount: noticesNow(database, nowMs).length + copyNotices(terminal.secondCopy).length,
  }
}

function copyOf({ path, sameDisk, writtenAtMs, trouble }: SecondCopyView): Status['secondCopy'] {
  return { path, sameDisk, writtenAtMs, trouble }
}

function statusBeforeSetUp(version: string, nowMs: number): Status {
  return {
    nowMs,
    version,
    mode: 'new',
    outlet: null,
    businessDay: null,
    staff: null,
    shift: null,
    link: { state: 'checking', cause: null, sinceMs: nowMs, roundTripMs: null },
    queue: {
      count: 0,
      inDoubtCount: 0,
      totalRupiah: 0,
      oldestAgeMs: null,
      countMax: 0,
      totalMaxRupiah: 0,
      ageMaxMs: 0,
      warnings: [],
    },
    printer: { address: 'none', model: '', modelName: '', state: 'none', trouble: null, waitingCount: 0 },
    float: { balanceRupiah: null, asOfMs: null, availableRupiah: null, allotmentRupiah: null, allotmentUsedRupiah: 0 },
    time: { trusted: false, source: null, sinceMs: null, wallAheadMs: 0, suggestedMs: nowMs },
    owedBack: { count: 0, totalRupiah: 0 },
    secondCopy: null,
    noticeCount: 0,
  }
}
