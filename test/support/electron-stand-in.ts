import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testFolder } from './folder.ts'

/** How a stand-in for the Electron program behaves: each a way seen on real machines. */
export const standIns = {
  fine: `printf window > "$LOKET_READY_FILE"; sleep 0.3; echo "window closed"; exit 0`,
  elsewhere: `printf elsewhere > "$LOKET_READY_FILE"; exit 0`,
  crashesLater: `printf window > "$LOKET_READY_FILE"; sleep 0.3; exit 7`,
  runningAsRoot: `echo "[1:0101/1.1:FATAL:electron_main_delegate.cc(294)] Running as root without --no-sandbox is not supported. See https://crbug.com/638180." >&2; exit 1`,
  missingLibrary: `echo "electron: error while loading shared libraries: libnss3.so: cannot open shared object file" >&2; exit 127`,
  silentEnd: `exit 0`,
  killed: `kill -9 $$`,
  hanging: `exec sleep 60`,
} as const

/** What an install script does: the real one downloads to the temporary folder, then unpacks beside itself. */
export const installScripts = {
  none: 'process.exit(99)',
  refused: `console.error('TypeError: fetch failed\\n    at node:internal/deps/undici/undici:1:1'); process.exit(1)`,
  silent: 'setTimeout(() => {}, 60_000)',
  arrives: `
    const { writeFileSync, mkdirSync, copyFileSync } = require('node:fs'); const { join } = require('node:path')
    writeFileSync(join(require('node:os').tmpdir(), 'electron.zip'), Buffer.alloc(25_000_000))
    setTimeout(() => {
      mkdirSync(join(__dirname, 'dist')); copyFileSync(join(__dirname, 'program'), join(__dirname, 'dist', 'electron'))
      writeFileSync(join(__dirname, 'path.txt'), 'electron')
    }, 1_500)`,
} as const

type Wishes = { program: keyof typeof standIns; install: keyof typeof installScripts; isInstalled: boolean }

/** A folder that looks like node_modules/electron. Every start of the program leaves its arguments in `arguments`. */
export function standInElectron({ program, install, isInstalled }: Wishes): string {
  const folder = testFolder()
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> "${folder}/arguments"\n${standIns[program]}\n`
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
  writeFileSync(join(folder, 'install.js'), `require('node:fs').writeFileSync(__dirname + '/install-ran', '');${installScripts[install]}`)
  writeProgram(join(folder, 'program'), script)
  if (!isInstalled) return folder
  mkdirSync(join(folder, 'dist'))
  writeProgram(join(folder, 'dist', 'electron'), script)
  writeFileSync(join(folder, 'path.txt'), 'electron')
  return folder
}

function writeProgram(path: string, script: string): void {
  writeFileSync(path, script)
  chmodSync(path, 0o755)
}
