import type { Product } from '../../../shared/central-api/catalogue.ts'
import type { ConfirmationRequest, ConfirmationStatement } from '../../../shared/central-api/confirmations.ts'
import type { CentralRefusalCode } from '../../../shared/central-api/refusals.ts'
import type { ReceiptOutlet } from '../../../shared/receipt/receipt-data.ts'
import type { Database } from '../../storage/open.ts'
import type { Feed } from '../feed.ts'
import type { PaymentRow } from '../payment-rows.ts'
import { newsOf, type Told } from './message-facts.ts'
import type { Messages } from './messages.ts'

type Row = {
  confirmation_id: string
  payment_id: string
  terminal_id: string
  channel: ConfirmationRequest['channel']
  address: string
  /** JSON of what only the counter knows. */
  counter: string
  revision: number
  /** What the customer was told last. */
  told: Told
}

export type Confirmations = ReturnType<typeof createConfirmations>

/** Who wants to be told about which payment, and what they were told: once for each turn the payment takes. */
export function createConfirmations(settings: {
  database: Database
  feed: Feed
  messages: Messages
  outlet: () => ReceiptOutlet
  productOf: (code: string) => Product | null
}) {
  const { database, feed, messages } = settings
  const byId = database.prepare<[string], Row>('SELECT * FROM confirmations WHERE confirmation_id = ?')
  const ofPayment = database.prepare<[string], Row>('SELECT * FROM confirmations WHERE payment_id = ?')
  const insert = database.prepare(
    `INSERT INTO confirmations (confirmation_id, payment_id, terminal_id, channel, address, counter, revision)
     VALUES (@confirmationId, @paymentId, @terminalId, @channel, @address, @counter, 1)`,
  )
  const tell = database.prepare('UPDATE confirmations SET told = ?, revision = revision + 1 WHERE confirmation_id = ?')
  const raise = database.prepare('UPDATE confirmations SET revision = revision + 1 WHERE confirmation_id = ?')

  function statementOf({ confirmation_id, payment_id, revision }: Row): ConfirmationStatement {
    return { confirmationId: confirmation_id, paymentId: payment_id, revision, messages: messages.toldIn(confirmation_id) }
  }

  /** True when there was something new to tell the customer. To be called in a transaction. */
  function write(row: Row, payment: PaymentRow): boolean {
    const counter = JSON.parse(row.counter) as ConfirmationRequest['counter']
    const news = newsOf(payment, row.told, counter, { outlet: settings.outlet(), productOf: settings.productOf })
    if (news === null) return false
    messages.write({ ...news, confirmationId: row.confirmation_id, channel: row.channel, address: row.address })
    tell.run(news.kind, row.confirmation_id)
    return true
  }

  function tellTerminal(confirmationId: string): void {
    const row = byId.get(confirmationId) as Row
    feed.tell(row.terminal_id, { kind: 'confirmation', statement: statementOf(row) })
  }

  return {
    /** `payment` is the one it is about, where the central has it: its owner's asker only. The same content again is the same confirmation. */
    ask(request: ConfirmationRequest, terminalId: string, payment: PaymentRow | null): ConfirmationStatement | CentralRefusalCode {
      const { confirmationId, paymentId, channel, address } = request
      return database
        .transaction((): ConfirmationStatement | CentralRefusalCode => {
          const known = byId.get(confirmationId)
          const counter = JSON.stringify(request.counter)
          const isSame =
            known === undefined ||
            (known.payment_id === paymentId && known.terminal_id === terminalId && known.channel === channel && known.address === address)
          if (!isSame) return 'confirmationMismatch'
          if (known === undefined) insert.run({ confirmationId, paymentId, terminalId, channel, address, counter })
          if (payment !== null) write(byId.get(confirmationId) as Row, payment)
          return statementOf(byId.get(confirmationId) as Row)
        })
        .immediate()
    },

    find(confirmationId: string, terminalId: string): ConfirmationStatement | 'confirmationUnknown' {
      const row = byId.get(confirmationId)
      return row === undefined || row.terminal_id !== terminalId ? 'confirmationUnknown' : statementOf(row)
    },

    /** A payment has turned: everybody who asked is told, in the same transaction. True when there is something to send. */
    hear(payment: PaymentRow): boolean {
      const asked = ofPayment.all(payment.payment_id)
      const told = asked.filter((row) => write(row, payment))
      for (const row of told) tellTerminal(row.confirmation_id)
      return told.length > 0
    },

    /** What became of a message, for the terminal that asked for it. */
    messageEnded(confirmationId: string): void {
      raise.run(confirmationId)
      tellTerminal(confirmationId)
    },
  }
}
