import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { paidAtBiller } from '../support/books.ts'
import { until } from '../support/counter.ts'
import { terminalUnderTest } from '../support/terminal-under-test.ts'

/** What a full disk does to the ledger: every write of these tables fails until there is room again. */
function fillDisk(ledgerPath: string): { empty(): void } {
  const writes = [
    'UPDATE ON payments',
    'UPDATE ON attempts',
    'INSERT ON attempts',
    'INSERT ON set_aside',
    'INSERT ON settings',
    'INSERT ON events',
  ]
  const exec = (sqlOf: (write: string, index: number) => string) => {
    const database = new Sqlite(ledgerPath)
    database.exec(writes.map(sqlOf).join(';'))
    database.close()
  }
  exec((write, index) => `CREATE TRIGGER full_${index} BEFORE ${write} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`)
  return { empty: () => exec((_, index) => `DROP TRIGGER full_${index}`) }
}

test('an answer that could not be written down is asked for again when there is room, and the bill is paid once', async () => {
  const terminal = await terminalUnderTest()
  const sari = await terminal.person('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  await terminal.server.central.faults.set('slow', 3_000)
  const { id } = await sari.sell({ productCode: 'TSEL20', customerNumber: '081200001230' })
  await until(
    () => sari.payment(id),
    ({ state }) => state === 'sending',
  )
  const disk = fillDisk(terminal.ledgerPath)
  await until(
    async () => {
      await terminal.clock.advance(500)
      return { lines: terminal.logLines, paid: paidAtBiller(terminal.server.central.billerBook()) }
    },
    // The first write that finds no room may be another than the answer's.
    ({ lines, paid }) => paid.length > 0 && lines.some((line) => line.includes('the ledger takes no writes')),
  )
  expect((await sari.payment(id)).state).toBe('sending')
  expect(terminal.books()).toMatchObject({ drawerRupiah: 221_500, heldRupiah: 21_500, complaints: [] })
  expect(paidAtBiller(terminal.server.central.billerBook())).toEqual(['TSEL20 081200001230 [] 21500'])

  disk.empty()
  await terminal.server.central.faults.set('none')
  await until(
    async () => {
      await terminal.clock.advance(5_000)
      return sari.payment(id)
    },
    ({ state }) => state === 'paid',
  )
  const { story } = await sari.call('payment', { paymentId: id })
  expect(story.filter(({ kind }) => kind === 'event').map(({ event }) => event)).toEqual(['accept', 'send', 'noAnswer', 'paid'])
  expect(terminal.books()).toMatchObject({
    drawerRupiah: 221_500,
    heldRupiah: 0,
    floatUsedRupiah: 20_700,
    commissionRupiah: 800,
    complaints: [],
  })
  expect(paidAtBiller(terminal.server.central.billerBook())).toEqual(['TSEL20 081200001230 [] 21500'])
})

test('a question beside payments that can not be written down ends nothing: the next sale goes out when there is room', async () => {
  const terminal = await terminalUnderTest()
  const sari = await terminal.person('staff-sari')
  await sari.call('openShift', { startingFloatRupiah: 200_000 })
  const disk = fillDisk(terminal.ledgerPath)
  terminal.server.central.newEpoch()
  await until(
    async () => {
      await terminal.clock.advance(5_000)
      return terminal.logLines
    },
    (lines) => lines.some((line) => line.includes('the ledger takes no writes')),
  )
  disk.empty()
  await terminal.clock.advance(60_000)
  const { id } = await sari.sell({ productCode: 'TSEL20', customerNumber: '081200001230' })
  await until(
    async () => {
      await terminal.clock.advance(1_000)
      return sari.payment(id)
    },
    ({ state }) => state === 'paid',
  )
  expect(terminal.books()).toMatchObject({ drawerRupiah: 221_500, floatUsedRupiah: 20_700, complaints: [] })
})
