import type { FloatMovement } from '../../shared/central-api/float.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import type { OutletOffice } from '../central/outlet-office.ts'

/** Every movement of the outlet's float in one ledger epoch of the central. */
export type FloatStatement = { ledgerEpoch: string; movements: FloatMovement[] }
export type FloatStatementOutcome =
  | { kind: 'whole'; statement: FloatStatement }
  | { kind: 'refused'; code: CentralRefusalCode }
  | { kind: 'silent'; why: string }
  /** The central contradicts itself; `movement` is the first that does not fit. */
  | { kind: 'unsound'; movement: FloatMovement }

/** A central that is restored while it is read is read again; more often than this it is no use. */
const readsMax = 3
/** What each kind does to balance and reserved, in units of its amount. A kind that came later is believed in what it says of itself. */
const effects: Record<string, readonly [balance: number, reserved: number]> = {
  credit: [1, 0],
  reserve: [0, 1],
  deduct: [-1, -1],
  release: [0, -1],
}

/** Reads the movements from the first on, page by page. Stores nothing. */
export async function readFloatStatement(office: Pick<OutletOffice, 'floatMovements'>): Promise<FloatStatementOutcome> {
  for (let read = 0; read < readsMax; read++) {
    const outcome = await readOnce(office)
    if (outcome !== 'otherEpoch') return outcome
  }
  return { kind: 'silent', why: `the central was restored ${readsMax} times while its float was read` }
}

async function readOnce(office: Pick<OutletOffice, 'floatMovements'>): Promise<FloatStatementOutcome | 'otherEpoch'> {
  const movements: FloatMovement[] = []
  let ledgerEpoch: string | null = null
  for (;;) {
    const after = movements.at(-1)?.sequence ?? 0
    const outcome = await office.floatMovements(after)
    if (outcome.kind === 'refused') return { kind: 'refused', code: outcome.code }
    if (outcome.kind === 'silent') return { kind: 'silent', why: outcome.why }
    const { answer } = outcome
    ledgerEpoch ??= answer.ledgerEpoch
    if (answer.ledgerEpoch !== ledgerEpoch) return 'otherEpoch'
    for (const movement of answer.movements) {
      if (!follows(movement, movements.at(-1))) return { kind: 'unsound', movement }
      movements.push(movement)
    }
    const last = movements.at(-1)?.sequence ?? 0
    if (answer.movements.length === 0 || last >= answer.head) return { kind: 'whole', statement: { ledgerEpoch, movements } }
  }
}

/** Begins where the one before it ended, and moves by its amount. */
function follows(movement: FloatMovement, before: FloatMovement | undefined): boolean {
  const isNext =
    movement.sequence > (before?.sequence ?? 0) &&
    movement.balanceBeforeRupiah === (before?.balanceAfterRupiah ?? 0) &&
    movement.reservedBeforeRupiah === (before?.reservedAfterRupiah ?? 0)
  const effect = effects[movement.kind]
  if (effect === undefined) return isNext
  const [onBalance, onReserved] = effect
  return (
    isNext &&
    movement.balanceAfterRupiah === movement.balanceBeforeRupiah + onBalance * movement.amountRupiah &&
    movement.reservedAfterRupiah === movement.reservedBeforeRupiah + onReserved * movement.amountRupiah
  )
}
