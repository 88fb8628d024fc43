import { useTranslation } from 'react-i18next'
import type { RefusalError } from '../../client.ts'
import { CardPage } from '../../parts/card-page.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import styles from './get-in.module.css'

/** For whoever comes without a session: not a blank page, but the way in. */
export function GetIn({ refused }: { refused: RefusalError | null }) {
  const { t } = useTranslation()
  return (
    <CardPage title={t('getIn.title')}>
      <RefusalNote error={refused} />
      <p>{t('getIn.why')}</p>
      <ol className={styles.steps}>
        <li>{t('getIn.first')}</li>
        <li>{t('getIn.second')}</li>
        <li>{t('getIn.third')}</li>
      </ol>
    </CardPage>
  )
}
