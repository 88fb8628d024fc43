import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { leaveLastFolder, rememberFolder, unsyncedWords } from '../../main/hosts/last-folder.ts'
import { lockFolder } from '../../main/platform/lock.ts'
import { testFolder } from '../support/folder.ts'
import { type Book, bill45000, openBook, pulsa20 } from '../support/ledger-book.ts'

/** A data folder whose ledger holds two payments that the central has not spoken about, 66.500 in all. */
async function folderWithQueue(
  place: 'ledger.sqlite' | 'practice/ledger.sqlite' = 'ledger.sqlite',
): Promise<{ folder: string; book: Book }> {
  const book = openBook()
  book.openShift()
  await book.sell(bill45000)
  await book.clock.advance(12 * 60_000)
  await book.sell(pulsa20)
  const folder = testFolder()
  mkdirSync(join(folder, 'practice'))
  book.database.close()
  renameSync(book.path, join(folder, place))
  return { folder, book }
}

function leave(last: string | null, changes: { dataFolder?: string; leaveUnsynced?: boolean; nowMs?: number } = {}) {
  const memoryPath = join(testFolder(), 'usual', 'last-data-folder')
  if (last !== null) rememberFolder(memoryPath, last)
  return leaveLastFolder({ dataFolder: testFolder(), memoryPath, leaveUnsynced: false, nowMs: 0, ...changes })
}

test('another data folder is refused while the last one holds unsynced money, naming count, total, oldest age and the flag', async () => {
  const { folder, book } = await folderWithQueue()
  expect(leave(folder, { nowMs: book.clock.nowMs() })).toEqual({
    kind: 'refused',
    sentence: `The last data folder ${folder} holds money that has not reached the central: 2 payments, Rp 66.500, the oldest 12 minutes old. Start with that folder again, or add --leave-unsynced if leaving it is meant.`,
  })
  expect(leave(folder, { nowMs: book.clock.nowMs(), leaveUnsynced: true })).toMatchObject({
    kind: 'warned',
    sentence: expect.stringContaining('2 payments, Rp 66.500'),
  })
})

test('practice money is told and stops nobody', async () => {
  const { folder } = await folderWithQueue('practice/ledger.sqlite')
  expect(leave(folder)).toMatchObject({ kind: 'warned', sentence: expect.stringContaining('practice money') })
})

test('the same folder again, a first start, an empty folder and one that is gone are fine', async () => {
  const { folder } = await folderWithQueue()
  expect(leave(folder, { dataFolder: folder })).toEqual({ kind: 'fine' })
  expect(leave(null)).toEqual({ kind: 'fine' })
  expect(leave(testFolder())).toEqual({ kind: 'fine' })
  rmSync(folder, { recursive: true })
  expect(leave(folder)).toEqual({ kind: 'fine' })
  expect(existsSync(folder)).toBe(false)
})

test('a terminal that still runs there brings its money home itself', async () => {
  const { folder } = await folderWithQueue()
  const lock = lockFolder(folder)
  onTestFinished(() => lock?.release())
  expect(leave(folder)).toEqual({ kind: 'fine' })
})

test('a ledger that can not be read counts as money', () => {
  const folder = testFolder()
  writeFileSync(join(folder, 'ledger.sqlite'), 'not a database, but somebody called it one')
  expect(leave(folder)).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('can not be read') })
})

test('a machine that can not remember starts all the same', () => {
  const file = join(testFolder(), 'a file')
  writeFileSync(file, '')
  rememberFolder(join(file, 'last-data-folder'), '/data')
  expect(leaveLastFolder({ dataFolder: '/data', memoryPath: join(file, 'last-data-folder'), leaveUnsynced: false, nowMs: 0 })).toEqual({
    kind: 'fine',
  })
})

test.each([
  [{ count: 1, totalRupiah: 500, oldestAgeMs: 61_000 }, '1 payment, Rp 500, the oldest 1 minute old'],
  [{ count: 2, totalRupiah: 1_000, oldestAgeMs: 3 * 3_600_000 }, '2 payments, Rp 1.000, the oldest 3 hours old'],
  [{ count: 2, totalRupiah: 1_000, oldestAgeMs: 50 * 3_600_000 }, '2 payments, Rp 1.000, the oldest 2 days old'],
])('%j is said as %s', (unsynced, words) => {
  expect(unsyncedWords(unsynced)).toBe(words)
})
