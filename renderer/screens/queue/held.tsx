import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah, sumRupiah } from '../../../shared/money.ts'
import { slipTime } from '../../../shared/zones.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { tell } from '../../parts/messages.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import styles from './held.module.css'

/** After a copy or a restore: a person ticks those whose money was surely not given back, one by one, and only they are sent. */
export function HeldDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { outlet } = useStatus()
  const queries = useQueryClient()
  const reading = useQuery({ queryKey: ['payments', 'held'], queryFn: () => client.call('heldPayments', {}) })
  const held = reading.data?.held ?? []
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = held.filter(({ id }) => ticked.has(id))
  const send = useMutation({
    mutationFn: () => client.call('confirmHeld', { paymentIds: chosen.map(({ id }) => id) }),
    onSuccess: ({ confirmedCount }) => {
      tell(t('held.sent', { count: confirmedCount }))
      onClose()
    },
    onSettled: () => queries.invalidateQueries(),
  })
  const tick = (id: string, on: boolean) => setTicked(new Set(on ? [...ticked, id] : [...ticked].filter((other) => other !== id)))
  return (
    <Dialog title={t('held.title')} onClose={onClose} onSubmit={() => send.mutate()}>
      <p style={{ marginTop: 0 }}>{t('held.meaning')}</p>
      <ul className={styles.held}>
        {held.map((payment) => (
          <li key={payment.id}>
            <label>
              <input type="checkbox" checked={ticked.has(payment.id)} onChange={(event) => tick(payment.id, event.currentTarget.checked)} />
              <span>
                <strong>{payment.customerName || payment.customerNumber}</strong>
                <small>
                  {payment.productName} · {payment.customerNumber} · {outlet && slipTime(payment.acceptedAtMs, outlet.zone).slice(0, 16)}
                </small>
              </span>
              <b>{formatRupiah(payment.totalRupiah)}</b>
            </label>
          </li>
        ))}
      </ul>
      <RefusalNote error={reading.error ?? send.error} />
      <Button type="submit" mt="md" fullWidth color="red" disabled={chosen.length === 0} loading={send.isPending}>
        {t('held.send', { count: chosen.length, total: formatRupiah(sumRupiah(chosen.map(({ totalRupiah }) => totalRupiah))) })}
      </Button>
    </Dialog>
  )
}
