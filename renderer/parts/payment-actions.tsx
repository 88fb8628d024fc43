import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { assertNever } from '../../shared/assert-never.ts'
import { limits } from '../../shared/limits.ts'
import { formatRupiah } from '../../shared/money.ts'
import type { PaymentRow, PaymentStory } from '../../shared/terminal-api/shapes.ts'
import type { Client } from '../client.ts'
import { cashBackFor, useNotices } from './cash-back.ts'
import { Dialog } from './dialog.tsx'
import { tell } from './messages.tsx'
import { RefusalNote } from './refusal-note.tsx'
import { type Second, SecondPerson } from './second-person.tsx'
import { useTerminal } from './terminal.tsx'

/** Paying anew is not done to a payment but with a new basket, so it has no dialog here. */
export type PaymentAction = Exclude<PaymentStory['actions'][number], 'repay'>
type ActingOn = { action: PaymentAction; payment: PaymentRow; onClose: () => void }

const needsReason: Record<PaymentAction, boolean> = {
  cancel: true,
  void: true,
  refund: false,
  printReceipt: false,
  reprint: true,
  advance: true,
  collectOwed: false,
  writeOffOwed: true,
  writeOff: true,
}
const needsSecond = (action: PaymentAction) => action === 'writeOff' || action === 'writeOffOwed'

/** Says what the action means for the money and the customer before it is done, and asks why where that is recorded. */
export function ActionDialog({ action, payment, onClose }: ActingOn) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const notices = useNotices()
  const [reason, setReason] = useState('')
  const [second, setSecond] = useState<Second>({ secondStaffId: '', secondPin: '' })
  const act = useMutation({
    mutationFn: () => perform(client, action, { paymentId: payment.id, reason: reason.trim(), ...second }),
    onSuccess: () => {
      tell(action === 'reprint' || action === 'printReceipt' ? t('action.printed') : t('action.done'))
      onClose()
    },
    onSettled: () => queries.invalidateQueries(),
  })
  // Coins and notes, as the drawer will count them; nothing is done before the person has read how much.
  const story = useQuery({ queryKey: ['payment', payment.id], queryFn: () => client.call('payment', { paymentId: payment.id }) }).data
  const amounts = {
    back: story ? formatRupiah(story.cashBackRupiah) : '…',
    owed: story ? formatRupiah(story.cashOwedRupiah) : '…',
  }
  const meanings = {
    cancel: t('action.cancelMeaning', { amount: amounts.back }),
    void: t('action.voidMeaning'),
    refund: t('action.refundMeaning', { amount: formatRupiah(cashBackFor(payment, notices)) }),
    advance: t('action.advanceMeaning', { amount: amounts.back }),
    collectOwed: t('action.collectOwedMeaning', { amount: amounts.owed }),
    writeOffOwed: t('action.writeOffMeaning', { amount: story ? formatRupiah(story.owedByCustomerRupiah) : '…' }),
    writeOff: t('action.writeOffMeaning', { amount: formatRupiah(payment.totalRupiah) }),
    reprint: t('action.reprintMeaning'),
    printReceipt: null,
  }
  const untold = meanings[action]?.includes('…') ?? false
  return (
    <Dialog
      title={`${t(`action.${action}`)} · ${payment.customerName || payment.customerNumber}`}
      onClose={onClose}
      onSubmit={() => act.mutate()}
    >
      <p style={{ marginTop: 0, fontSize: 16 }}>{meanings[action]}</p>
      {needsReason[action] && (
        <Textarea
          data-autofocus
          label={t('action.reason')}
          placeholder={action === 'reprint' ? t('action.reprintReasonHint') : t('action.reasonHint')}
          maxLength={limits.reprintReasonLengthMax}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {needsSecond(action) && <SecondPerson second={second} onChange={setSecond} />}
      <RefusalNote error={act.error} />
      <Button
        type="submit"
        mt="md"
        size="md"
        fullWidth
        color={action === 'reprint' ? 'petrol' : 'red'}
        data-autofocus={needsReason[action] ? undefined : true}
        loading={act.isPending}
        disabled={untold || (needsReason[action] && reason.trim() === '') || (needsSecond(action) && second.secondPin === '')}
      >
        {t(`action.${action}`)}
      </Button>
      <Button mt="xs" fullWidth variant="default" onClick={onClose}>
        {t('app.cancel')}
      </Button>
    </Dialog>
  )
}

/** The first valid slip needs neither reason nor warning. */
export function usePrintReceipt() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (paymentId: string) => client.call('printReceipt', { paymentId }),
    onSuccess: () => tell(t('action.printed')),
    onSettled: () => queries.invalidateQueries(),
  })
}

type Given = { paymentId: string; reason: string } & Second

async function perform(client: Client, action: PaymentAction, given: Given): Promise<void> {
  const { paymentId, reason } = given
  switch (action) {
    case 'cancel':
      await client.call('cancelPayment', { paymentId, reason })
      return
    case 'void':
      await client.call('voidPayment', { paymentId, reason })
      return
    case 'refund':
      await client.call('refundPayment', { paymentId })
      return
    case 'advance':
      await client.call('advancePayment', { paymentId, reason })
      return
    case 'collectOwed':
      await client.call('collectOwed', { paymentId })
      return
    case 'writeOffOwed':
      await client.call('writeOffOwed', given)
      return
    case 'writeOff':
      await client.call('writeOffDispute', given)
      return
    case 'reprint':
      await client.call('printReceipt', { paymentId, reason })
      return
    case 'printReceipt':
      await client.call('printReceipt', { paymentId })
      return
    default:
      assertNever(action)
  }
}
