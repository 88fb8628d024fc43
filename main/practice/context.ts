import type { Catalogue, Product } from '../../shared/central-api/catalogue.ts'
import type { SignedMembers } from '../../shared/central-api/payments.ts'
import type { Clock } from '../platform/clock.ts'
import type { KeyPair } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import type { Database } from '../storage/open.ts'
import type { NewProduct } from './assortment.ts'
import type { Biller } from './biller.ts'
import type { readBook } from './book.ts'
import type { Claims } from './claims.ts'
import type { ConfigOffice } from './config.ts'
import type { CustomerOffice } from './customer-office.ts'
import type { Door } from './door.ts'
import type { Faults } from './faults.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'
import type { Lives } from './lives.ts'
import type { Operator } from './operator.ts'
import type { OutletDesk } from './outlet-desk.ts'
import type { PaymentRows } from './payment-rows.ts'
import type { Payments } from './payments.ts'
import type { Settling } from './settling.ts'
import type { Terminals } from './terminals.ts'

export const centralKeyId = 'practice-central'

/** What the routes of the practice central work with, built once in practice-central.ts. */
export type PracticeContext = OutletDesk & {
  database: Database
  door: Door
  terminals: Terminals
  payments: Payments
  rows: PaymentRows
  settling: Settling
  claims: Claims
  lives: Lives
  feed: Feed
  customers: CustomerOffice
  configOffice: ConfigOffice
  catalogue: () => Pick<Catalogue, 'version' | 'products'>
  addProduct: (product: NewProduct) => boolean
  operator: Operator
  float: Float
  biller: Biller
  faults: Faults
  clock: Clock
  ids: Ids
  members: () => SignedMembers
  productOf: (code: string) => Product | null
  keys: KeyPair
  /** X25519: opens second copies of a queue for a terminal of the outlet. */
  recoveryKeys: KeyPair
  book: () => ReturnType<typeof readBook>
  reset: () => void
  pinsReady: () => Promise<void>
}
