import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { keepStatements, plannedOnce } from '../../main/storage/statements.ts'

test('values that are compared with, and limits, stand behind a plus, and nothing else does', () => {
  expect(plannedOnce('SELECT a FROM b WHERE c = ? AND d >= @from AND e IS NOT ? AND f IN (?, ?) LIMIT @most')).toBe(
    'SELECT a FROM b WHERE c = +? AND d >= +@from AND e IS NOT +? AND f IN (?, ?) LIMIT +@most',
  )
  expect(plannedOnce("SELECT a FROM b WHERE c = '= ?' AND d <> ?1")).toBe("SELECT a FROM b WHERE c = '= ?' AND d <> +?1")
  expect(plannedOnce('INSERT INTO b (a, c) VALUES (?, @c)')).toBe('INSERT INTO b (a, c) VALUES (?, @c)')
})

test('a kept statement finds what it found before, whatever kind of value it is given', () => {
  const database = new Sqlite(':memory:')
  database.exec(`CREATE TABLE slips (id TEXT PRIMARY KEY, pages INTEGER NOT NULL) STRICT;
    CREATE INDEX slips_long ON slips (id) WHERE pages = 9; INSERT INTO slips VALUES ('1', 9), ('2', 3), ('3', 9)`)
  const find = 'SELECT id FROM slips WHERE pages = ? ORDER BY id LIMIT ?'
  const before = [9, '9', 3, null].map((pages) => database.prepare(find).pluck().all(pages, 1))
  keepStatements(database)
  expect([9, '9', 3, null].map((pages) => database.prepare(find).pluck().all(pages, 1))).toEqual(before)
  expect(before).toEqual([['1'], ['1'], ['2'], []])
  expect(database.prepare(find)).toBe(database.prepare(find))
  database.close()
})
