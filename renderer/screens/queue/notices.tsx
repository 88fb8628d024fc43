import { Button } from '@mantine/core'
import { IconBellRinging } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import type { Notice, PaymentRow } from '../../../shared/terminal-api/shapes.ts'
import { clockTime } from '../../../shared/zones.ts'
import { cashBackFor, useNotices } from '../../parts/cash-back.ts'
import { type PaymentAction, usePrintReceipt } from '../../parts/payment-actions.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { goTo } from '../../parts/task.ts'
import { useMay, useStatus, useTerminal } from '../../parts/terminal.tsx'
import { whySentence } from '../../text/why.ts'
import { HeldDialog } from './held.tsx'
import styles from './queue.module.css'

type OnAct = (acting: { action: PaymentAction; payment: PaymentRow }) => void

/** What a person must see stays here until it is handled, and leads to the handling. */
export function Notices({ onAct }: { onAct: OnAct }) {
  const { t } = useTranslation()
  const notices = useNotices()
  const mayConfirm = useMay('handOver')
  const [confirming, setConfirming] = useState(false)
  if (notices.length === 0) return null
  return (
    <section className={styles.notices} aria-label={t('queue.notices')}>
      <h2>{t('queue.notices')}</h2>
      <ul>
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} onAct={onAct} onConfirm={mayConfirm ? () => setConfirming(true) : null} />
        ))}
      </ul>
      {confirming && <HeldDialog onClose={() => setConfirming(false)} />}
    </section>
  )
}

function NoticeRow({ notice, onAct, onConfirm }: { notice: Notice; onAct: OnAct; onConfirm: (() => void) | null }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { outlet } = useStatus()
  const mayRefund = useMay('refund')
  const print = usePrintReceipt()
  const { paymentId, kind } = notice
  const reading = useQuery({
    queryKey: ['payment', paymentId],
    queryFn: () => client.call('payment', { paymentId: paymentId ?? '' }),
    enabled: paymentId !== null,
  })
  const payment = reading.data?.payment
  const handle = () => {
    if (paymentId === null) return
    if (kind === 'receiptReady') print.mutate(paymentId)
    else if (kind === 'refundDue' && mayRefund && payment) onAct({ action: 'refund', payment })
    else goTo('history', paymentId)
  }
  return (
    <li data-kind={kind}>
      <IconBellRinging size={18} aria-hidden />
      <span>
        <strong>{t(`notice.${kind}`)}</strong>
        <small>
          {kind === 'refundDue' && payment && `${t('queue.giveBack', { amount: formatRupiah(cashBackFor(payment, [notice])) })} · `}
          {(kind === 'alarm' || kind === 'setAside') && `${whySentence(t, kind, String(notice.detail.why))} · `}
          {reading.isError && `${paymentId} · `}
          {kind === 'centralNotice' && `${notice.detail.text} · `}
          {kind === 'heldAfterRestore' &&
            `${t('queue.held', { count: Number(notice.detail.count), total: formatRupiah(Number(notice.detail.totalRupiah)) })} · `}
          {payment && `${payment.customerName || payment.customerNumber} · ${payment.productName} · `}
          {outlet && clockTime(notice.atMs, outlet.zone)}
        </small>
      </span>
      {paymentId !== null && !reading.isError && (
        <Button size="compact-md" loading={print.isPending} disabled={reading.isPending} onClick={handle}>
          {kind === 'refundDue' && !mayRefund ? t('noticeAction.alarm') : t(`noticeAction.${kind}`)}
        </Button>
      )}
      {kind === 'heldAfterRestore' && onConfirm !== null && (
        <Button size="compact-md" onClick={onConfirm}>
          {t('noticeAction.heldAfterRestore')}
        </Button>
      )}
      <RefusalNote error={print.error} />
    </li>
  )
}
