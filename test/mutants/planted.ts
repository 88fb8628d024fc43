import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mutant } from './generated.ts'
import { plantedList } from './planted-list.ts'

/** A mistake that a person could make, by name: the words in the source and the wrong ones. */
export type Planted = { name: string; file: string; find: string; replace: string }

/** Throws when the source no longer has the words: a mutant that can't be planted proves nothing. */
export function plantedMutants(root: string): Mutant[] {
  return plantedList.map(({ name, file, find, replace }) => {
    const source = readFileSync(join(root, file), 'utf8')
    const start = source.indexOf(find)
    if (start < 0 || source.includes(find, start + 1)) throw new Error(`${name}: ${file} must have exactly once: ${find}`)
    return {
      id: `planted · ${name}`,
      file,
      line: source.slice(0, start).split('\n').length,
      what: name,
      start,
      end: start + find.length,
      text: replace,
    }
  })
}
