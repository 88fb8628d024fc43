import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CardPage } from '../../parts/card-page.tsx'
import { LanguageSwitch } from '../../parts/language-switch.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'
import styles from './first-start.module.css'

/** Nothing is set up: practice is one press away, and what is not there yet is said plainly. */
export function FirstStart() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const start = useMutation({
    mutationFn: () => client.call('startPractice', {}),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <CardPage title={t('firstStart.title')}>
      <p className={styles.lead}>{t('firstStart.lead')}</p>
      <Button size="xl" fullWidth autoFocus loading={start.isPending} onClick={() => start.mutate()}>
        {t('firstStart.practice')}
      </Button>
      <p className={styles.hint}>{t('firstStart.practiceHint')}</p>
      <RefusalNote error={start.error} />
      <p className={styles.later}>{t('firstStart.activation')}</p>
      <LanguageSwitch />
    </CardPage>
  )
}
