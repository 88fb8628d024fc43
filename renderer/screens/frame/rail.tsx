import { IconCashRegister, IconHistory, IconSettings, IconStack2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { KeyName } from '../../parts/key-names.ts'
import { goTo, type Task } from '../../parts/task.ts'
import { useStatus } from '../../parts/terminal.tsx'
import styles from './rail.module.css'

export const taskKeys: readonly { task: Task; key: KeyName; Icon: typeof IconHistory }[] = [
  { task: 'counter', key: 'F2', Icon: IconCashRegister },
  { task: 'queue', key: 'F3', Icon: IconStack2 },
  { task: 'history', key: 'F4', Icon: IconHistory },
  { task: 'settings', key: 'F10', Icon: IconSettings },
]

/** The tasks that exist, each with its key. */
export function Rail({ current }: { current: Task }) {
  const { t } = useTranslation()
  const { queue, noticeCount } = useStatus()
  const waiting = queue.count + noticeCount
  return (
    <nav className={styles.rail} aria-label="Loket">
      {taskKeys.map(({ task, key, Icon }) => (
        <button
          key={task}
          type="button"
          className={styles.task}
          aria-current={task === current ? 'page' : undefined}
          aria-keyshortcuts={key}
          // The field at the counter keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => goTo(task)}
        >
          <Icon size={24} stroke={1.7} aria-hidden />
          <span>{t(`task.${task}`)}</span>
          <kbd>{key}</kbd>
          {task === 'queue' && waiting > 0 && <b className={styles.count}>{waiting}</b>}
        </button>
      ))}
    </nav>
  )
}
