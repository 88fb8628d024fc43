import { IconCircleCheckFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { limits } from '../../../shared/limits.ts'
import { formatRupiah, sumRupiah } from '../../../shared/money.ts'
import { unsyncedStates } from '../../../shared/payment-states.ts'
import type { Basket } from '../../../shared/terminal-api/shapes.ts'
import { clockTime } from '../../../shared/zones.ts'
import { cashBackFor, useNotices } from '../../parts/cash-back.ts'
import { useNowMs, useStatus } from '../../parts/terminal.tsx'
import styles from './basket.module.css'
import outcome from './basket-result.module.css'

/** Stays until the next number is typed: the change is the largest thing on the page. */
export function BasketResult({ basket }: { basket: Basket }) {
  const { t } = useTranslation()
  const { outlet } = useStatus()
  const time = basket.acceptedAtMs !== null && outlet ? clockTime(basket.acceptedAtMs, outlet.zone) : ''
  const changeRupiah = basket.changeRupiah ?? 0
  const givesBack = basket.cashDueRupiah < 0
  return (
    <div className={styles.result} role="status">
      <p className={styles.accepted}>
        <IconCircleCheckFilled size={26} aria-hidden /> {t('basket.acceptedAt', { time })}
      </p>
      {!givesBack && (
        <dl className={styles.sums}>
          <div>
            <dt>{t('basket.due')}</dt>
            <dd>{formatRupiah(basket.cashDueRupiah)}</dd>
          </div>
          <div>
            <dt>{t('basket.received')}</dt>
            <dd>{formatRupiah(basket.receivedRupiah ?? basket.cashDueRupiah)}</dd>
          </div>
        </dl>
      )}
      <p className={styles.giveBack}>
        <span>{givesBack ? t('repay.backTitle') : t('basket.change')}</span>
        <b>{changeRupiah === 0 ? t('basket.noChange') : formatRupiah(changeRupiah)}</b>
      </p>
      <Outcome basket={basket} />
      <p className={outcome.next}>{t('basket.next')}</p>
    </div>
  )
}

/** The money was taken; whether the bills are paid may still be open, or have gone wrong. */
function Outcome({ basket }: { basket: Basket }) {
  const { t } = useTranslation()
  const rejected = basket.items.filter(({ state }) => state === 'rejected')
  const { link } = useStatus()
  const nowMs = useNowMs()
  const notices = useNotices()
  const waiting = basket.items.some(({ state }) => state !== null && unsyncedStates.includes(state))
  // Until then the valid slip may still come, and no provisional one has been printed.
  const patient = link.state !== 'offline' && nowMs - (basket.acceptedAtMs ?? 0) < limits.receiptPatienceMs
  const amount = formatRupiah(sumRupiah(rejected.map(({ paymentId, totalRupiah }) => cashBackFor({ id: paymentId, totalRupiah }, notices))))
  return (
    <>
      {rejected.length > 0 && <p className={outcome.refused}>{t('basket.refused', { amount })}</p>}
      {waiting && <p className={outcome.waiting}>{patient ? t('basket.awaiting') : t('basket.notPaidYet')}</p>}
    </>
  )
}
