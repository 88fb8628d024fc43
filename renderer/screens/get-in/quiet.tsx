import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CardPage } from '../../parts/card-page.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'

/** The terminal behind the page does not answer at all. */
export function Quiet() {
  const { t } = useTranslation()
  return (
    <CardPage title={t('app.reconnecting')}>
      <RefusalNote text={t('noAnswer')} />
      <Button mt="md" size="md" onClick={() => location.reload()} autoFocus>
        {t('app.tryAgain')}
      </Button>
    </CardPage>
  )
}
