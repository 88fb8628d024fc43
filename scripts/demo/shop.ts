import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Counter, counterAt, until } from '../../test/support/counter.ts'
import { type CentralProcess, type HostProcess, startCentral, startHost } from '../../test/support/process.ts'
import { openPaper, type Paper } from './paper.ts'

/** Two processes, a printer and a folder of their own, gone when the day is over. */
export type Shop = {
  central: CentralProcess
  host: HostProcess
  paper: Paper
  ledgerPath: string
  /** The cashier's way in to the terminal that runs now. */
  sari: Counter
  killTerminal(): Promise<void>
  startTerminal(): Promise<void>
  /** A person at a second page of the same terminal. */
  person(staffId: 'staff-joko'): Promise<Counter>
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'loket-demo-'))
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.once('exit', removeFolder)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  const dataFolder = join(folder, 'terminal')
  mkdirSync(dataFolder)
  const paper = await openPaper(folder)
  const central = await startCentral(join(folder, 'central'))
  const start = () => startHost({ dataFolder, centralUrl: central.url, printer: paper.address })
  const shop = { central, paper, ledgerPath: join(dataFolder, 'practice', 'ledger.sqlite') } as Shop
  shop.startTerminal = async () => {
    shop.host = await start()
    shop.sari = counterAt(shop.host.url)
    await shop.sari.open(shop.host.openCode)
  }
  shop.killTerminal = () => shop.host.kill()
  shop.person = async (staffId) => {
    // A second start on the same folder finds the terminal running and prints a new way in to it.
    const { openCode, exited } = await start()
    await exited
    const counter = counterAt(shop.host.url)
    await counter.open(openCode)
    await counter.signIn(staffId)
    return counter
  }
  shop.close = async () => {
    await shop.host.kill()
    await central.kill()
    await paper.close()
    removeFolder()
  }
  await shop.startTerminal()
  await until(shop.sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null, 30_000)
  return shop
}
