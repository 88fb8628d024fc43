import { Loader } from '@mantine/core'
import { IconBarcode, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import styles from './counter.module.css'
import { useCounter } from './counter-provider.tsx'
import { numberLabel } from './product-groups.ts'

/** The one field. It takes numbers, scans, product words, and a denomination where one is asked for. */
export function NumberField() {
  const { t, i18n } = useTranslation()
  const { state, pinned, field, setInCash, type, press, pick } = useCounter()
  const choosing = state.step === 'denominations'
  const label = choosing
    ? t('counter.denominationField')
    : pinned
      ? `${numberLabel(pinned.number, i18n.language)} · ${t('counter.example', { number: pinned.number.example })}`
      : t('counter.field')
  return (
    <div className={styles.field}>
      <label htmlFor="counter-field">{label}</label>
      <div className={styles.box}>
        {pinned ? (
          <button
            type="button"
            className={styles.pinned}
            tabIndex={-1}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => (choosing ? press('Escape') : pick(pinned))}
          >
            {pinned.name}
            {choosing && <b>{state.number}</b>}
            <IconX size={16} aria-hidden />
          </button>
        ) : (
          <IconBarcode size={30} stroke={1.5} aria-hidden />
        )}
        <input
          ref={field}
          id="counter-field"
          data-shares-keys
          // biome-ignore lint/a11y/noAutofocus: the counter's one field always has the focus
          autoFocus
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={200}
          placeholder={choosing || pinned ? '' : t('counter.placeholder')}
          value={state.text}
          onFocus={() => setInCash(false)}
          onBlur={(event) => setInCash(event.relatedTarget instanceof HTMLInputElement)}
          onChange={(event) => type(event.target.value)}
        />
        {state.step === 'inquiring' && (
          <span className={styles.inquiring} role="status">
            <Loader size={20} /> {t('counter.inquiring')}
          </span>
        )}
      </div>
    </div>
  )
}
