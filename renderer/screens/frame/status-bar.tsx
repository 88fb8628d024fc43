import { IconCircleFilled, IconPlugConnectedX, IconPrinter, IconPrinterOff, IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import { clockTime } from '../../../shared/zones.ts'
import { useNowMs, useStatus } from '../../parts/terminal.tsx'
import { ageText, troubleSentence } from '../../text/sentence.ts'
import styles from './status-bar.module.css'

/** What can be trusted right now, in words beside every colour. */
export function StatusBar() {
  const { t } = useTranslation()
  const { mode, outlet, staff, shift } = useStatus()
  return (
    <header className={styles.bar}>
      <div className={styles.who}>
        <strong>{outlet?.name}</strong>
        <span>
          {staff ? `${t(`role.${staff.role}`)} ${staff.name}` : ''} ·{' '}
          {shift
            ? `${t('bar.shift', { number: shift.number })} · ${t('bar.drawer', { amount: formatRupiah(shift.drawerRupiah) })}`
            : t('bar.noShift')}
        </span>
      </div>
      {mode === 'practice' && (
        <div className={styles.practice}>
          <strong>{t('app.practice')}</strong>
          <span>{t('app.practiceMeaning')}</span>
        </div>
      )}
      <LinkState />
      <QueueState />
      <PrinterState />
      <FloatState />
      <Clock />
    </header>
  )
}

function LinkState() {
  const { t } = useTranslation()
  const { link, outlet } = useStatus()
  const Icon = link.state === 'offline' ? IconPlugConnectedX : link.state === 'checking' ? IconRefresh : IconCircleFilled
  const since = outlet ? t('bar.since', { time: clockTime(link.sinceMs, outlet.zone) }) : ''
  const causes = { thisNetwork: t('bar.causeThisNetwork'), central: t('bar.causeCentral'), biller: t('bar.causeBiller') }
  const online = link.roundTripMs === null ? since : t('bar.roundTrip', { ms: Math.round(link.roundTripMs) })
  const trouble = [link.cause && causes[link.cause], since].filter(Boolean).join(' · ')
  return (
    <div className={styles.fact} data-tone={link.state} role="status">
      <strong>
        <Icon size={link.state === 'online' ? 10 : 16} aria-hidden /> {t(`bar.${link.state}`)}
      </strong>
      <span>{link.state === 'online' && link.cause === null ? online : trouble}</span>
    </div>
  )
}

function QueueState() {
  const { t } = useTranslation()
  const { queue, nowMs: readAtMs } = useStatus()
  const nowMs = useNowMs(5_000)
  const oldest =
    queue.oldestAgeMs === null ? t('bar.queueEmpty') : t('bar.oldest', { age: ageText(t, queue.oldestAgeMs + nowMs - readAtMs) })
  const names = queue.warnings.map((limit) => t(`limit.${limit}`)).join(', ')
  const nearly = names === '' ? '' : ` · ${`${t('bar.nearLimit')}: ${names}`}`
  const inDoubt = queue.inDoubtCount > 0 ? ` · ${t('bar.inDoubt', { count: queue.inDoubtCount })}` : ''
  return (
    <div
      className={styles.fact}
      data-tone={queue.warnings.length > 0 || queue.inDoubtCount > 0 ? 'warning' : queue.count > 0 ? 'waiting' : undefined}
    >
      <strong>
        {t('bar.queue')} {queue.count} · {formatRupiah(queue.totalRupiah)}
      </strong>
      <span>
        {oldest}
        {inDoubt}
        {nearly}
      </span>
    </div>
  )
}

function PrinterState() {
  const { t } = useTranslation()
  const { printer } = useStatus()
  const words = {
    none: t('bar.printerNone'),
    ready: t('bar.printerReady'),
    printing: t('bar.printerPrinting'),
    trouble: t('bar.printerTrouble'),
  }
  const trouble = printer.state === 'trouble' ? troubleSentence(t, printer.trouble) : null
  const bad = printer.state === 'trouble' || printer.state === 'none'
  const Icon = bad ? IconPrinterOff : IconPrinter
  return (
    <div
      className={styles.fact}
      data-tone={printer.state === 'trouble' ? 'offline' : printer.state === 'none' ? 'warning' : undefined}
      title={trouble ?? undefined}
    >
      <strong>
        <Icon size={16} aria-hidden /> {t('bar.printer')} {words[printer.state]}
      </strong>
      <span>{trouble ?? (printer.waitingCount > 0 ? t('bar.printerWaiting', { count: printer.waitingCount }) : printer.modelName)}</span>
    </div>
  )
}

function FloatState() {
  const { t } = useTranslation()
  const { float, owedBack } = useStatus()
  const usable =
    float.availableRupiah === null ? t('bar.floatUnknown') : t('bar.floatAvailable', { amount: formatRupiah(float.availableRupiah) })
  return (
    <div className={styles.fact} data-tone={owedBack.count > 0 ? 'warning' : undefined}>
      <strong>
        {t('bar.float')} {float.balanceRupiah === null ? t('app.nothing') : formatRupiah(float.balanceRupiah)}
      </strong>
      <span>{owedBack.count > 0 ? t('bar.owedBack', { count: owedBack.count }) : usable}</span>
    </div>
  )
}

function Clock() {
  const { t } = useTranslation()
  const nowMs = useNowMs()
  const { outlet, businessDay, time } = useStatus()
  if (!outlet) return null
  return (
    <div
      className={`${styles.fact} ${styles.clock}`}
      data-tone={time.trusted ? undefined : 'warning'}
      role="timer"
      aria-label={t('bar.clock')}
    >
      <strong>
        {clockTime(nowMs, outlet.zone)} <small>{outlet.zone}</small>
      </strong>
      <span>{time.trusted ? businessDay?.split('-').reverse().join('/') : t('bar.dateUnsure')}</span>
    </div>
  )
}
