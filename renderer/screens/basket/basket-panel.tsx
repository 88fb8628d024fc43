import { IconX } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import { type Basket, type LiftableRefusal, liftableRefusals } from '../../../shared/terminal-api/shapes.ts'
import { RefusalError } from '../../client.ts'
import { away } from '../../parts/away.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { StateMark } from '../../parts/state-mark.tsx'
import styles from './basket.module.css'
import { useBasket } from './basket-provider.tsx'
import { BasketResult } from './basket-result.tsx'
import { TakeMoney } from './take-money.tsx'

const OverrideLimit = away(() => import('./override-limit.tsx').then((module) => module.OverrideLimit))

/** Always at the right: what is being paid, what it costs, what to give back. */
export function BasketPanel({ atCounter }: { atCounter: boolean }) {
  const { t } = useTranslation()
  const { basket, error } = useBasket()
  const items = basket?.items ?? []
  return (
    <aside className={styles.panel} aria-label={t('basket.title')}>
      <h2 className={styles.title}>
        {t('basket.title')} {items.length > 0 && <span>{items.length}</span>}
      </h2>
      {items.length === 0 ? (
        <div className={styles.empty}>
          <strong>{t('basket.empty')}</strong>
          <p>{t('basket.emptyHint')}</p>
        </div>
      ) : (
        <ul className={styles.items}>
          {items.map((item) => (
            <Item key={item.paymentId} item={item} />
          ))}
        </ul>
      )}
      <RefusalNote error={basket?.state !== 'accepted' || wasAcceptedBefore(error) ? error : null} />
      {basket?.state === 'open' && <AskSupervisor basket={basket} />}
      {basket?.state === 'open' && items.length > 0 && <TakeMoney basket={basket} atCounter={atCounter} />}
      {basket?.state === 'accepted' && <BasketResult basket={basket} />}
    </aside>
  )
}

/** Only after a limit said no that a person may lift. */
function AskSupervisor({ basket }: { basket: Basket }) {
  const { t } = useTranslation()
  const { error, forgetError } = useBasket()
  const [asking, setAsking] = useState(false)
  const refusal = liftableIn(error)
  if (refusal === null) return null
  const done = () => {
    setAsking(false)
    forgetError()
  }
  return (
    <>
      <button type="button" className={styles.ask} onClick={() => setAsking(true)}>
        {t('basket.askSupervisor')}
      </button>
      {asking && (
        <Suspense>
          <OverrideLimit basket={basket} refusal={refusal} onDone={done} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  )
}

function liftableIn(error: unknown): LiftableRefusal | null {
  if (!(error instanceof RefusalError)) return null
  return liftableRefusals.find((refusal) => refusal === error.code) ?? null
}

/** The result on screen was not taken by this press of F9: the cashier must know. Any other trouble is over with it. */
function wasAcceptedBefore(error: unknown): boolean {
  return error instanceof RefusalError && error.code === 'basketAlreadyAccepted'
}

function Item({ item }: { item: Basket['items'][number] }) {
  const { t } = useTranslation()
  const { remove, taking } = useBasket()
  return (
    <li>
      <div>
        <strong>{item.customerName || item.customerNumber}</strong>
        <span>
          {[
            item.customerName && item.customerNumber,
            item.productName,
            item.sheetCount > 1 && t('counter.sheets', { count: item.sheetCount }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </div>
      <div className={styles.right}>
        <b>{formatRupiah(item.totalRupiah)}</b>
        {item.state !== null && <StateMark state={item.state} />}
      </div>
      {item.state === null && (
        <button
          type="button"
          className={styles.remove}
          disabled={taking}
          aria-label={t('basket.remove', { name: item.customerName || item.customerNumber })}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => remove(item.paymentId)}
        >
          <IconX size={16} aria-hidden />
        </button>
      )}
    </li>
  )
}
