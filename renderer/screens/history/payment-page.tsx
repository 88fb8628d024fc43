import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import type { PaymentStory } from '../../../shared/terminal-api/shapes.ts'
import { slipTime } from '../../../shared/zones.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import { useKeys } from '../../parts/keys.tsx'
import head from '../../parts/page-head.module.css'
import { ActionDialog, type PaymentAction, usePrintReceipt } from '../../parts/payment-actions.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useRepay } from '../../parts/repay.ts'
import { StateMark } from '../../parts/state-mark.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import { reasonSentence } from '../../text/reason.ts'
import styles from './history.module.css'
import { ReceiptPreview } from './receipt-preview.tsx'
import { Story } from './story.tsx'

/** One payment's whole story on one page: who, how much, what happened, and the slip as the paper has it. */
export function PaymentPage({ paymentId }: { paymentId: string }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const reading = useQuery({ queryKey: ['payment', paymentId], queryFn: () => client.call('payment', { paymentId }) })
  const back = () => window.history.back()
  useKeys([{ key: 'Escape', caption: t('key.back'), run: back }])
  const story = reading.data
  return (
    <div className={head.page}>
      <header className={head.head}>
        <Button variant="default" size="compact-md" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={back}>
          {t('app.back')}
        </Button>
        {story && <StateMark state={story.payment.state} large />}
        {story && <Actions story={story} />}
      </header>
      <RefusalNote error={reading.error} />
      {story && (
        <div className={styles.columns}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without focus a keyboard can't scroll it */}
          <section className={styles.left} aria-label={t('story.happened')} tabIndex={0}>
            <Summary story={story} />
            <Story entries={story.story} />
          </section>
          <ReceiptPreview paymentId={paymentId} />
        </div>
      )}
    </div>
  )
}

function Actions({ story }: { story: PaymentStory }) {
  const { t } = useTranslation()
  const [acting, setActing] = useState<PaymentAction | null>(null)
  const print = usePrintReceipt()
  const repay = useRepay()
  const printing = story.actions.find((action) => action === 'printReceipt' || action === 'reprint')
  const actions = story.actions.filter((action) => action !== 'repay')
  const start = (action: PaymentAction) => (action === 'printReceipt' ? print.mutate(story.payment.id) : setActing(action))
  useKeys(
    printing ? [{ key: 'Ctrl+P', caption: printing === 'reprint' ? t('key.reprint') : t('key.print'), run: () => start(printing) }] : [],
  )
  return (
    <div className={styles.actions}>
      <RefusalNote error={print.error ?? repay.error} />
      {actions.map((action) => (
        <Button
          key={action}
          variant={action === printing ? 'filled' : 'light'}
          color={action === printing ? 'petrol' : 'red'}
          loading={action === 'printReceipt' && print.isPending}
          onClick={() => start(action)}
          rightSection={action === printing ? <KeyCap name="Ctrl+P" light /> : undefined}
        >
          {t(`action.${action}`)}
        </Button>
      ))}
      {story.actions.includes('repay') && (
        <Button variant="light" loading={repay.isPending} onClick={() => repay.mutate(story.payment)}>
          {t('repay.action')}
        </Button>
      )}
      {acting && <ActionDialog action={acting} payment={story.payment} onClose={() => setActing(null)} />}
    </div>
  )
}

/** What somebody still owes for a payment, whatever its state says. */
const openAmounts = ['disputedRupiah', 'claimRupiah', 'owedByCustomerRupiah'] as const

function Summary({ story }: { story: PaymentStory }) {
  const { t } = useTranslation()
  const { outlet } = useStatus()
  const { payment } = story
  const zone = outlet?.zone ?? 'WIB'
  return (
    <div className={styles.summary}>
      <p>
        {payment.productName} · {payment.customerNumber}
      </p>
      <div className={styles.big}>
        <h1>{payment.customerName || payment.customerNumber}</h1>
        <b>{formatRupiah(payment.totalRupiah)}</b>
      </div>
      {payment.reason !== null && payment.state !== 'paid' && <p className={styles.reason}>{reasonSentence(t, payment.reason)}</p>}
      {openAmounts
        .filter((name) => story[name] !== 0)
        .map((name) => (
          <p key={name} className={styles.reason}>
            {t(`stillOpen.${name}`, { amount: formatRupiah(story[name]) })}
          </p>
        ))}
      {story.token !== null && (
        <p className={styles.token}>
          <span>{t('story.token')}</span>
          <b>{story.token.replace(/(\d{4})(?=\d)/g, '$1 ')}</b>
        </p>
      )}
      <p>
        {t('story.acceptedBy', { name: payment.staffName, time: slipTime(payment.acceptedAtMs, zone) })}
        {payment.paidAtMs !== null && ` · ${t('story.paidAt', { time: slipTime(payment.paidAtMs, zone).slice(11) })}`}
        {story.copies > 0 && ` · ${t('story.copies', { count: story.copies })}`}
      </p>
      {payment.reference !== null && (
        <p className={styles.reference}>
          {t('story.reference')} <code>{payment.reference}</code>
        </p>
      )}
    </div>
  )
}
