import { copyFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkPlace } from '../../main/handover/place.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { placeOf } from '../../main/platform/place.ts'
import { openDatabase } from '../../main/storage/open.ts'
import { readSetting } from '../../main/storage/settings.ts'
import { testFolder } from '../support/folder.ts'
import { migrations } from '../support/ledger-book.ts'

/** A start of the terminal over a folder, as far as places go: what it noticed, and whether it will remember to act on it. */
function start(folder: string, machineId?: string): { why: string | null; placeChanged: boolean } {
  const path = join(folder, 'ledger.sqlite')
  const database = openDatabase(path, migrations)
  try {
    const place = { ...placeOf(path, process.platform), ...(machineId === undefined ? {} : { machineId }) }
    const why = checkPlace(database, { place, markPath: join(folder, 'place-mark'), ids: systemIds })
    return { why, placeChanged: readSetting(database, 'placeChanged') ?? false }
  } finally {
    database.close()
  }
}

function livedIn(starts = 2): string {
  const folder = testFolder()
  for (let count = 0; count < starts; count += 1) expect(start(folder)).toEqual({ why: null, placeChanged: false })
  return folder
}

test('a ledger that stays where it is notices nothing, start after start', () => {
  expect(start(livedIn(5))).toEqual({ why: null, placeChanged: false })
})

test('a copied folder is another place, and so is a moved one', () => {
  const folder = livedIn()
  const copy = join(testFolder(), 'copy')
  cpSync(folder, copy, { recursive: true })
  expect(start(copy)).toEqual({ why: 'otherFolder', placeChanged: true })
  const moved = join(testFolder(), 'moved')
  renameSync(folder, moved)
  expect(start(moved)).toEqual({ why: 'otherFolder', placeChanged: true })
  // Once noticed, the new place is the place.
  expect(start(moved).why).toBeNull()
  onTestFinished(() => rmSync(moved, { recursive: true, force: true }))
})

test('the same folder on another machine is another place', () => {
  const folder = livedIn()
  expect(start(folder, 'another machine')).toEqual({ why: 'otherMachine', placeChanged: true })
})

test('a ledger file put back from elsewhere is another file', () => {
  const folder = livedIn()
  const saved = join(testFolder(), 'saved.sqlite')
  copyFileSync(join(folder, 'ledger.sqlite'), saved)
  rmSync(join(folder, 'ledger.sqlite'))
  writeFileSync(join(folder, 'stands between'), '')
  copyFileSync(saved, join(folder, 'ledger.sqlite'))
  expect(start(folder)).toMatchObject({ why: expect.stringMatching(/^other(File|Mark)$/), placeChanged: true })
})

test('an older ledger written over the newer one, into the very same file, is noticed by its mark', () => {
  const folder = livedIn()
  const saved = readFileSync(join(folder, 'ledger.sqlite'))
  expect(start(folder).why).toBeNull()
  // Keeps the file's number and birth: only its content is from before.
  writeFileSync(join(folder, 'ledger.sqlite'), saved, { flag: 'r+' })
  expect(start(folder)).toEqual({ why: 'otherMark', placeChanged: true })
})

test('a mark that is gone is a place that changed', () => {
  const folder = livedIn()
  rmSync(join(folder, 'place-mark'))
  expect(start(folder)).toEqual({ why: 'otherMark', placeChanged: true })
})

test('killed between ledger and mark file, the next start notices nothing', () => {
  const folder = livedIn()
  const mark = readFileSync(join(folder, 'place-mark'))
  expect(start(folder).why).toBeNull()
  // As if the new mark never reached the disk.
  writeFileSync(join(folder, 'place-mark'), mark)
  expect(start(folder)).toEqual({ why: null, placeChanged: false })
})
