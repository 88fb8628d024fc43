import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file of the project, path with forward slashes from its root. */
export type Source = { path: string; text: string }

const root = join(import.meta.dirname, '..', '..')
const places = ['{main,shared,renderer,scripts,test,docs}/**/*.{ts,tsx,mjs,css,html,md,json,sql}', '.ci/*', '*.{ts,json,yml,md}', '.npmrc']

/** Everything people write and read here; what is built or installed is elsewhere. */
export function readSources(): Source[] {
  return globSync(places, { cwd: root }).map((name) => ({ path: name.replaceAll('\\', '/'), text: readFileSync(join(root, name), 'utf8') }))
}

export function isCode({ path }: Source): boolean {
  return /\.(ts|tsx|mjs)$/.test(path)
}

/** The product's own code: what runs at a counter. */
export function isProduct(source: Source): boolean {
  return isCode(source) && /^(main|shared|renderer)\//.test(source.path)
}

/** Without comments, which may name what code must not. */
export function codeOf({ text }: Source): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
}

/** What a file imports: packages by name, own files by path from the root. */
export function importsOf(source: Source): string[] {
  const found = codeOf(source).matchAll(/(?<![\w/-])(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...found].map(([, name = '']) => (name.startsWith('.') ? join(source.path, '..', name).replaceAll('\\', '/') : name))
}
