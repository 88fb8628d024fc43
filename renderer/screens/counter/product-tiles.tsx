import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import styles from './counter.module.css'
import { useCounter } from './counter-provider.tsx'
import { numberLabel, type ProductGroup } from './product-groups.ts'

/** The products the field's text may mean, the likeliest first; tiles for the finger, ⏎ and arrows for the keyboard. */
export function ProductTiles() {
  const { t, i18n } = useTranslation()
  const { reading, choice, pinned, groups, pick } = useCounter()
  const shown = reading.kind === 'empty' ? groups : reading.groups
  if (shown.length === 0 && groups.length === 0) return null
  if (shown.length === 0) return <p className={styles.none}>{t('counter.noProduct', { text: '' }).replace(' “”', '')}</p>
  return (
    <ul className={styles.tiles} aria-label={t('counter.products')}>
      {shown.map((group, index) => {
        const enterTakes = reading.kind !== 'empty' && index === choice
        return (
          <li key={group.code}>
            <button
              type="button"
              className={styles.tile}
              data-chosen={enterTakes || group.code === pinned?.code || undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(group)}
            >
              <span className={styles.tileName}>
                <strong>{group.name}</strong>
                {enterTakes && <KeyCap name="Enter" />}
              </span>
              <span>
                {numberLabel(group.number, i18n.language)} · {t('counter.example', { number: group.number.example })}
              </span>
              <span>{priceRange(group)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function priceRange(group: ProductGroup): string {
  const prices = group.products.flatMap(({ nominalRupiah }) => (nominalRupiah === null ? [] : [nominalRupiah]))
  const [lowest] = prices
  const highest = prices.at(-1)
  if (lowest === undefined || highest === undefined) return group.products[0]?.biller ?? ''
  return lowest === highest ? formatRupiah(lowest) : `${formatRupiah(lowest)} – ${formatRupiah(highest)}`
}
