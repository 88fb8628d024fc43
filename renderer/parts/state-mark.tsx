import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCircleCheckFilled,
  IconCircleX,
  IconClockHour4,
  IconHelpCircle,
  IconScale,
  IconSend,
  IconX,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { PaymentState } from '../../shared/payment-states.ts'
import styles from './state-mark.module.css'

const icons: Record<PaymentState, typeof IconX> = {
  queued: IconClockHour4,
  sending: IconSend,
  inDoubt: IconHelpCircle,
  paid: IconCircleCheckFilled,
  rejected: IconCircleX,
  refunded: IconArrowBackUp,
  cancelled: IconX,
  disputed: IconScale,
  handedOver: IconArrowForwardUp,
}

/** A payment's state by word, icon and colour together; never by colour alone. */
export function StateMark({ state, large = false }: { state: PaymentState; large?: boolean }) {
  const { t } = useTranslation()
  const Icon = icons[state]
  return (
    <span className={styles.mark} data-state={state} data-large={large || undefined}>
      <Icon size={large ? 20 : 15} aria-hidden />
      {t(`state.${state}`)}
    </span>
  )
}
