import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah, parseRupiah } from '../../../shared/money.ts'
import type { Bill, ProductSummary } from '../../../shared/terminal-api/shapes.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { periodName } from '../../parts/period.ts'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import { groupCash } from './cash-suggestions.ts'

export type OnPaper = { product: ProductSummary; customerNumber: string }

/** While the central can't be asked: the bill as the customer's own paper has it. What it comes to is read on the card before it is taken. */
export function StateBillDialog({ onPaper, onFound, onClose }: { onPaper: OnPaper; onFound: (bill: Bill) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { businessDay } = useStatus()
  const { product, customerNumber } = onPaper
  const [period, setPeriod] = useState((businessDay ?? '').replace('-', '').slice(0, 6))
  const [amountText, setAmountText] = useState('')
  const amountRupiah = parseRupiah(amountText)
  const month = periodName(period)
  const state = useMutation({
    mutationFn: () => client.call('stateBill', { productCode: product.code, customerNumber, period, amountRupiah: amountRupiah ?? 0 }),
    onSuccess: onFound,
  })
  return (
    <Dialog title={`${product.name} · ${customerNumber}`} onClose={onClose} onSubmit={() => state.mutate()}>
      <p style={{ marginTop: 0 }}>{t('paper.meaning')}</p>
      <TextInput
        data-autofocus
        inputMode="numeric"
        autoComplete="off"
        label={t('paper.amount')}
        description={
          amountRupiah === null
            ? t('paper.amountHint', { admin: formatRupiah(product.adminRupiah) })
            : t('paper.withAdmin', { admin: formatRupiah(product.adminRupiah), total: formatRupiah(amountRupiah + product.adminRupiah) })
        }
        maxLength={20}
        value={amountText}
        onChange={(event) => setAmountText(groupCash(event.currentTarget.value))}
      />
      <TextInput
        mt="sm"
        inputMode="numeric"
        autoComplete="off"
        label={t('paper.period')}
        description={month === period ? t('paper.periodHint') : month}
        maxLength={6}
        value={period}
        onChange={(event) => setPeriod(event.currentTarget.value)}
      />
      <RefusalNote error={state.error} />
      <Button type="submit" mt="md" size="md" fullWidth disabled={amountRupiah === null} loading={state.isPending}>
        {t('paper.use')}
      </Button>
    </Dialog>
  )
}
