import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { systemClock } from '../../main/platform/clock.ts'
import { systemIds } from '../../main/platform/ids.ts'
import { startPracticeCentral } from '../../main/practice/server.ts'
import { enrolTerminal } from '../conformance/enrol.ts'
import { createWire } from '../conformance/wire-client.ts'
import { seeded } from '../torture/chance.ts'
import { type FuzzResult, runFuzz } from './run-fuzz.ts'

const tables = ['payments', 'bill_keys', 'float_movements', 'claims', 'inquiries', 'terminals', 'terminal_lives']

/** Fuzzes a practice central of its own over loopback, its rows counted by a connection of their own. The same seed sends the same bodies. */
export async function fuzzPracticeCentral({ seed, count }: { seed: number; count: number }): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), 'loket-fuzz-'))
  const common = { clock: systemClock, ids: systemIds }
  const mistakes: string[] = []
  const server = await startPracticeCentral({ port: 0, folder, ...common, onMistake: (error) => mistakes.push(error.message) })
  const database = new Database(join(folder, 'practice-central.sqlite'), { readonly: true })
  const counted = database.prepare(`SELECT ${tables.map((table) => `(SELECT count(*) FROM ${table})`).join(" || ' ' || ")} AS rows`)
  try {
    const wire = createWire({ baseUrl: server.url, ...common, observe: () => {} })
    const { terminal } = await enrolTerminal(wire, server.central.unusedActivationCodes()[0] ?? '')
    const rowsOf = () => (counted.get() as { rows: string }).rows
    const result = await runFuzz({ baseUrl: server.url, signer: terminal.signer, count, random: seeded(seed), ...common, rowsOf })
    const torn = server.central.book().float.reservedRupiah
    if (torn !== 0) result.findings.push({ request: 'all', trouble: `${torn} rupiah of the float stay reserved` })
    return { ...result, findings: [...result.findings, ...mistakes.map((trouble) => ({ request: 'a mistake of the central', trouble }))] }
  } finally {
    database.close()
    await server.close()
    rmSync(folder, { recursive: true })
  }
}
