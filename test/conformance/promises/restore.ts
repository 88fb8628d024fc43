import type { Pledges } from '../given.ts'
import { codeOf } from '../observed.ts'
import { demand, inShort } from '../verdict.ts'
import { demandRefused, paid } from './payments.ts'

/** `created` counts whole seconds: what is signed in the second of the restore may count as signed before it. */
const afterRestoreMs = 2_100

export const restorePledges = {
  restoredCentral: {
    says: 'A central restored from an old copy begins a new ledger epoch, and pays nothing again that it forgot.',
    async keeps({ wire, clock, terminal, goods, control }) {
      const [kept, lost, never] = [goods.fresh(), goods.fresh(), goods.fresh()]
      const before = await terminal.time()
      await paid(terminal, kept)
      await control.order({ do: 'snapshot' })
      const first = await paid(terminal, lost)
      const held = await wire.prepare(terminal.signer, 'POST', '/v1/payments', never)
      await control.order({ do: 'restore' })
      await clock.sleep(afterRestoreMs)
      const { ledgerEpoch } = await terminal.time()
      demand(ledgerEpoch !== before.ledgerEpoch, 'the ledger epoch is the same as before')
      const late = await wire.deliver(held)
      demand(codeOf(late) === 'replayed', `what was signed before the restore was answered ${late.status} ${codeOf(late) ?? ''} after it`)
      const again = await terminal.pay(lost)
      demand(
        JSON.stringify(again.proof) === JSON.stringify(first.proof),
        `the forgotten payment sent again is not the same: ${inShort(again)}`,
      )
      const other = goods.requestFor(lost.productCode, lost.customerNumber, lost.sheets)
      demandRefused(await terminal.pay(other), 'duplicateBill', 'the forgotten bill under another id')
      demand((await terminal.ask(kept)).status === 'paid', 'what the copy held is not paid any more')
      await paid(terminal, never)
      return 'a new epoch; the forgotten payment is found again with the same proof, and what was signed before is not believed'
    },
  },
} as const satisfies Pledges
