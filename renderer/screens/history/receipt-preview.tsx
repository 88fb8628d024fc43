import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../../client.ts'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'
import styles from './receipt.module.css'

/** The slip exactly as the paper has it: the same lines the printer gets. A provisional one is hatched, and says so. */
export function ReceiptPreview({ paymentId }: { paymentId: string }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { data, error } = useQuery({ queryKey: ['receipt', paymentId], queryFn: () => client.call('receipt', { paymentId }) })
  const none = error instanceof RefusalError && error.code === 'receiptNotAvailable'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus a keyboard can't scroll it
    <section className={styles.preview} tabIndex={0} data-kind={data?.kind} aria-label={t('story.receipt')}>
      <h2>{data?.kind === 'provisional' ? t('story.provisional') : t('story.receipt')}</h2>
      {none ? <p>{t('story.noReceipt')}</p> : <RefusalNote error={error} />}
      {data?.slips.map((lines, slip) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: slips of one receipt have a place and nothing else
        <pre key={slip} className={styles.paper} style={{ width: `${data.columns}ch` }}>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a slip have a place and nothing else
            <span key={at} data-bold={line.bold || undefined} data-double={line.double || undefined}>
              {line.text || ' '}
              {'\n'}
            </span>
          ))}
        </pre>
      ))}
    </section>
  )
}
