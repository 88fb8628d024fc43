import { useMutation } from '@tanstack/react-query'
import type { PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { useBasket } from '../screens/basket/basket-provider.tsx'
import { goTo } from './task.ts'
import { useTerminal } from './terminal.tsx'

/** Asks what the number owes now and puts it into the basket; what the rejected payment owes its customer comes off the total. */
export function useRepay() {
  const { client } = useTerminal()
  const basket = useBasket()
  return useMutation({
    mutationFn: async ({ id, productCode, customerNumber }: PaymentRow) => {
      const bill = await client.call('inquire', { productCode, customerNumber, likePaymentId: id })
      await basket.add(bill.inquiryId, { repaysPaymentId: id })
    },
    onSuccess: () => goTo('counter'),
  })
}
