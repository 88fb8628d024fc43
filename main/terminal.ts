import type { PracticeFault } from '../shared/terminal-api/shapes.ts'
import type { Central } from './central/central.ts'
import type { CustomerOffice } from './central/customer-office.ts'
import type { FileSigner } from './handover/file.ts'
import type { SecondCopy } from './handover/second-copy.ts'
import type { Clock } from './platform/clock.ts'
import type { Ids } from './platform/ids.ts'
import type { Log } from './platform/log.ts'
import type { TrustedTime } from './platform/trusted-time.ts'
import type { Printing } from './printing/start-printing.ts'
import type { Database } from './storage/open.ts'
import type { Link } from './sync/link.ts'
import type { Sync } from './sync/sync.ts'

/** A terminal that has been set up: the services that routes call. Built in main/app.ts, once a start. */
export type Terminal = {
  mode: 'practice' | 'live'
  database: Database
  central: Central
  link: Link
  sync: Sync
  printing: Printing & { printer(): { address: string; model: string } }
  /** Trusted time, not the machine's. */
  clock: Clock
  time: TrustedTime
  ids: Ids
  log: Log
  /** Signs hand-over files in this terminal's name. */
  signer: FileSigner
  /** Null where the queue is kept in one place only. */
  secondCopy: SecondCopy | null
  /** The central's end for people, and the queue of what it has to hear about them. */
  customers: { office: CustomerOffice; wake(): void }
  /** Only in practice: the known PINs and the switches of the practice central. */
  practice: {
    pins: readonly { staffId: string; pin: string }[]
    readFault(): Promise<PracticeFault>
    setFault(fault: PracticeFault): Promise<void>
  } | null
}
