import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffSummary } from '../../../shared/terminal-api/shapes.ts'
import { CardPage } from '../../parts/card-page.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import { PinPad } from './pin-pad.tsx'
import styles from './sign-in.module.css'

/** Who is on duty: a tile for each person, then the PIN. Keys 1–9 choose a tile. */
export function SignIn() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const practice = useStatus().mode === 'practice'
  const [chosenId, setChosenId] = useState<string | null>(null)
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => client.call('staff', {}) })
  const pins = useQuery({ queryKey: ['practicePins'], queryFn: () => client.call('practiceStaff', {}), enabled: practice })
  const people = staff.data?.staff ?? []
  const chosen = people.find(({ id }) => id === chosenId) ?? null
  const pinOf = (person: StaffSummary) => pins.data?.pins.find(({ staffId }) => staffId === person.id)?.pin ?? null
  return (
    <CardPage title={chosen ? t('signIn.pin', { name: chosen.name }) : t('signIn.title')} practice={practice}>
      <RefusalNote error={staff.error} />
      {chosen ? (
        <PinPad person={chosen} practicePin={pinOf(chosen)} onOther={() => setChosenId(null)} />
      ) : (
        <ul className={styles.tiles}>
          {people.map((person, index) => (
            <li key={person.id}>
              <button
                type="button"
                className={styles.tile}
                // biome-ignore lint/a11y/noAutofocus: the first tile is where a keyboard starts on this screen
                autoFocus={index === 0}
                onClick={() => setChosenId(person.id)}
              >
                <span className={styles.initial} aria-hidden>
                  {person.name.slice(0, 1)}
                </span>
                <strong>{person.name}</strong>
                <span>{t(`role.${person.role}`)}</span>
                {practice && pinOf(person) !== null && (
                  <span className={styles.pin}>
                    {t('signIn.practicePins')} <b>{pinOf(person)}</b>
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      )}
    </CardPage>
  )
}
