import { execFileSync } from 'node:child_process'
import { globSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['{main,renderer,shared}/**/*.*', 'vite.*.config.ts', 'package-lock.json']
const stamp = ['dist', 'built']

/** Builds page and main with Vite when there is no build or a source is newer than it. */
export function buildIfStale(root) {
  if (!isStale(root)) return
  console.log('Building Loket.')
  build(root)
}

export function build(root) {
  rmSync(join(root, ...stamp), { force: true })
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const config of ['vite.page.config.ts', 'vite.main.config.ts']) {
    execFileSync(process.execPath, [vite, 'build', '--config', config, '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  }
  writeFileSync(join(root, ...stamp), '')
}

function isStale(root) {
  const built = statSync(join(root, ...stamp), { throwIfNoEntry: false })
  if (built === undefined) return true
  return globSync(sources, { cwd: root }).some((name) => statSync(join(root, name)).mtimeMs > built.mtimeMs)
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  if (process.argv.includes('--if-stale')) buildIfStale(root)
  else build(root)
}
