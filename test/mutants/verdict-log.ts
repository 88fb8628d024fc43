import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './generated.ts'
import type { Verdict } from './run-mutants.ts'

type Finding = Pick<Verdict, 'caughtBy' | 'hung' | 'said'>
type Line = Finding & { id: string; kind: Verdict['kind']; place: string; program: string }

/** What earlier runs found, one line for each mutant, so that a run can be ended at any time and gone on with. */
export type VerdictLog = { find(mutant: Mutant): Finding | null; add(verdict: Verdict): void }

/** A finding holds for the file it was found in: after an edit of that file it is looked for anew. The last line on a mutant counts. */
export function openVerdictLog(path: string | null, root: string): VerdictLog {
  const program = ({ file }: Mutant) =>
    createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('hex')
      .slice(0, 16)
  const lines = new Map<string, Line>()
  if (path !== null && existsSync(path)) {
    for (const text of wholeLines(readFileSync(path, 'utf8'))) {
      const line = JSON.parse(text) as Line
      lines.set(line.id, line)
    }
  }
  return {
    find(mutant) {
      const line = lines.get(mutant.id)
      return line?.program === program(mutant) ? { caughtBy: line.caughtBy, hung: line.hung, said: line.said } : null
    },
    add({ mutant, kind, caughtBy, hung, said }) {
      const place = `${mutant.file}:${mutant.line}`
      const line: Line = { id: mutant.id, kind, place, caughtBy, hung, said, program: program(mutant) }
      if (path !== null) appendFileSync(path, `${JSON.stringify(line)}\n`)
    },
  }
}

/** A run that was killed may leave half a line at the end, which says nothing. */
function wholeLines(text: string): string[] {
  return text.split('\n').filter((line) => line.endsWith('}'))
}
