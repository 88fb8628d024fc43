import { useQuery } from '@tanstack/react-query'
import { isRupiah, type Rupiah } from '../../shared/money.ts'
import type { Notice, PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { useTerminal } from './terminal.tsx'

export function useNotices(): readonly Notice[] {
  const { client } = useTerminal()
  return useQuery({ queryKey: ['notices'], queryFn: () => client.call('notices', {}) }).data?.notices ?? []
}

/** What to hand back for a rejected payment: cash is rounded by the outlet's rule, which the terminal's notice applies. */
export function cashBackFor(payment: Pick<PaymentRow, 'id' | 'totalRupiah'>, notices: readonly Notice[]): Rupiah {
  const notice = notices.find(({ kind, paymentId }) => kind === 'refundDue' && paymentId === payment.id)
  const cashRupiah = notice?.detail.cashRupiah
  return isRupiah(cashRupiah) ? cashRupiah : payment.totalRupiah
}
