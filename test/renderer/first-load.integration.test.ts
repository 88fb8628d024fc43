import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const firstLoadBytesMax = 250_000
const project = fileURLToPath(new URL('../..', import.meta.url))

/** What a browser fetches before the counter is drawn: the page, what it names (scripts, preloads, styles), and the font it shows. */
it('draws the counter within 250 kB, compressed and with its font', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-page-'))
  try {
    const vite = join(project, 'node_modules/vite/bin/vite.js')
    // A process of its own, because the test runner's environment would build React for development.
    execFileSync(process.execPath, [vite, 'build', '-c', 'vite.page.config.ts', '--outDir', folder, '--logLevel', 'error'], {
      cwd: project,
      env: { ...process.env, NODE_ENV: 'production' },
    })
    const page = readFileSync(join(folder, 'index.html'), 'utf8')
    const named = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map((match) => match[1] ?? '')
    const font = readdirSync(join(folder, 'assets')).filter((name) => name.startsWith('inter-latin-wght'))
    const needed = ['index.html', ...named, ...font.map((name) => `assets/${name}`)]
    for (const ending of ['.html', '.js', '.css', '.woff2']) expect(needed.some((name) => name.endsWith(ending))).toBe(true)
    const sizes = needed.map((name) => [name, compressedBytes(name, readFileSync(join(folder, name)))] as const)
    const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
    expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(firstLoadBytesMax)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** A woff2 font is compressed already. */
function compressedBytes(name: string, content: Buffer): number {
  return name.endsWith('.woff2') ? content.length : gzipSync(content, { level: 9 }).length
}
