import { expect, test } from 'vitest'
import { testFolder } from '../support/folder.ts'
import { seeded } from './chance.ts'
import { runKills } from './kill-run.ts'
import type { PointName } from './points.ts'

/** One of each kind; `npm run torture -- --kills 1300` tries every named point twenty times and more. */
const plan: PointName[] = [
  'accept.firstRow',
  'accept.afterCommit',
  'send.afterCommit',
  'wire.requestWhole',
  'batch.afterCommit',
  'answer.beforeCommit',
  'restart.beforeCommit',
  'feed.beforeCommit',
  'slipBegins.afterCommit',
  'voided.beforeCommit',
  'refund.beforeCommit',
  'import.afterCommit',
  'central.rowAfterCommit',
  'biller.afterRow',
  'central.resultAfterCommit',
  'both.replyFirstByte',
]

test('kill -9 of terminal or central at named points loses no payment, pays no bill twice and leaves all books agreeing', async () => {
  const result = await runKills({ plan, folder: testFolder(), atOnce: 2, random: seeded(20_260_801) })
  expect(result.findings).toEqual([])
  expect(result.kills).toEqual(Object.fromEntries(plan.map((name) => [name, 1])))
})
