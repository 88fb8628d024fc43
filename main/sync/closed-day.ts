import type { ReconciliationAnswer, ReconciliationLine } from '../../shared/central-api/reconciliation.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { OutletOffice } from '../central/outlet-office.ts'

/** A day of the central whole, with the totals that every page named; what to make of it is for a person to see. */
export type ClosedDay = Pick<ReconciliationAnswer, 'date' | 'revision' | 'startsAt' | 'endsAt' | 'totals' | 'float'> & {
  lines: ReconciliationLine[]
}
export type ClosedDayOutcome =
  | { kind: 'whole'; day: ClosedDay }
  | { kind: 'refused'; code: CentralRefusalCode }
  | { kind: 'silent'; why: string }
  /** The central contradicts itself: its lines are not its totals, or its float does not add up. */
  | { kind: 'unsound'; why: string }

/** The central may issue a day anew while it is read; more often than this nobody does. */
const readsMax = 3

/** Reads a closed day page by page, again from the first when it was issued anew meanwhile. Stores nothing. */
export async function readClosedDay(office: Pick<OutletOffice, 'reconciliation'>, date: string): Promise<ClosedDayOutcome> {
  for (let read = 0; read < readsMax; read++) {
    const outcome = await readOnce(office, date)
    if (outcome !== 'issuedAnew') return outcome
  }
  return { kind: 'silent', why: `the day was issued anew ${readsMax} times while it was read` }
}

async function readOnce(office: Pick<OutletOffice, 'reconciliation'>, date: string): Promise<ClosedDayOutcome | 'issuedAnew'> {
  const lines: ReconciliationLine[] = []
  let first: ReconciliationAnswer | null = null
  for (let page = 1; page <= (first?.pages ?? 1); page++) {
    const outcome = await office.reconciliation(date, page)
    // Fewer pages than before: the day is another one now.
    if (outcome.kind === 'refused') return page === 1 ? { kind: 'refused', code: outcome.code } : 'issuedAnew'
    if (outcome.kind === 'silent') return { kind: 'silent', why: outcome.why }
    const { answer } = outcome
    if (answer.date !== date || answer.page !== page) return { kind: 'unsound', why: 'another day or page than was asked for' }
    first ??= answer
    if (answer.revision !== first.revision || answer.ledgerEpoch !== first.ledgerEpoch || answer.pages !== first.pages) return 'issuedAnew'
    lines.push(...answer.lines)
  }
  if (first === null) throw new Error('a day has at least one page')
  const { revision, startsAt, endsAt, totals, float } = first
  const why = contradiction(lines, first)
  return why === null ? { kind: 'whole', day: { date, revision, startsAt, endsAt, totals, float, lines } } : { kind: 'unsound', why }
}

function contradiction(lines: readonly ReconciliationLine[], { totals, float }: ReconciliationAnswer): string | null {
  const of = (kind: ReconciliationLine['kind']) => lines.filter((line) => line.kind === kind)
  const sum = (some: readonly ReconciliationLine[]) => some.reduce((rupiah, { totalRupiah }) => rupiah + totalRupiah, 0)
  const [paid, reversed] = [of('paid'), of('reversed')]
  if (paid.length !== totals.paidCount || reversed.length !== totals.reversedCount) return 'another number of lines than the totals say'
  if (sum(paid) !== totals.paidRupiah || sum(reversed) !== totals.reversedRupiah) return 'the lines sum to something else than the totals'
  if (float.beforeRupiah + float.putInRupiah - float.takenRupiah !== float.afterRupiah) return 'the float of the day does not add up'
  return null
}
