import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PrintJob } from '../../../shared/terminal-api/shapes.ts'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useMay, useTerminal } from '../../parts/terminal.tsx'
import { troubleSentence } from '../../text/sentence.ts'
import styles from './queue.module.css'

const unfinished: readonly PrintJob['state'][] = ['waiting', 'printing', 'failed', 'setAside']

/** Slips that did not come out yet, with the reason the printer gave. */
export function WaitingPrints() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const may = useMay('reprint')
  const jobs = useQuery({ queryKey: ['printJobs'], queryFn: () => client.call('printJobs', {}) }).data?.jobs ?? []
  const act = useMutation({
    mutationFn: ({ route, jobId }: { route: 'retryPrintJob' | 'skipPrintJob'; jobId: string }) => client.call(route, { jobId }),
    onSettled: () => queries.invalidateQueries(),
  })
  const waiting = jobs.filter(({ state }) => unfinished.includes(state))
  if (waiting.length === 0) return null
  return (
    <section className={styles.notices} aria-label={t('queue.printing')}>
      <h2>{t('queue.printing')}</h2>
      <RefusalNote error={act.error} />
      <ul>
        {waiting.map((job) => (
          <li key={job.id}>
            <span>
              <strong>
                {t(`printKind.${job.kind}`)}: {t(`printState.${job.state}`)}
              </strong>
              {job.trouble !== null && <small>{troubleSentence(t, job.trouble)}</small>}
            </span>
            {may && job.state !== 'printing' && (
              <>
                <Button size="compact-sm" variant="light" onClick={() => act.mutate({ route: 'retryPrintJob', jobId: job.id })}>
                  {t('queue.printAgain')}
                </Button>
                <Button size="compact-sm" variant="subtle" onClick={() => act.mutate({ route: 'skipPrintJob', jobId: job.id })}>
                  {t('queue.skip')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
