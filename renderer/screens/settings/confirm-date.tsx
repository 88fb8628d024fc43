import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { slipTime, type Zone, zonedInputMs, zonedInputText } from '../../../shared/zones.ts'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useMay, useStatus, useTerminal } from '../../parts/terminal.tsx'
import styles from './settings.module.css'

/** After an offline start with no way to know the time: what it is until the central says so. */
export function ConfirmDate({ zone }: { zone: Zone }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { time } = useStatus()
  const may = useMay('confirmTime')
  const [typed, setTyped] = useState<string | null>(null)
  const confirm = useMutation({ mutationFn: (dateMs: number) => client.call('confirmTime', { dateMs }) })
  const text = typed ?? zonedInputText(time.suggestedMs, zone)
  const dateMs = zonedInputMs(text, zone)
  return (
    <section className={styles.card}>
      <h2>{t('settings.date')}</h2>
      <p>{t('refusal.timeNotTrusted')}</p>
      {may && (
        <>
          <TextInput
            type="datetime-local"
            label={t('settings.dateNow', { zone })}
            // The field writes day and month in the order of the browser's language.
            description={dateMs === null ? t('app.nothing') : slipTime(dateMs, zone).slice(0, 16)}
            value={text}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button mt="md" loading={confirm.isPending} disabled={dateMs === null} onClick={() => dateMs !== null && confirm.mutate(dateMs)}>
            {t('settings.dateConfirm')}
          </Button>
          <RefusalNote error={confirm.error} />
        </>
      )}
    </section>
  )
}
