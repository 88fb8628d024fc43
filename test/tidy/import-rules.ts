import { importsOf, isCode, type Source } from './sources.ts'

/** Who may import what (docs/architecture.md). Answers with a sentence for an import that may not be, else null. */
type ImportRule = (from: string, what: string) => string | null

const isOwn = (what: string) => /^(main|shared|renderer|scripts|test)\//.test(what)
const purePackages = ['zod']
const machinePackages = /^(node:|electron$|electron\/|better-sqlite3|serialport|hono|@hono\/|pino|escpos|http-message-signatures|hash-wasm)/

export const importRules: Record<string, ImportRule> = {
  'shared is pure': (from, what) => {
    if (!from.startsWith('shared/') || what.startsWith('shared/') || purePackages.includes(what)) return null
    return 'shared/ runs everywhere and imports only itself and zod'
  },
  'the two contracts stay apart': (from, what) => {
    const crosses =
      (from.startsWith('shared/terminal-api/') && what.startsWith('shared/central-api/')) ||
      (from.startsWith('shared/central-api/') && what.startsWith('shared/terminal-api/'))
    return crosses ? 'the page never sees the central and the central never the page' : null
  },
  'the page knows HTTP only': (from, what) => {
    if (!from.startsWith('renderer/') || what.startsWith('renderer/') || what.startsWith('shared/')) return null
    return isOwn(what) || machinePackages.test(what) ? 'renderer/ imports shared/ and packages for browsers; ask main over the API' : null
  },
  'main does not draw': (from, what) => (from.startsWith('main/') && what.startsWith('renderer/') ? 'main/ never imports the page' : null),
  'only the desktop host knows Electron': (from, what) =>
    /^electron($|\/)/.test(what) && from !== 'main/hosts/desktop.ts' ? 'import electron in main/hosts/desktop.ts only' : null,
  'only a host knows the server': (from, what) => {
    const mayServe = from === 'main/hosts/browser.ts' || !from.startsWith('main/') || from.startsWith('main/practice/')
    return what === '@hono/node-server' && !mayServe ? 'serve in main/hosts/browser.ts only' : null
  },
  'only app.ts knows practice': (from, what) => {
    const mayKnow = from === 'main/app.ts' || from.startsWith('main/practice/') || !from.startsWith('main/')
    return what.startsWith('main/practice/') && !mayKnow
      ? 'the real terminal never reaches the practice central: join them in main/app.ts'
      : null
  },
  'practice knows the contract, not the terminal': (from, what) => {
    if (!from.startsWith('main/practice/')) return null
    if (what.startsWith('shared/terminal-api/')) return 'the practice central knows shared/central-api only'
    const allowed = /^main\/(practice\/|platform\/|wire\/|storage\/open\.ts)/.test(what)
    return what.startsWith('main/') && !allowed ? 'the practice central must not share code with the terminal it tests' : null
  },
  'the oracle judges with its own head': (from, what) =>
    from.startsWith('test/simulation/oracle/') && !what.startsWith('test/simulation/oracle/')
      ? 'an oracle that borrows from the program repeats its mistakes; give it plain facts'
      : null,
  'business does not know its way in': (from, what) => {
    const isWayIn = /^main\/(api|hosts)\//.test(from) || !/^main\/[^/]+\//.test(from)
    return !isWayIn && /^main\/(api|hosts)\//.test(what) ? 'services are called by the API, never the other way' : null
  },
}

export function brokenImports(sources: readonly Source[]): string[] {
  // The samples of what must not be are in test/tidy itself.
  const looked = sources.filter((source) => isCode(source) && !source.path.startsWith('test/tidy/'))
  return looked.flatMap((source) =>
    importsOf(source).flatMap((what) =>
      Object.values(importRules).flatMap((rule) => {
        const sentence = rule(source.path, what)
        return sentence === null ? [] : [`${source.path} imports ${what}: ${sentence}`]
      }),
    ),
  )
}
