import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Books, readBooks } from './books.ts'
import { type Counter, counterAt, until } from './counter.ts'
import { testFolder } from './folder.ts'
import { type CentralProcess, type HostProcess, startCentral, startHost } from './process.ts'
import { openRelay, type Relay } from './relay.ts'

/** A counter as it stands in a shop: terminal and central each a process with a disk of its own, and a line between them. */
export type Place = {
  dataFolder: string
  ledgerPath: string
  relay: Relay
  central: CentralProcess
  host: HostProcess
  sari: Counter
  books(): Books
  /** Starts the terminal again on its folder and signs the cashier in; the line is as the story left it. */
  startHost(printer?: string): Promise<void>
  /** Starts the central again on its folder; the line leads to it. */
  startCentral(): Promise<void>
}

export const startingFloatRupiah = 200_000

export async function openPlace(): Promise<Place> {
  const [dataFolder, centralFolder] = [testFolder(), testFolder()]
  const paper = `file:${join(testFolder(), 'paper.bin')}`
  const central = await startCentral(centralFolder)
  const relay = await openRelay(central.url)
  const place = { dataFolder, relay, central, ledgerPath: join(dataFolder, 'practice', 'ledger.sqlite') } as Place
  onTestFinished(async () => {
    await place.host?.kill()
    await relay.close()
    await place.central.kill()
  })
  place.books = () => readBooks(place.ledgerPath)
  place.startHost = async (printer = paper) => {
    place.host = await startHost({ dataFolder, centralUrl: relay.url, printer })
    place.sari = counterAt(place.host.url)
    await place.sari.open(place.host.openCode)
    await place.sari.signIn('staff-sari')
  }
  place.startCentral = async () => {
    place.central = await startCentral(centralFolder)
    relay.upstream = place.central.url
  }
  await place.startHost()
  await place.sari.call('openShift', { startingFloatRupiah })
  await online(place)
  return place
}

export function online({ sari }: Place): Promise<unknown> {
  return until(sari.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null, 30_000)
}
