import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { testFolder } from '../support/folder.ts'
import { standInDist } from './stand-in-dist.ts'

export const root = join(import.meta.dirname, '..', '..')

export type Target = { section: 'win' | 'mac' | 'linux'; arch: 'x64' | 'arm64' }

/**
 * Packs as `npm run package -- --dir` does, from a stand-in Electron. Only Linux can be packed without its real program, so the
 * files of another platform are packed by putting its section's rules where Linux has its own.
 */
export function pack({ section, arch }: Target): { folder: string; resources: string } {
  const folder = testFolder()
  const rules = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
  const files = /^ {2}files:\n(?: {4}.*\n)+/m
  const wished = files.exec(sectionOf(rules, section))?.[0]
  if (wished === undefined) throw new Error(`${section} has no files of its own`)
  const linux = sectionOf(rules, 'linux')
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the builder's own placeholder for the processor.
  const swapped = linux.replace(files, () => wished.replaceAll('${arch}', arch))
  const config = join(folder, 'electron-builder.yml')
  writeFileSync(
    config,
    rules.replace(linux, () => swapped),
  )
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const settings = [`-c.electronDist=${standInDist()}`, `-c.directories.output=${join(folder, 'out')}`]
  execFileSync(process.execPath, [builder, '--linux', 'dir', '--x64', '--config', config, '--projectDir', root, ...settings], {
    cwd: root,
    encoding: 'utf8',
    // Every download it could try must fail at once instead of making the test depend on a network.
    env: { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' },
    stdio: 'pipe',
  })
  return { folder: join(folder, 'out', 'linux-unpacked'), resources: join(folder, 'out', 'linux-unpacked', 'resources') }
}

/** The lines of one top-level member of the file. */
function sectionOf(rules: string, name: string): string {
  const section = new RegExp(`^${name}:\\n(?:(?: .*)?\\n)+`, 'm').exec(rules)?.[0]
  if (section === undefined) throw new Error(`no section ${name}`)
  return section
}
