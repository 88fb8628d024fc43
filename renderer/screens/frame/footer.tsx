import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../parts/dialog.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { twinOf } from '../../parts/key-names.ts'
import { useKeys, useLiveKeys } from '../../parts/keys.tsx'
import styles from './footer.module.css'
import { taskKeys } from './rail.tsx'

/** The keys that work right now, and F1 for all of them. */
export function Footer() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  useKeys([{ key: 'F1', caption: t('key.allKeys'), run: () => setOpen(true) }])
  const live = useLiveKeys().filter(({ caption }) => caption !== null)
  return (
    <footer className={styles.footer}>
      {live.map(({ key, caption }) => (
        <span key={key} className={styles.key}>
          <KeyCap name={key} light /> {caption}
        </span>
      ))}
      {open && <AllKeys onClose={() => setOpen(false)} />}
    </footer>
  )
}

function AllKeys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [keys] = useState(useLiveKeys())
  return (
    <Dialog title={t('key.allKeys')} onClose={onClose}>
      <dl className={styles.sheet}>
        {taskKeys.map(({ key, task }) => (
          <div key={key}>
            <dt>
              <KeyCap name={key} /> <small>{twinOf(key)}</small>
            </dt>
            <dd>{t(`task.${task}`)}</dd>
          </div>
        ))}
        {keys
          .filter(({ caption }) => caption !== null)
          .map(({ key, caption }) => (
            <div key={key}>
              <dt>
                <KeyCap name={key} /> <small>{twinOf(key)}</small>
              </dt>
              <dd>{caption}</dd>
            </div>
          ))}
      </dl>
      <p>{t('key.moneyRule')}</p>
      <p>{t('key.twins')}</p>
    </Dialog>
  )
}
