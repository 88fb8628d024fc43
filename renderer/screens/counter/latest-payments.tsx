import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { StateMark } from '../../parts/state-mark.tsx'
import { goTo } from '../../parts/task.ts'
import { useTerminal } from '../../parts/terminal.tsx'
import styles from './counter.module.css'

const latestCount = 3

function useLatest() {
  const { client } = useTerminal()
  return useQuery({ queryKey: ['payments', 'latest'], queryFn: () => client.call('payments', { limit: latestCount }) }).data?.rows ?? []
}

/** The last customers' payments, still moving while the next one is served. */
export function LatestPayments() {
  const { t } = useTranslation()
  const latest = useLatest()
  if (latest.length === 0) return null
  return (
    <div className={styles.latest}>
      <span>{t('counter.last')}</span>
      {latest.map((row) => (
        <button
          key={row.id}
          type="button"
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => goTo('history', row.id)}
        >
          <StateMark state={row.state} /> <b>{row.customerName || row.productName}</b>
        </button>
      ))}
    </div>
  )
}

/** Opens the newest payment, where its receipt is printed again; null while there is none. */
export function useReprintLast(): (() => void) | null {
  const [newest] = useLatest()
  return newest ? () => goTo('history', newest.id) : null
}
