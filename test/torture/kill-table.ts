import type { KillResult } from './kill-run.ts'
import { type Point, pointNames, points } from './points.ts'

/** Kills per named point, one line a point, in the order a payment passes them. */
export function killTable(result: KillResult): string {
  const rows = pointNames
    .filter((name) => name in result.kills || name in result.missed)
    .map((name) => {
      const point: Point = points[name]
      const found = result.findings.filter((finding) => finding.point === name).length
      const tries = (result.kills[name] ?? 0) + (result.missed[name] ?? 0)
      const secondsEach = Math.round((result.spentMs[name] ?? 0) / tries / 100) / 10
      return [name, point.kills, result.kills[name] ?? 0, result.missed[name] ?? 0, found, secondsEach]
    })
  const header = ['point', 'killed', 'kills', 'not in flight', 'findings', 'seconds each']
  const widths = header.map((word, column) => Math.max(...[header, ...rows].map((row) => String(row[column] ?? word).length)))
  const line = (row: readonly (string | number)[]) =>
    row
      .map((cell, column) => (typeof cell === 'number' ? String(cell).padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
  return [header, ...rows].map(line).join('\n')
}
