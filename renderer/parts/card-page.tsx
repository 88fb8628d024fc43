import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import icon from '../icon.svg'
import styles from './card-page.module.css'

/** One calm card in the middle: every screen before the counter. */
export function CardPage({ title, practice = false, children }: { title: string; practice?: boolean; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <main className={styles.ground} data-practice={practice || undefined}>
      {practice && (
        <p className={styles.practice}>
          <strong>{t('app.practice')}</strong> · {t('app.practiceMeaning')}
        </p>
      )}
      <section className={styles.card} aria-labelledby="card-title">
        <p className={styles.brand} aria-hidden>
          <img src={icon} alt="" width={26} height={26} /> Loket
        </p>
        <h1 id="card-title">{title}</h1>
        {children}
      </section>
    </main>
  )
}
