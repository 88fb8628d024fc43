import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../main/storage/open.ts'
import { testFolder } from '../support/folder.ts'

function open() {
  const database = openDatabase(join(testFolder(), 'ledger.sqlite'), new URL('../../main/storage/migrations/', import.meta.url))
  onTestFinished(() => void database.close())
  return database
}

const sql = 'SELECT value AS n FROM json_each(?)'

test('the same statement is prepared once', () => {
  const database = open()
  expect(database.prepare(sql)).toBe(database.prepare(sql))
})

test('a statement in another mode is its own, and leaves the kept one as it was', () => {
  const database = open()
  const plain = database.prepare(sql)
  const plucked = database.prepare(sql).pluck()
  const bound = database.prepare(sql).bind('[7]')
  expect(plucked.all('[1,2]')).toEqual([1, 2])
  expect(plain.all('[1,2]')).toEqual([{ n: 1 }, { n: 2 }])
  expect(database.prepare(sql).raw().all('[1]')).toEqual([[1]])
  expect(bound.all()).toEqual([{ n: 7 }])
  expect(plain.all('[3]')).toEqual([{ n: 3 }])
})

test('a statement that is being read row by row is not lent a second time', () => {
  const database = open()
  const pairs: [number, number][] = []
  for (const outer of database.prepare(sql).iterate('[1,2]') as IterableIterator<{ n: number }>)
    for (const inner of database.prepare(sql).iterate('[3,4]') as IterableIterator<{ n: number }>) pairs.push([outer.n, inner.n])
  expect(pairs).toEqual([
    [1, 3],
    [1, 4],
    [2, 3],
    [2, 4],
  ])
})

test('a kept statement follows a change of the schema', () => {
  const database = open()
  database.exec('CREATE TABLE shelf (a INTEGER)')
  const read = database.prepare('SELECT * FROM shelf')
  database.exec('INSERT INTO shelf VALUES (1)')
  expect(read.all()).toEqual([{ a: 1 }])
  database.exec('ALTER TABLE shelf ADD COLUMN b INTEGER')
  expect(database.prepare('SELECT * FROM shelf').all()).toEqual([{ a: 1, b: null }])
})
