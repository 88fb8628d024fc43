import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { away } from '../../parts/away.tsx'
import { useKeys } from '../../parts/keys.tsx'
import { goTo, usePlace } from '../../parts/task.ts'
import { useStatus } from '../../parts/terminal.tsx'
import { BasketPanel } from '../basket/basket-panel.tsx'
import { BasketProvider } from '../basket/basket-provider.tsx'
import { Counter } from '../counter/counter.tsx'
import { CounterProvider } from '../counter/counter-provider.tsx'
import { Footer } from './footer.tsx'
import styles from './frame.module.css'
import { useNoticeSound } from './notice-sound.ts'
import { Rail, taskKeys } from './rail.tsx'
import { StatusBar } from './status-bar.tsx'

// The counter is drawn first; the other tasks follow when they are opened.
const Queue = away(() => import('../queue/queue.tsx').then((module) => module.Queue))
const History = away(() => import('../history/history.tsx').then((module) => module.History))
const Settings = away(() => import('../settings/settings.tsx').then((module) => module.Settings))
const Messages = lazy(() => import('../../parts/messages.tsx').then((module) => ({ default: module.Messages })))

/** Status on top, tasks at the left, the work in the middle, the basket always at the right, the live keys below. */
export function Frame() {
  const { t } = useTranslation()
  const { mode, shift } = useStatus()
  const { task, paymentId } = usePlace()
  useNoticeSound()
  // The counter itself never shows a message there, so it does not wait for them.
  const [awayOnce, setAwayOnce] = useState(false)
  if (task !== 'counter' && !awayOnce) setAwayOnce(true)
  useKeys(taskKeys.map(({ key, task: target }) => ({ key, caption: null, run: () => goTo(target) })))
  return (
    <BasketProvider>
      <CounterProvider>
        <div className={styles.frame} data-practice={mode === 'practice' || undefined}>
          <StatusBar />
          <Rail current={task} />
          <main className={styles.work} aria-label={t(`task.${task}`)}>
            {task === 'counter' && <Counter ofOther={shift !== null && !shift.mine ? shift : null} />}
            <Suspense>
              {task === 'queue' && <Queue />}
              {task === 'history' && <History paymentId={paymentId} />}
              {task === 'settings' && <Settings />}
            </Suspense>
          </main>
          <BasketPanel atCounter={task === 'counter'} />
          <Footer />
          {awayOnce && (
            <Suspense>
              <Messages />
            </Suspense>
          )}
        </div>
      </CounterProvider>
    </BasketProvider>
  )
}
