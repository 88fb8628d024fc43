import styles from './key-cap.module.css'
import type { KeyName } from './key-names.ts'

const captions: Partial<Record<KeyName, string>> = {
  Enter: '⏎',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Delete: 'Del',
}

/** A key as it is printed on the keyboard. */
export function KeyCap({ name, light = false }: { name: KeyName; light?: boolean }) {
  return (
    <kbd className={styles.cap} data-light={light || undefined}>
      {captions[name] ?? name}
    </kbd>
  )
}
