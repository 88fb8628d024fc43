import { useTranslation } from 'react-i18next'
import { formatRupiah, formatRupiahDigits } from '../../../shared/money.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import styles from './counter.module.css'
import { useCounter } from './counter-provider.tsx'

/** What the number is to be filled with: type 20 for 20.000, or go there with the arrows. */
export function DenominationGrid() {
  const { t } = useTranslation()
  const { state, denominations, choice, pickDenomination } = useCounter()
  return (
    <section aria-label={t('counter.denominations', { number: state.number })}>
      <h2 className={styles.heading}>{t('counter.denominations', { number: state.number })}</h2>
      {denominations.length === 0 && <p className={styles.none}>{t('counter.noDenomination')}</p>}
      <ul className={styles.denominations}>
        {denominations.map((product, index) => (
          <li key={product.code}>
            <button
              type="button"
              className={styles.denomination}
              data-chosen={index === choice || undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pickDenomination(product)}
            >
              <strong>{product.nominalRupiah === null ? product.name : formatRupiahDigits(product.nominalRupiah)}</strong>
              <span>
                {product.priceRupiah !== null &&
                  t('counter.price', { amount: formatRupiah(product.priceRupiah + product.counterFeeRupiah) })}
              </span>
              {index === choice && <KeyCap name="Enter" />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
