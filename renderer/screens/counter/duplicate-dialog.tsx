import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import { slipTime } from '../../../shared/zones.ts'
import type { RefusalError } from '../../client.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { goTo } from '../../parts/task.ts'
import { useMay, useStatus, useTerminal } from '../../parts/terminal.tsx'
import { useCounter } from './counter-provider.tsx'

/** Names the first payment of the bill. Paying it again is possible only on purpose, and only for those who may. */
export function DuplicateDialog({ refusal }: { refusal: RefusalError }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { outlet } = useStatus()
  const { payDuplicate, closeDuplicate, moment } = useCounter()
  const mayPay = useMay('payDuplicate')
  const firstId = typeof refusal.detail.firstPaymentId === 'string' ? refusal.detail.firstPaymentId : null
  const story = useQuery({
    queryKey: ['payment', firstId],
    queryFn: () => client.call('payment', { paymentId: firstId ?? '' }),
    enabled: firstId !== null,
  })
  const first = story.data?.payment
  return (
    <Dialog title={t('counter.duplicateTitle')} onClose={closeDuplicate}>
      <RefusalNote error={refusal} />
      <p>
        {first && outlet
          ? t('counter.duplicateFirst', {
              name: first.customerName || first.customerNumber,
              amount: formatRupiah(first.totalRupiah),
              state: t(`state.${first.state}`),
              time: slipTime(first.acceptedAtMs, outlet.zone),
            })
          : firstId === null && t('counter.duplicateNoFirst')}
      </p>
      {firstId !== null && (
        <Button
          fullWidth
          data-autofocus
          onClick={() => {
            closeDuplicate()
            goTo('history', firstId)
          }}
        >
          {t('counter.duplicateShow')}
        </Button>
      )}
      {mayPay && firstId !== null && (
        <>
          <p>{t('counter.duplicateWarning')}</p>
          <Button fullWidth color="red" variant="outline" loading={moment.taking} onClick={payDuplicate}>
            {t('counter.duplicatePay')}
          </Button>
        </>
      )}
      <Button fullWidth mt="sm" variant="default" onClick={closeDuplicate}>
        {t('app.cancel')}
      </Button>
    </Dialog>
  )
}
