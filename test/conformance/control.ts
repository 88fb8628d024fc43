import { notTried } from './verdict.ts'

/** What only the operator's hand can do at a central (docs/central-api/conformance.md). Everything else goes by the contract. */
export type Order =
  | { do: 'topUp'; amountRupiah: number }
  | { do: 'rateLimit'; createsPerMinuteMax: number | null }
  | { do: 'notice'; text: string }
  | { do: 'expireFeed'; keep: number }
  | { do: 'failAtReconciliation' | 'creditClaim'; paymentId: string }
  | { do: 'revoke'; terminalId: string }
  | { do: 'snapshot' | 'restore' }

export type Control = ReturnType<typeof createControl>

export function createControl(controlUrl: string | null) {
  return {
    /** Resolves when it is done. A promise that needs what this door can't do is not tried. */
    async order(order: Order): Promise<void> {
      if (controlUrl === null) return notTried(`needs the operator's hand (${order.do}), and there is no --control`)
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${controlUrl}/operator`, { method: 'POST', headers, body: JSON.stringify(order) }).catch(() => null)
      const answer = (await response?.json().catch(() => null)) as { done?: unknown } | null
      if (response?.ok !== true || answer?.done !== true) return notTried(`the control door does not do "${order.do}"`)
    },
  }
}
