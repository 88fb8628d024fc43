import { codeOf, isCode, isProduct, type Source } from './sources.ts'

type Ban = { pattern: RegExp; instead: string; applies(source: Source): boolean }

const isAny =
  (...paths: string[]) =>
  (source: Source) =>
    paths.includes(source.path)
const isTimeSource = isAny('main/platform/clock.ts', 'renderer/clock.ts')
const isChanceSource = isAny('main/platform/ids.ts', 'renderer/clock.ts')

/** Words that hide a dependency or a hole, each with what to use instead. */
export const bans: Record<string, Ban> = {
  'wall clock': {
    pattern: /\bDate\.now\(|\bnew Date\(\)/,
    instead: 'take a clock as an argument',
    applies: (source) => isProduct(source) && !isTimeSource(source),
  },
  timers: {
    pattern: /\b(setTimeout|setInterval|setImmediate)\(/,
    instead: 'use clock.sleep',
    applies: (source) => isProduct(source) && !isTimeSource(source),
  },
  chance: {
    pattern: /\bMath\.random\(/,
    instead: 'take ids as an argument',
    applies: (source) => isProduct(source) && !isChanceSource(source),
  },
  'money as a fraction': {
    pattern: /\bparseFloat\(|\.toFixed\(/,
    instead: 'use shared/money.ts',
    applies: (source) => isProduct(source) && source.path !== 'shared/money.ts',
  },
  'second way out of the page': {
    pattern: /(?<![.\w])(?:window\.|globalThis\.)?fetch\(|\bXMLHttpRequest\b|\bnew (?:EventSource|WebSocket)\(|\bsendBeacon\(/,
    instead: 'use renderer/client.ts',
    applies: ({ path }) => path.startsWith('renderer/') && path !== 'renderer/client.ts',
  },
  'sandbox switched off': {
    pattern: /--no-sandbox/,
    instead: 'leave the decision to the person who starts it',
    applies: ({ path }) => /^(main|scripts)\//.test(path),
  },
  'tests that do not run': {
    pattern: /\b(?:test|it|describe)\.(?:skip|only|todo|skipIf|runIf|fails)\b|\bx(?:it|test|describe)\(|\bcontext\.skip\(/,
    instead: 'repair the test or remove it',
    applies: ({ path }) => path.startsWith('test/') && !path.startsWith('test/tidy/'),
  },
}

export function bannedWords(sources: readonly Source[]): string[] {
  return sources.filter(isCode).flatMap((source) =>
    Object.values(bans)
      .filter((ban) => ban.applies(source) && ban.pattern.test(codeOf(source)))
      .map((ban) => `${source.path} has ${ban.pattern.exec(codeOf(source))?.[0]}: ${ban.instead}`),
  )
}

export const linesMax = 300

export function longFiles(sources: readonly Source[]): string[] {
  const long = sources.filter((source) => isCode(source) && source.text.trimEnd().split('\n').length > linesMax)
  return long.map(({ path }) => `${path} is longer than ${linesMax} lines: split it by noun`)
}

/** A folder of main/ says in the head of one file what it owns and what it never does. */
export function unopenedFolders(sources: readonly Source[]): string[] {
  const folderOf = ({ path }: Source) => /^main\/[^/]+(?=\/)/.exec(path)?.[0]
  const code = sources.filter((source) => isProduct(source) && folderOf(source) !== undefined)
  const opened = new Set(code.filter(opensFolder).map(folderOf))
  const folders = [...new Set(code.map(folderOf))]
  return folders.filter((folder) => !opened.has(folder)).map((folder) => `${folder}/ has no file that opens with what it owns`)
}

/** Its first comment, at the top or right below the imports, says "owns". */
function opensFolder({ text }: Source): boolean {
  const head = text.replace(/^import[^']*'[^']+'\n/gm, '').trimStart()
  return /^\/\*\*\n(?: \* .+\n)+? \*\//.test(head) && /\bowns?\b/.test(head.slice(0, head.indexOf('*/')))
}

/** Put together, because this file is looked through as well. */
const hostWord = ['regis', 'try'].join('')
const machinePlaces = ['work', 'root'].map((name) => `/${name}/`)
const strangers = new RegExp(`https?://[\\w.-]*(?:${hostWord}|npmjs|npmmirror)[\\w.-]*|(?<![\\w.}/-])(?:${machinePlaces.join('|')})`)

/** Nothing here depends on one machine or one package source. */
export function machineTraces(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const found = strangers.exec(text)?.[0] ?? (path === 'package-lock.json' ? /"resolved"/.exec(text)?.[0] : undefined)
    return found === undefined ? [] : [`${path} names ${found}`]
  })
}

type LockedPackage = { optionalDependencies?: Record<string, string> }

/**
 * A lock made where some platform's file could not be had leaves it out, and `npm ci` of npm 11 then refuses the whole
 * lock on every machine. Every optional package that is asked for must be in it.
 */
export function gapsInLock(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => path === 'package-lock.json')
    .flatMap(({ text }) => {
      const packages = (JSON.parse(text) as { packages: Record<string, LockedPackage> }).packages
      const locked = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)))
      return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies)
          .filter((name) => !locked.has(name))
          .map((name) => `${place} wants ${name}, which is not locked: choose a version that is there for every platform`),
      )
    })
}
