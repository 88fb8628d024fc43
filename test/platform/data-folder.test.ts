import { mkdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DataFolderRefused, type Machine, openDataFolder, usualFolder } from '../../main/platform/data-folder.ts'
import { parseMountInfo, parseMountOutput, readMounts } from '../../main/platform/mounts.ts'
import { testFolder } from '../support/folder.ts'

const machine: Machine = { platform: 'linux', env: {}, homeFolder: '/home/sari', mounts: [] }

test('a new data folder is for its owner alone', () => {
  const folder = openDataFolder(join(testFolder(), 'a', 'b'), machine)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('the usual folder is one for the machine, else one for the person', () => {
  expect(usualFolder({ ...machine, platform: 'win32', env: { PROGRAMDATA: 'D:\\Data' } })).toBe('D:\\Data\\Loket')
  expect(usualFolder({ ...machine, platform: 'win32' })).toBe('C:\\ProgramData\\Loket')
  expect(usualFolder({ ...machine, platform: 'darwin', homeFolder: '/Users/sari' })).toBe('/Users/sari/Library/Application Support/Loket')
  expect(usualFolder(machine)).toMatch(/^\/(var\/lib|home\/sari\/\.local\/share)\/loket$/)
  expect(usualFolder({ ...machine, env: { XDG_DATA_HOME: '/data' } })).toMatch(/^\/(var\/lib|data)\/loket$/)
})

test.each([
  ['Dropbox', 'Dropbox'],
  ['Dropbox (Toko)', 'Dropbox'],
  ['OneDrive - Sumber Rejeki', 'OneDrive'],
  ['Google Drive', 'Google Drive'],
  ['iCloudDrive', 'iCloud'],
  ['Nextcloud', 'Nextcloud'],
])('a folder inside %s is refused by name', (parent, name) => {
  const folder = join(testFolder(), parent, 'loket')
  expect(() => openDataFolder(folder, machine)).toThrow(DataFolderRefused)
  expect(() => openDataFolder(folder, machine)).toThrow(`synced by ${name}`)
})

test('a folder below one that Syncthing keeps is refused', () => {
  const folder = testFolder()
  mkdirSync(join(folder, '.stfolder'))
  expect(() => openDataFolder(join(folder, 'x', 'loket'), machine)).toThrow('synced by Syncthing')
})

test('a link into a synced folder does not hide it', () => {
  const folder = testFolder()
  mkdirSync(join(folder, 'Dropbox', 'loket'), { recursive: true })
  symlinkSync(join(folder, 'Dropbox', 'loket'), join(folder, 'innocent'))
  expect(() => openDataFolder(join(folder, 'innocent'), machine)).toThrow('synced by Dropbox')
})

test.each(['nfs', 'nfs4', 'cifs', 'smb3', 'fuse.sshfs', 'fuse.rclone', 'davfs'])('a folder on %s is refused', (type) => {
  const folder = realpathSync(testFolder())
  const mounts = [
    { folder: '/', type: 'ext4', options: '' },
    { folder, type, options: '' },
  ]
  expect(() => openDataFolder(join(folder, 'loket'), { ...machine, mounts })).toThrow(`network file system (${type})`)
})

test('a local disk mounted inside a network one is fine', () => {
  const folder = realpathSync(testFolder())
  const mounts = [
    { folder: '/', type: 'nfs4', options: '' },
    { folder, type: 'ext4', options: '' },
  ]
  expect(openDataFolder(join(folder, 'loket'), { ...machine, mounts })).toBe(join(folder, 'loket'))
})

test('the Windows disk as WSL shows it is refused, another 9p mount is not', () => {
  const folder = realpathSync(testFolder())
  const mounted = (options: string) => ({ ...machine, mounts: [{ folder, type: '9p', options }] })
  expect(() => openDataFolder(folder, mounted('C:\\,rw,aname=drvfs;path=C:\\'))).toThrow('network file system')
  expect(openDataFolder(folder, mounted('none,rw,trans=fd'))).toBe(folder)
})

test.each(['\\\\server\\share\\loket', '//server/share/loket', '\\\\?\\UNC\\server\\share'])(
  'the share %s is refused on Windows',
  (folder) => {
    const windows = { ...machine, platform: 'win32' as const, env: { PROGRAMDATA: folder } }
    expect(() => openDataFolder(null, windows)).toThrow('network share')
  },
)

test('a file in the way is a sentence, not a crash', () => {
  const path = join(testFolder(), 'file')
  writeFileSync(path, '')
  expect(() => openDataFolder(path, machine)).toThrow(DataFolderRefused)
})

test('mounts are read the way Linux and macOS write them', () => {
  expect(parseMountInfo('36 35 0:52 / /mnt/my\\040share rw,noatime shared:1 - nfs4 server:/x rw,vers=4\n')).toEqual([
    { folder: '/mnt/my share', type: 'nfs4', options: 'server:/x,rw,vers=4' },
  ])
  expect(parseMountOutput('//sari@nas/loket on /Volumes/loket (smbfs, nodev, mounted by sari)\n')).toEqual([
    { folder: '/Volumes/loket', type: 'smbfs', options: ', nodev, mounted by sari' },
  ])
  expect(readMounts(process.platform).some((mount) => mount.folder === '/')).toBe(process.platform !== 'win32')
})
