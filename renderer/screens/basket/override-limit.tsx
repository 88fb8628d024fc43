import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { limits } from '../../../shared/limits.ts'
import { formatRupiah } from '../../../shared/money.ts'
import type { Basket, LiftableRefusal } from '../../../shared/terminal-api/shapes.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { tell } from '../../parts/messages.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'

type Given = { basket: Basket; refusal: LiftableRefusal; onDone: () => void; onClose: () => void }

/** A supervisor comes to the counter and lifts one limit for one payment with their own PIN; the cashier stays signed in. */
export function OverrideLimit({ basket, refusal, onDone, onClose }: Given) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const people = useQuery({ queryKey: ['staff'], queryFn: () => client.call('staff', {}) }).data?.staff ?? []
  const supervisors = people.filter(({ role }) => role === 'supervisor')
  const largest = basket.items.reduce<Basket['items'][number] | null>(
    (soFar, item) => (soFar === null || item.totalRupiah > soFar.totalRupiah ? item : soFar),
    null,
  )
  const [paymentId, setPaymentId] = useState(largest?.paymentId ?? '')
  const [chosen, setChosen] = useState<string | null>(null)
  const staffId = chosen ?? supervisors[0]?.id ?? ''
  const [pin, setPin] = useState('')
  const [reason, setReason] = useState('')
  const lift = useMutation({
    mutationFn: () => client.call('overrideLimit', { basketId: basket.id, paymentId, refusal, reason: reason.trim(), staffId, pin }),
    onSuccess: ({ countLeft, leftRupiah }) => {
      tell(t('override.left', { count: countLeft, amount: formatRupiah(leftRupiah) }))
      onDone()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['basket'] }),
  })
  return (
    <Dialog title={t('override.title')} onClose={onClose} onSubmit={() => lift.mutate()}>
      <p style={{ marginTop: 0 }}>{t('override.meaning')}</p>
      {basket.items.length > 1 && (
        <NativeSelect
          label={t('override.payment')}
          value={paymentId}
          onChange={(event) => setPaymentId(event.currentTarget.value)}
          data={basket.items.map((item) => ({
            value: item.paymentId,
            label: `${item.customerName || item.customerNumber} · ${formatRupiah(item.totalRupiah)}`,
          }))}
        />
      )}
      <NativeSelect
        label={t('override.supervisor')}
        value={staffId}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={supervisors.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextInput
        type="password"
        data-autofocus
        mt="sm"
        label={t('override.pin')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={limits.pinLengthMax}
        value={pin}
        onChange={(event) => setPin(event.currentTarget.value)}
      />
      <Textarea
        mt="sm"
        label={t('action.reason')}
        maxLength={limits.reprintReasonLengthMax}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <RefusalNote error={lift.error} />
      <Button type="submit" mt="md" fullWidth color="red" loading={lift.isPending} disabled={pin === '' || reason.trim() === ''}>
        {t('override.grant')}
      </Button>
    </Dialog>
  )
}
