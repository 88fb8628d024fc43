import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A file system and the folder it hangs at. */
export type Mount = { folder: string; type: string; options: string }

/** What the machine has mounted; empty where it can't tell (Windows shows shares in the path itself). */
export function readMounts(platform: NodeJS.Platform): Mount[] {
  try {
    if (platform === 'linux') return parseMountInfo(readFileSync('/proc/self/mountinfo', 'utf8'))
    if (platform === 'darwin') return parseMountOutput(execFileSync('/sbin/mount', { encoding: 'utf8' }))
  } catch {
    // Without /proc the other checks still stand.
  }
  return []
}

/** Linux proc(5): `36 35 98:0 /root /mnt rw,noatime shared:1 - ext4 /dev/sda rw`; blanks in names are written \040. */
export function parseMountInfo(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ')
    const folder = before?.split(' ')[4]
    const [type, source, options] = after?.split(' ') ?? []
    if (folder === undefined || type === undefined) return []
    const plain = folder.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    return [{ folder: plain, type, options: `${source},${options}` }]
  })
}

/** macOS mount(8): `//user@server/share on /Volumes/share (smbfs, nodev)`. */
export function parseMountOutput(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, folder, type, options] = /^.+? on (\/.*) \(([^,)]+)(.*)\)$/.exec(line) ?? []
    return folder === undefined || type === undefined ? [] : [{ folder, type, options: options ?? '' }]
  })
}

/** The mount a folder lies on: the longest one above it, the later one where two hang at the same place. */
export function mountOf(folder: string, mounts: readonly Mount[]): Mount | null {
  let best: Mount | null = null
  for (const mount of mounts) {
    const isAbove = mount.folder === '/' || folder === mount.folder || folder.startsWith(`${mount.folder}/`)
    if (isAbove && (best === null || mount.folder.length >= best.folder.length)) best = mount
  }
  return best
}
