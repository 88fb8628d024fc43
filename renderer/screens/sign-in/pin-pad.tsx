import { Button } from '@mantine/core'
import { IconBackspace } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '../../../shared/limits.ts'
import type { StaffSummary } from '../../../shared/terminal-api/shapes.ts'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'
import styles from './sign-in.module.css'

type Given = { person: StaffSummary; practicePin: string | null; onOther: () => void }

/** Takes the PIN from the keyboard or from its own keys; the field keeps the focus either way. */
export function PinPad({ person, practicePin, onOther }: Given) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [pin, setPin] = useState('')
  const signIn = useMutation({
    mutationFn: () => client.call('signIn', { staffId: person.id, pin }),
    onSuccess: () => queries.invalidateQueries(),
    onError: () => setPin(''),
    onSettled: () => field.current?.focus(),
  })
  const type = (digit: string) => {
    setPin((typed) => (typed + digit).slice(0, limits.pinLengthMax))
    field.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (pin !== '' && !signIn.isPending) signIn.mutate()
  }
  return (
    <form className={styles.pinPad} onSubmit={submit}>
      <input
        ref={field}
        className={styles.pinField}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        aria-label={t('signIn.pin', { name: person.name })}
        // biome-ignore lint/a11y/noAutofocus: the only field of this step
        autoFocus
        value={pin}
        maxLength={limits.pinLengthMax}
        onChange={(event) => setPin(event.target.value.replace(/\D/g, ''))}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onOther()
        }}
      />
      <p className={styles.hint}>
        {t('signIn.pinHint')}
        {practicePin !== null && (
          <span className={styles.pin}>
            {t('signIn.practicePins')} <b>{practicePin}</b>
          </span>
        )}
      </p>
      <RefusalNote error={signIn.error} />
      <div className={styles.keys}>
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => (
          <button key={digit} type="button" onClick={() => type(digit)} tabIndex={-1}>
            {digit}
          </button>
        ))}
        <button type="button" onClick={() => setPin((typed) => typed.slice(0, -1))} aria-label={t('signIn.erase')} tabIndex={-1}>
          <IconBackspace aria-hidden />
        </button>
        <button type="button" onClick={() => type('0')} tabIndex={-1}>
          0
        </button>
        <Button type="submit" h={46} loading={signIn.isPending} disabled={pin === ''}>
          {t('signIn.enter')}
        </Button>
      </div>
      <Button variant="subtle" onClick={onOther}>
        {t('signIn.chooseOther')}
      </Button>
    </form>
  )
}
