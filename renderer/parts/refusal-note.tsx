import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '../text/sentence.ts'
import styles from './refusal-note.module.css'

/** What went wrong and what to do next, read out to those who don't see it. */
export function RefusalNote({ error, text }: { error?: unknown; text?: string | null }) {
  const { t } = useTranslation()
  const sentence = text ?? (error ? sentenceOf(t, error) : null)
  return (
    <div role="alert" className={styles.place}>
      {sentence !== null && (
        <p className={styles.note}>
          <IconAlertTriangle size={20} aria-hidden />
          <span>{sentence}</span>
        </p>
      )}
    </div>
  )
}
