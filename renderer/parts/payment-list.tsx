import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../shared/money.ts'
import type { PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { slipTime } from '../../shared/zones.ts'
import { useKeys } from './keys.tsx'
import styles from './payment-list.module.css'
import { StateMark } from './state-mark.tsx'
import { goTo } from './task.ts'
import { useStatus } from './terminal.tsx'

/** Payments as rows: arrows move, Enter opens the whole story. `aside` adds what a screen knows beyond the row. */
export function PaymentList({ rows, aside }: { rows: readonly PaymentRow[]; aside?: (row: PaymentRow) => ReactNode }) {
  const { t } = useTranslation()
  const { outlet } = useStatus()
  const list = useRef<HTMLUListElement>(null)
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    links[at + step]?.focus()
    event.preventDefault()
  }
  const first = () => list.current?.querySelector<HTMLElement>('[data-row]')?.focus()
  // On a row these keys are the row's own; from anywhere else they lead to the first.
  useKeys(
    [
      { key: 'ArrowDown', caption: t('key.move'), run: first },
      { key: 'Enter', caption: t('key.open'), run: first },
    ],
    { off: rows.length === 0 },
  )
  return (
    <ul ref={list} className={styles.list} onKeyDown={onKeyDown}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" data-row className={styles.row} onClick={() => goTo('history', row.id)}>
            <span className={styles.state}>
              <StateMark state={row.state} />
              <small>{outlet && slipTime(row.acceptedAtMs, outlet.zone).slice(0, 16)}</small>
            </span>
            <span className={styles.who}>
              <strong>{row.customerName || row.customerNumber}</strong>
              <small>
                {row.productName} · {row.customerNumber} {row.receiptWaiting && <em>{t('history.notPrinted')}</em>}
              </small>
            </span>
            <b>{formatRupiah(row.totalRupiah)}</b>
          </button>
          {aside?.(row)}
        </li>
      ))}
    </ul>
  )
}
