import { join } from 'node:path'
import type { Product } from '../../shared/central-api/catalogue.ts'
import type { ReceiptOutlet } from '../../shared/receipt/receipt-data.ts'
import type { Clock } from '../platform/clock.ts'
import type { KeyPair } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import { createConfirmations } from './confirmation/confirmations.ts'
import { createMessages } from './confirmation/messages.ts'
import { createOutbox } from './confirmation/outbox.ts'
import { openSmtp } from './confirmation/smtp.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import type { PaymentRows } from './payment-rows.ts'
import { createRegistrations } from './registrations.ts'

export type CustomerOffice = ReturnType<typeof createCustomerOffice>

/** Everything about the people behind the payments: who registered, who wants to be told, and what is sent to them. */
export function createCustomerOffice(settings: {
  database: Database
  facts: Facts
  feed: Feed
  clock: Clock
  ids: Ids
  recoveryKeys: KeyPair
  outlet: () => ReceiptOutlet
  productOf: (code: string) => Product | null
  /** The central's own; ":memory:" has no place for files. */
  folder: string
  smtpUrl: string | null
  onMistake: (error: Error) => void
}) {
  const { database, feed, clock, ids, folder, smtpUrl, onMistake } = settings
  const messages = createMessages({ database, clock, ids })
  const confirmations = createConfirmations({ database, feed, messages, outlet: settings.outlet, productOf: settings.productOf })
  const outbox = createOutbox({
    database,
    messages,
    confirmations,
    clock,
    folder: folder === ':memory:' ? null : join(folder, 'outbox'),
    mailWay: smtpUrl === null ? null : openSmtp(smtpUrl),
    onMistake,
  })
  return {
    messages,
    confirmations,
    outbox,
    registrations: createRegistrations({ ...settings, messages }),

    /** With the payments they were about. To be called in that transaction. */
    forgetMessages: () => void database.exec('DELETE FROM messages; DELETE FROM confirmations'),

    /** The rows' `end` is the one place where a payment turns: who asked about it is told in that transaction. */
    tellWhenEnded: (rows: PaymentRows): PaymentRows => ({
      ...rows,
      end(...turn) {
        const ended = rows.end(...turn)
        if (confirmations.hear(ended)) outbox.kick()
        return ended
      },
    }),
  }
}
