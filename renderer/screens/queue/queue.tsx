import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import type { PaymentState } from '../../../shared/payment-states.ts'
import type { PaymentRow } from '../../../shared/terminal-api/shapes.ts'
import { away } from '../../parts/away.tsx'
import head from '../../parts/page-head.module.css'
import { ActionDialog, type PaymentAction } from '../../parts/payment-actions.tsx'
import { PaymentList } from '../../parts/payment-list.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useMay, useStatus, useTerminal } from '../../parts/terminal.tsx'
import { Notices } from './notices.tsx'
import styles from './queue.module.css'
import { WaitingPrints } from './waiting-prints.tsx'
import { WhyItWaits } from './why-it-waits.tsx'

// Rare, and nobody waits for it.
const HandOverDialog = away(() => import('./hand-over.tsx').then((module) => module.HandOverDialog))

/** Rejected ones stay until the money went back: they are owed, not done. */
const queueStates: readonly PaymentState[] = ['queued', 'sending', 'inDoubt', 'rejected', 'disputed']

/** Everything that is not finished: what needs a person first, then what waits by itself. */
export function Queue() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { queue, link } = useStatus()
  const [acting, setActing] = useState<{ action: PaymentAction; payment: PaymentRow } | null>(null)
  const mayHandOver = useMay('handOver')
  const [handingOver, setHandingOver] = useState(false)
  const rows = useQuery({
    queryKey: ['payments', 'queue'],
    queryFn: () => client.call('payments', { states: queueStates.join(','), limit: 200 }),
    // What waited when the screen was left may be settled by now: its buttons must not stand there again.
    gcTime: 0,
  })
  const tryCentral = useMutation({ mutationFn: () => client.call('tryCentral', {}) })
  const unfinished = rows.data?.rows ?? []
  const isEmpty = rows.data !== undefined && unfinished.length === 0
  return (
    <div className={head.page}>
      <header className={head.head}>
        <h1>{t('queue.title')}</h1>
        <p className={styles.limits} data-warning={queue.warnings.length > 0 || undefined}>
          {t('queue.limits', {
            count: queue.count,
            countMax: queue.countMax,
            total: formatRupiah(queue.totalRupiah),
            totalMax: formatRupiah(queue.totalMaxRupiah),
          })}
          {queue.warnings.length > 0 && <strong> · {t('bar.nearLimit')}</strong>}
        </p>
        {link.state === 'offline' && (
          <Button size="compact-md" loading={tryCentral.isPending} onClick={() => tryCentral.mutate()}>
            {t('queue.tryNow')}
          </Button>
        )}
        {mayHandOver && (
          <Button size="compact-md" variant="default" onClick={() => setHandingOver(true)}>
            {t('handOver.title')}
          </Button>
        )}
      </header>
      <RefusalNote error={rows.error ?? tryCentral.error} />
      <div className={isEmpty ? undefined : head.scroll}>
        <Notices onAct={setActing} />
        <WaitingPrints />
        <PaymentList rows={unfinished} aside={(row) => <WhyItWaits row={row} onAct={setActing} />} />
      </div>
      {isEmpty && (
        <div className={head.empty}>
          <strong>{t('queue.empty')}</strong>
          <p>{t('queue.emptyHint')}</p>
        </div>
      )}
      {handingOver && (
        <Suspense>
          <HandOverDialog onClose={() => setHandingOver(false)} />
        </Suspense>
      )}
      {acting && <ActionDialog {...acting} onClose={() => setActing(null)} />}
    </div>
  )
}
