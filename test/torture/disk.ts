import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Content, createContent, type Loss } from './content.ts'
import type { ShimRecord } from './shim-log.ts'

type NameStep =
  | { kind: 'link'; path: string; file: number | 'folder' }
  | { kind: 'unlink'; path: string }
  | { kind: 'rename'; path: string; to: string }
type Names = Map<string, number | 'folder'>

/**
 * A folder as a disk with a cache has it: what was synced stands, what was not may be there or not. A file's content is durable by the
 * file's own sync, a name (made, moved, taken away) by its folder's. Unsynced steps of one folder's names become durable in
 * their order, as journalling file systems do it; those of different folders and all contents in any.
 */
export function createDisk() {
  const durable: Names = new Map([['', 'folder']])
  const contents = new Map<number, Content>()
  const waiting = new Map<string, NameStep[]>()

  function step(step: NameStep): void {
    const folder = folderOf(step.path)
    waiting.set(folder, [...(waiting.get(folder) ?? []), step])
  }

  function contentOf(file: number): Content {
    const content = contents.get(file)
    if (content === undefined) throw new Error(`file ${file} was never opened`)
    return content
  }

  return {
    apply({ kind, file, offset, name, data }: ShimRecord): void {
      if (kind === 'created') {
        contents.set(file, createContent())
        step({ kind: 'link', path: name, file })
      } else if (kind === 'opened')
        throw new Error(`the process opened ${name}, which it did not make: a recording starts with an empty folder`)
      else if (kind === 'write') contentOf(file).write(offset, data)
      else if (kind === 'truncate') contentOf(file).truncate(offset)
      else if (kind === 'sync') contentOf(file).sync()
      else if (kind === 'mkdir') step({ kind: 'link', path: name, file: 'folder' })
      else if (kind === 'unlink' || kind === 'rmdir') step({ kind: 'unlink', path: name })
      else if (kind === 'rename') step({ kind: 'rename', path: name, to: data.toString('utf8') })
      else if (kind === 'syncFolder') {
        for (const each of waiting.get(name) ?? []) take(durable, each)
        waiting.delete(name)
      } else if (kind === 'blind') throw new Error(`the shim could not see: ${name}`)
    },

    /** The files as they may be found when the power is back, by their path. */
    afterLoss(loss: Loss): Map<string, Buffer | 'folder'> {
      const names: Names = new Map(durable)
      for (const steps of waiting.values()) {
        const kept = loss === 'everything' ? steps.length : loss === 'onlySynced' ? 0 : Math.floor(loss.random() * (steps.length + 1))
        for (const each of steps.slice(0, kept)) take(names, each)
      }
      const found = new Map<string, Buffer | 'folder'>()
      for (const [path, file] of names) {
        if (!isReachable(names, path)) continue
        found.set(path, file === 'folder' ? 'folder' : contentOf(file).found(loss))
      }
      return found
    },
  }
}

/** Lays found files out in an empty folder. */
export function layOut(files: Map<string, Buffer | 'folder'>, folder: string): void {
  for (const [path, content] of files) {
    const target = join(folder, path)
    mkdirSync(content === 'folder' ? target : dirname(target), { recursive: true })
    if (content !== 'folder') writeFileSync(target, content)
  }
}

function take(names: Names, step: NameStep): void {
  if (step.kind === 'link') names.set(step.path, step.file)
  else if (step.kind === 'unlink') names.delete(step.path)
  else {
    if (folderOf(step.path) !== folderOf(step.to)) throw new Error(`a rename between folders is not modelled: ${step.path}`)
    const file = names.get(step.path)
    names.delete(step.path)
    if (file !== undefined) names.set(step.to, file)
  }
}

/** A name whose folder was never made durable is gone with it. */
function isReachable(names: Names, path: string): boolean {
  return path === '' || (names.get(folderOf(path)) === 'folder' && isReachable(names, folderOf(path)))
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
