import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Replaces a small file whole or not at all, readable by its owner only, and on the disk before it returns. */
export function writeFileDurably(path: string, content: string | Uint8Array): void {
  const draft = `${path}.new`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  flushNames(dirname(path))
}

/**
 * Makes a folder for its owner alone, on the disk before it returns: a file in it may be flushed as often as it likes, without the
 * folder's own name all of it is gone after a power cut. An earlier start may have ended before its flush, so it's done each time.
 */
export function makeFolderDurably(path: string): void {
  const folder = resolve(path)
  const highestMade = mkdirSync(folder, { recursive: true, mode: 0o700 })
  let made = folder
  flushNames(dirname(made))
  // Each folder made on the way down is a name in the one above.
  while (highestMade !== undefined && made !== resolve(highestMade) && made !== dirname(made)) {
    made = dirname(made)
    flushNames(dirname(made))
  }
}

function flushNames(folder: string): void {
  // Windows can't flush a folder; it journals names itself.
  if (process.platform === 'win32') return
  const file = openToFlush(folder)
  if (file === null) return
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Null for a folder above ours that we may pass through but not read: whoever set it up made our name in it long ago. */
function openToFlush(folder: string): number | null {
  try {
    return openSync(folder, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return null
    throw error
  }
}

/** The same without holding up the main thread, for a place that may be slow, such as a stick. */
export async function writeFileDurablyLater(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  if (process.platform === 'win32') return
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
