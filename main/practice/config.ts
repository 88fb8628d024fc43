import type { Config } from '../../shared/central-api/config.ts'
import type { Database } from '../storage/open.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import type { Float } from './float.ts'
import { allotmentStepRupiah, practiceLimits, practiceOutlet, practiceStaff } from './seed.ts'
import { readPins } from './staff-pins.ts'
import type { SwitchBoard } from './switches.ts'

type ConfigSettings = { database: Database; facts: Facts; feed: Feed; float: Float; switches: SwitchBoard }
type Given = { terminalId: string; issuedAt: string; validUntil: string; recoveryPublicKey: string }
/** Null is no share at all. `usual` is everybody's who is not named. */
type Division = { usual: number | null; named: Record<string, number | null> }

export type ConfigOffice = ReturnType<typeof createConfigOffice>

/** The outlet, its people and its limits, as the central signs them for a terminal; a new version whenever they would read otherwise. */
export function createConfigOffice({ database, facts, feed, float, switches }: ConfigSettings) {
  /** Whoever has no row yet still has a share waiting. */
  function sumOf({ usual, named }: Division): number {
    const shares = Object.values(named)
    const unnamed = Math.max(0, switches.get().terminalCount - shares.length)
    return shares.reduce<number>((sum, share) => sum + (share ?? 0), (usual ?? 0) * unnamed)
  }

  /** What was agreed, cut down evenly while the float is smaller: shares that sum to more than the float would be promises on nothing. */
  function divide(): Division {
    const agreed: Division = { usual: practiceLimits.floatAllotmentRupiah, named: switches.get().allotments }
    const [sum, available] = [sumOf(agreed), Math.max(0, float.availableRupiah())]
    if (sum <= available) return agreed
    const cut = (share: number | null) =>
      share === null ? null : Math.floor((share * available) / sum / allotmentStepRupiah) * allotmentStepRupiah
    const named = Object.fromEntries(Object.entries(agreed.named).map(([terminalId, share]) => [terminalId, cut(share)]))
    const division = { usual: cut(agreed.usual), named }
    if (sumOf(division) > available) throw new Error(`allotments of ${sumOf(division)} on a float of ${available}`)
    return division
  }

  /** The version that is true now; tells every terminal when it is a new one. */
  function current(): { version: number; division: Division } {
    const division = divide()
    const { zone, terminalCount, floatLowRupiah } = switches.get()
    const content = JSON.stringify({ division, zone, terminalCount, floatLowRupiah })
    const known = JSON.parse(facts.read('config') ?? 'null') as { version: number; content: string } | null
    if (known?.content === content) return { version: known.version, division }
    const version = (known?.version ?? 0) + 1
    database
      .transaction(() => {
        facts.write('config', JSON.stringify({ version, content }))
        if (known !== null) feed.tellEveryone({ kind: 'config', version })
      })
      .immediate()
    return { version, division }
  }

  return {
    /** False when the shares would sum to more than the float. */
    allot(terminalId: string, rupiah: number | null): boolean {
      const named = { ...switches.get().allotments, [terminalId]: rupiah }
      const sum = sumOf({ usual: practiceLimits.floatAllotmentRupiah, named })
      if (sum > float.availableRupiah()) return false
      switches.set({ allotments: named })
      current()
      return true
    },

    refresh: () => void current(),

    /** A terminal's share of the float as it is now; null for none. */
    shareOf(terminalId: string): number | null {
      const { usual, named } = divide()
      const share = named[terminalId]
      return share === undefined ? usual : share
    },

    read({ terminalId, ...given }: Given): Config {
      const { version, division } = current()
      const { recoveryPublicKey, ...validity } = given
      const { zone, terminalCount, floatLowRupiah } = switches.get()
      const pins = readPins(database)
      const staff = practiceStaff.map(({ id, name, role }) => ({ id, name, role, pinHash: pins.get(id) ?? '', active: true }))
      const share = division.named[terminalId]
      return {
        version,
        ...validity,
        outlet: { ...practiceOutlet, zone, terminalCount, recoveryPublicKey, floatLowRupiah },
        staff,
        limits: { ...practiceLimits, floatAllotmentRupiah: share === undefined ? division.usual : share },
      }
    },
  }
}
