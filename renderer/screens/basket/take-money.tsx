import { useTranslation } from 'react-i18next'
import { formatRupiah, formatRupiahDigits } from '../../../shared/money.ts'
import type { Basket } from '../../../shared/terminal-api/shapes.ts'
import type { KeyName } from '../../parts/key-names.ts'
import { goTo } from '../../parts/task.ts'
import { groupCash, readCash, suggestCash } from '../counter/cash-suggestions.ts'
import { useCounter } from '../counter/counter-provider.tsx'
import styles from './basket.module.css'
import { useBasket } from './basket-provider.tsx'

export const quickCashKeys = ['Alt+Q', 'Alt+W', 'Alt+E'] as const satisfies readonly KeyName[]

/** Total, cash and change. The big button is for the mouse and the finger; on the keyboard only F9 takes money. */
export function TakeMoney({ basket, atCounter }: { basket: Basket; atCounter: boolean }) {
  const { t } = useTranslation()
  const { cashText, taking, changing } = useBasket()
  const { cashField, setCash, press, focusField } = useCounter()
  const received = readCash(cashText, basket.cashDueRupiah)
  const differenceRupiah = received === null ? null : received - basket.cashDueRupiah
  const dueWord =
    basket.cashDueRupiah < 0 ? t('repay.backTitle') : basket.cashDueRupiah !== basket.totalRupiah ? t('basket.due') : t('basket.total')
  const short = differenceRupiah !== null && differenceRupiah < 0
  const givesBack = basket.cashDueRupiah < 0
  return (
    <div className={styles.money}>
      <dl className={styles.sums}>
        {basket.cashDueRupiah !== basket.totalRupiah && (
          <div>
            <dt>{t('basket.total')}</dt>
            <dd>{formatRupiah(basket.totalRupiah)}</dd>
          </div>
        )}
        {basket.items
          .filter(({ creditRupiah }) => creditRupiah > 0)
          .map((item) => (
            <div key={item.paymentId}>
              <dt>{t('repay.credit', { name: item.customerName || item.customerNumber })}</dt>
              <dd>{formatRupiah(-item.creditRupiah)}</dd>
            </div>
          ))}
        {basket.roundingRupiah !== 0 && (
          <div>
            <dt>{t('basket.rounding')}</dt>
            <dd>{formatRupiah(basket.roundingRupiah)}</dd>
          </div>
        )}
        <div className={styles.due}>
          <dt>{dueWord}</dt>
          <dd>{formatRupiah(Math.abs(basket.cashDueRupiah))}</dd>
        </div>
      </dl>
      {atCounter && !givesBack && (
        <>
          <label className={styles.cash}>
            <span>
              {t('basket.received')} <kbd>F8</kbd>
            </span>
            <input
              ref={cashField}
              data-shares-keys
              inputMode="numeric"
              autoComplete="off"
              aria-label={t('basket.cashField')}
              maxLength={60}
              placeholder={t('basket.exact')}
              value={cashText}
              disabled={taking}
              onChange={(event) => setCash(groupCash(event.target.value))}
            />
          </label>
          <div className={styles.quick}>
            {suggestCash(basket.cashDueRupiah).map((amount, index) => (
              <button
                key={amount}
                type="button"
                tabIndex={-1}
                aria-pressed={received === amount}
                aria-keyshortcuts={quickCashKeys[index]}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => setCash(index === 0 ? '' : formatRupiahDigits(amount))}
              >
                {index === 0 ? t('basket.exact') : formatRupiahDigits(amount)}
                <kbd>{quickCashKeys[index]}</kbd>
              </button>
            ))}
          </div>
        </>
      )}
      {!givesBack && (
        <div className={styles.change} data-short={short || received === null || undefined}>
          <span>{short ? t('basket.short') : t('basket.change')}</span>
          <b>{differenceRupiah === null ? t('app.nothing') : formatRupiah(Math.abs(differenceRupiah))}</b>
        </div>
      )}
      <button
        type="button"
        className={styles.take}
        tabIndex={-1}
        disabled={taking || changing}
        aria-keyshortcuts={atCounter ? 'F9 Alt+9' : 'F2 Alt+2'}
        onMouseDown={(event) => event.preventDefault()}
        // Enter and Space never take money, even if something gives this button the focus.
        onKeyDown={(event) => event.preventDefault()}
        onKeyUp={(event) => event.preventDefault()}
        onClick={() => {
          if (!atCounter) return goTo('counter')
          press('F9')
          focusField()
        }}
      >
        <span>{atCounter ? (taking ? t('basket.taking') : givesBack ? t('repay.give') : t('basket.take')) : t('task.counter')}</span>
        <kbd>{atCounter ? 'F9' : 'F2'}</kbd>
      </button>
    </div>
  )
}
