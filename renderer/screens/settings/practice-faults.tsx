import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type PracticeFault, practiceFaults } from '../../../shared/terminal-api/shapes.ts'
import { RefusalError } from '../../client.ts'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'
import styles from './settings.module.css'

/** Practice only: trouble on purpose, so that nobody meets it for the first time with a customer waiting. */
export function PracticeFaults() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const reading = useQuery({ queryKey: ['faults'], queryFn: () => client.call('practiceFaults', {}) })
  const set = useMutation({
    mutationFn: (fault: PracticeFault) => client.call('setPracticeFault', { fault }),
    onSettled: () => queries.invalidateQueries(),
  })
  if (isElsewhere(set.error))
    return (
      <section className={styles.card}>
        <h2>{t('settings.faults')}</h2>
        <p>{t('settings.faultsElsewhere')}</p>
      </section>
    )
  const shown = set.isPending ? set.variables : reading.data?.fault
  return (
    <fieldset className={`${styles.card} ${styles.faults}`}>
      <legend>{t('settings.faults')}</legend>
      <p>{t('settings.faultsHint')}</p>
      <div>
        {practiceFaults.map((fault) => (
          <label key={fault} data-on={shown === fault || undefined}>
            <input
              type="radio"
              name="practice-fault"
              checked={shown === fault}
              disabled={set.isPending}
              onChange={() => set.mutate(fault)}
            />
            {t(`fault.${fault}`)}
          </label>
        ))}
      </div>
      <RefusalNote error={set.error ?? reading.error} />
    </fieldset>
  )
}

/** The practice central runs in a process of its own. */
function isElsewhere(error: unknown): boolean {
  return error instanceof RefusalError && error.code === 'hostCannot'
}
