import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, posix, resolve, win32 } from 'node:path'
import { makeFolderDurably } from './files.ts'
import { type Mount, mountOf } from './mounts.ts'

/** Why a folder can't hold the ledger, as one sentence for the person who starts the terminal. */
export class DataFolderRefused extends Error {}

export type Machine = {
  platform: NodeJS.Platform
  env: Record<string, string | undefined>
  homeFolder: string
  mounts: readonly Mount[]
}

/**
 * Where this machine's terminal keeps its data: one folder whoever is signed in to the machine, so that two users never
 * run two ledgers. Creates it for its owner alone and answers with its real path.
 */
export function openDataFolder(chosen: string | null, machine: Machine): string {
  const folder = chosen === null ? usualFolder(machine) : resolve(chosen)
  refuseByName(folder, machine.platform)
  try {
    makeFolderDurably(folder)
  } catch (error) {
    throw new DataFolderRefused(`The data folder ${folder} can't be made: ${(error as Error).message}.`)
  }
  const real = realpathSync.native(folder)
  refuseByName(real, machine.platform)
  refuseByFileSystem(real, machine)
  if (!statSync(real).isDirectory() || !isWritable(real)) throw new DataFolderRefused(`The data folder ${real} can't be written.`)
  return real
}

/** The installer's common folder where there is one, else the user's own. */
export function usualFolder({ platform, env, homeFolder }: Machine): string {
  if (platform === 'win32') return win32.join(env.PROGRAMDATA ?? 'C:\\ProgramData', 'Loket')
  const common = platform === 'darwin' ? '/Library/Application Support/Loket' : '/var/lib/loket'
  if (isWritable(common)) return common
  if (platform === 'darwin') return posix.join(homeFolder, 'Library', 'Application Support', 'Loket')
  const xdg = env.XDG_DATA_HOME
  return posix.join(xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(homeFolder, '.local', 'share'), 'loket')
}

/** A second machine that changes the files under our feet would undo paid payments. */
const syncedNames: readonly [RegExp, string][] = [
  [/^dropbox( \(.*\))?$/i, 'Dropbox'],
  [/^onedrive( - .*)?$/i, 'OneDrive'],
  [/^(google ?drive|googledrive-.*|my drive)$/i, 'Google Drive'],
  [/^(icloud ?drive|mobile documents|com~apple~clouddocs)$/i, 'iCloud'],
  [/^cloudstorage$/i, 'a cloud provider'],
  [/^nextcloud$/i, 'Nextcloud'],
  [/^owncloud$/i, 'ownCloud'],
]

function refuseByName(folder: string, platform: NodeJS.Platform): void {
  if (platform === 'win32' && /^[\\/]{2}(?![.?][\\/](?!unc[\\/]))/i.test(folder))
    throw new DataFolderRefused(
      `The data folder ${folder} is on a network share, where a payment can be lost; choose a folder on this machine.`,
    )
  const parts = folder.split(/[\\/]/)
  for (const [pattern, name] of syncedNames) {
    if (!parts.some((part) => pattern.test(part))) continue
    throw new DataFolderRefused(`The data folder ${folder} is synced by ${name}, which may undo payments; choose a folder that isn't.`)
  }
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    if (!existsSync(join(at, '.stfolder'))) continue
    throw new DataFolderRefused(`The data folder ${folder} is synced by Syncthing, which may undo payments; choose a folder that isn't.`)
  }
}

/** File systems whose locks or flushes can't be trusted with SQLite (sqlite.org/howtocorrupt.html part 2.1). */
const networkFileSystems =
  /^(nfs\d*|cifs|smb\d*|smbfs|smb2|afpfs|webdav|davfs|afs|ncpfs|ceph|lustre|glusterfs|gpfs|coda|fuse\.(sshfs|rclone|davfs2?|glusterfs|s3fs|gcsfuse|smbnetfs|curlftpfs|google-drive-ocamlfuse))$/i

function refuseByFileSystem(folder: string, { mounts }: Machine): void {
  const mount = mountOf(folder, mounts)
  if (mount === null) return
  // WSL shows the Windows disk through 9p; other 9p mounts (sandboxes) are local and sound.
  const isWindowsDisk = mount.type === '9p' && mount.options.includes('aname=drvfs')
  if (!networkFileSystems.test(mount.type) && !isWindowsDisk) return
  throw new DataFolderRefused(
    `The data folder ${folder} is on a network file system (${mount.type}), where a payment can be lost; choose a folder on this machine.`,
  )
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
