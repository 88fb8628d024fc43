import { execFileSync } from 'node:child_process'
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where a file really lies: which machine, which folder, and which file it is there. A copy or a restored file is another one. */
export type Place = { machineId: string; folder: string; file: string }

/** Not the device's number: some file systems give a new one at every start of the machine. */
export function placeOf(path: string, platform: NodeJS.Platform): Place {
  const { ino, birthtimeMs } = statSync(path, { bigint: true })
  return { machineId: machineIdOf(platform), folder: realpathSync.native(dirname(path)), file: `${ino}-${birthtimeMs}` }
}

/** Empty where the machine won't say; then only folder and file tell. */
function machineIdOf(platform: NodeJS.Platform): string {
  try {
    if (platform === 'linux') return readFileSync('/etc/machine-id', 'utf8').trim()
    if (platform === 'darwin') return said('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], /"IOPlatformUUID" = "([^"]+)"/)
    if (platform === 'win32')
      return said('reg.exe', ['query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid'], /MachineGuid\s+REG_SZ\s+(\S+)/)
  } catch {
    // A sandbox or a container may hide it.
  }
  return ''
}

function said(command: string, args: string[], pattern: RegExp): string {
  return pattern.exec(execFileSync(command, args, { encoding: 'utf8', timeout: 2_000, windowsHide: true }))?.[1] ?? ''
}
