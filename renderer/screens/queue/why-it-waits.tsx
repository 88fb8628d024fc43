import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PaymentRow } from '../../../shared/terminal-api/shapes.ts'
import { clockTime } from '../../../shared/zones.ts'
import type { PaymentAction } from '../../parts/payment-actions.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useRepay } from '../../parts/repay.ts'
import { useMay, useNowMs, useStatus } from '../../parts/terminal.tsx'
import { reasonSentence } from '../../text/reason.ts'
import { ageText } from '../../text/sentence.ts'
import styles from './queue.module.css'

type Given = { row: PaymentRow; onAct: (acting: { action: PaymentAction; payment: PaymentRow }) => void }

/** Under a row: why it waits, how long already, and what this person may do about it. */
export function WhyItWaits({ row, onAct }: Given) {
  const { t } = useTranslation()
  const nowMs = useNowMs(5_000)
  const { outlet } = useStatus()
  const may = { cancel: useMay('cancelPayment'), void: useMay('voidPayment'), refund: useMay('refund') }
  const facts = [
    row.reason === null ? null : reasonSentence(t, row.reason),
    ageText(t, nowMs - row.acceptedAtMs),
    row.reason !== null ? null : row.everSent ? t('queue.sent') : t('queue.neverSent'),
    row.nextAttemptAtMs !== null && row.nextAttemptAtMs > nowMs && outlet
      ? // What is in doubt is never sent again before the central was asked.
        t(row.state === 'inDoubt' ? 'queue.nextQuestion' : 'queue.nextAttempt', { time: clockTime(row.nextAttemptAtMs, outlet.zone) })
      : null,
  ].filter(Boolean)
  const actions = actionsOf(row).filter((action) => may[action])
  const repay = useRepay()
  return (
    <div className={styles.why}>
      <span>{facts.join(' · ')}</span>
      {actions.map((action) => (
        <Button key={action} size="compact-sm" variant="light" color="red" onClick={() => onAct({ action, payment: row })}>
          {t(`action.${action}`)}
        </Button>
      ))}
      {row.state === 'rejected' && may.refund && (
        <Button size="compact-sm" variant="light" loading={repay.isPending} onClick={() => repay.mutate(row)}>
          {t('repay.action')}
        </Button>
      )}
      <RefusalNote error={repay.error} />
    </div>
  )
}

/** The terminal has the last word; this only spares the operator a refusal. */
function actionsOf(row: PaymentRow): readonly ('cancel' | 'void' | 'refund')[] {
  if (row.state === 'rejected') return ['refund']
  if (row.state === 'queued') return row.everSent ? ['void'] : ['cancel']
  return row.state === 'inDoubt' ? ['void'] : []
}
