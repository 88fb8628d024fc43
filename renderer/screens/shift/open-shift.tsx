import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah, parseRupiah } from '../../../shared/money.ts'
import { RefusalError } from '../../client.ts'
import { CardPage } from '../../parts/card-page.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { SignOutButton } from '../../parts/sign-out-button.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import styles from './open-shift.module.css'

/** No shift is open: the drawer is counted once, then serving can begin. */
export function OpenShift() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { mode, staff } = useStatus()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const startingFloatRupiah = text.trim() === '' ? null : parseRupiah(text)
  const unreadable = text.trim() !== '' && startingFloatRupiah === null
  const open = useMutation({
    mutationFn: (amount: number) => client.call('openShift', { startingFloatRupiah: amount }),
    onSettled: () => queries.invalidateQueries(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (startingFloatRupiah !== null && !open.isPending) open.mutate(startingFloatRupiah)
  }
  return (
    <CardPage title={t('shift.title')} practice={mode === 'practice'}>
      <p>{t('shift.lead')}</p>
      <form onSubmit={submit} className={styles.form}>
        <label>
          {t('shift.startingFloat')}
          <input
            className={styles.field}
            inputMode="numeric"
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: the only field of this step
            autoFocus
            maxLength={20}
            placeholder="200.000"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <output className={styles.amount}>{startingFloatRupiah === null ? t('app.nothing') : formatRupiah(startingFloatRupiah)}</output>
        <RefusalNote error={unreadable ? new RefusalError('amountNotWhole', {}) : open.error} />
        <Button type="submit" size="lg" loading={open.isPending} disabled={startingFloatRupiah === null}>
          {t('shift.open')} ⏎
        </Button>
        <SignOutButton label={`${staff?.name ?? ''} · ${t('shift.signOut')}`} />
      </form>
    </CardPage>
  )
}
