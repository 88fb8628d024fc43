import { type Dirent, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** The built page: public, read-only, known by name beforehand, so that no path a caller invents can reach the disk. */
export type Page = { find(path: string): Response | null }

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

/** The files under `folder`; `null` or an absent folder is a terminal without a page (the API alone). */
export function readPage(folder: string | null): Page {
  const files = new Map((folder === null ? [] : filesUnder(folder)).map((path) => [webPath(folder ?? '', path), path]))
  return {
    find(path) {
      const name = path === '/' ? '/index.html' : path
      const file = files.get(name)
      return file === undefined ? null : pageResponse(name, readFileSync(file))
    },
  }
}

function pageResponse(name: string, bytes: Buffer): Response {
  // Vite puts a hash of the content into every name under assets/: such a file never changes, all others may.
  const isHashed = /^\/assets\/.+-[\w-]{8,}\.\w+$/.test(name)
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': contentTypes[extname(name)] ?? 'application/octet-stream',
      'content-length': String(bytes.byteLength),
      'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  })
}

function webPath(folder: string, path: string): string {
  return `/${relative(folder, path).split(sep).join('/')}`
}

function filesUnder(folder: string): string[] {
  let entries: Dirent[]
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch {
    return []
  }
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
