import { describe, expect, test } from 'vitest'
import { brokenImports, importRules } from './import-rules.ts'
import { importsOf, readSources, type Source } from './sources.ts'
import { bannedWords, bans, gapsInLock, linesMax, longFiles, machineTraces, unopenedFolders } from './text-rules.ts'

const sources = readSources()

describe('the project', () => {
  test('is looked through whole', () => {
    for (const path of ['main/app.ts', 'shared/money.ts', 'renderer/client.ts', 'package-lock.json', '.ci/run', 'test/tidy/tidy.test.ts'])
      expect(sources.map((source) => source.path)).toContain(path)
  })
  test('imports only along the map', () => expect(brokenImports(sources)).toEqual([]))
  test('uses no banned word', () => expect(bannedWords(sources)).toEqual([]))
  test('has no file too long to read', () => expect(longFiles(sources)).toEqual([]))
  test('says in each folder of main what it owns', () => expect(unopenedFolders(sources)).toEqual([]))
  test('depends on no machine and no package source', () => expect(machineTraces(sources)).toEqual([]))
  test('locks a file for every platform', () => expect(gapsInLock(sources)).toEqual([]))
})

/** Each rule is shown something it must not let pass; a rule without a sample fails below. */
const badImports: Record<keyof typeof importRules, [from: string, line: string]> = {
  'shared is pure': ['shared/money.ts', `import { readFileSync } from 'node:fs'`],
  'the two contracts stay apart': ['shared/terminal-api/shapes.ts', `import type { Config } from '../central-api/config.ts'`],
  'the page knows HTTP only': ['renderer/screens/counter/counter.tsx', `import { openDatabase } from '../../../main/storage/open.ts'`],
  'main does not draw': ['main/app.ts', `const page = await import('../renderer/page.tsx')`],
  'only the desktop host knows Electron': ['main/hosts/browser.ts', `import { app } from 'electron'`],
  'only a host knows the server': ['main/api/handler.ts', `import { serve } from '@hono/node-server'`],
  'only app.ts knows practice': ['main/payments/accept.ts', `import { seed } from '../practice/seed.ts'`],
  'practice knows the contract, not the terminal': ['main/practice/biller.ts', `import { accept } from '../payments/accept.ts'`],
  'the oracle judges with its own head': ['test/simulation/oracle/cash.ts', `import { roundCash } from '../../../shared/money.ts'`],
  'business does not know its way in': ['main/payments/accept.ts', `import { mount } from '../api/mount.ts'`],
}

test.each(Object.keys(importRules))('the import rule "%s" can fail', (name) => {
  const [path, text] = badImports[name] ?? ['', '']
  const [what = ''] = importsOf({ path, text })
  const sentence = importRules[name]?.(path, what)
  expect(brokenImports([{ path, text }])).toContain(`${path} imports ${what}: ${sentence}`)
  expect(brokenImports([{ path, text: `// ${text}` }])).toEqual([])
})

const badWords: Record<keyof typeof bans, Source> = {
  'wall clock': { path: 'main/payments/accept.ts', text: 'const at = Date.now()' },
  timers: { path: 'renderer/page.tsx', text: 'setTimeout(next, 5)' },
  chance: { path: 'shared/intent.ts', text: 'Math.random()' },
  'money as a fraction': { path: 'renderer/page.tsx', text: 'parseFloat(text)' },
  'second way out of the page': { path: 'renderer/page.tsx', text: `await fetch('/api/status')` },
  'sandbox switched off': { path: 'scripts/start.mjs', text: `spawn(electron, ['--no-sandbox'])` },
  'tests that do not run': { path: 'test/api/door.test.ts', text: `test.${'skip'}('later', () => {})` },
}

test.each(Object.keys(bans))('the ban on "%s" can fail', (name) => {
  const source = badWords[name] ?? { path: '', text: '' }
  expect(bannedWords([source])).toHaveLength(1)
  expect(bannedWords([{ ...source, text: `/** ${source.text} */` }])).toEqual([])
})

test('the other rules can fail', () => {
  expect(longFiles([{ path: 'main/a.ts', text: 'x\n'.repeat(linesMax) }])).toEqual([])
  expect(longFiles([{ path: 'main/a.ts', text: 'x\n'.repeat(linesMax + 1) }])).toHaveLength(1)
  expect(unopenedFolders([{ path: 'main/new/thing.ts', text: 'export {}' }])).toHaveLength(1)
  expect(unopenedFolders([{ path: 'main/new/thing.ts', text: `import a from 'a'\n\n/**\n * New owns\n * things.\n */` }])).toEqual([])
  expect(machineTraces([{ path: 'package-lock.json', text: '{ "resolved": "" }' }])).toHaveLength(1)
  expect(machineTraces([{ path: 'docs/a.md', text: `see https://${'regis'}try.example.org/x` }])).toHaveLength(1)
  expect(machineTraces([{ path: '.ci/run', text: `cd /${'root'}/loket` }])).toHaveLength(1)
  const lock = (packages: object) => [{ path: 'package-lock.json', text: JSON.stringify({ packages }) }]
  const wanting = { optionalDependencies: { 'tool-win32': '1.0.0' } }
  expect(gapsInLock(lock({ 'node_modules/tool': wanting }))).toHaveLength(1)
  expect(gapsInLock(lock({ 'node_modules/tool': wanting, 'node_modules/tool-win32': {} }))).toEqual([])
  expect(machineTraces([{ path: 'docs/a.md', text: `the folder test/${'work'}/ and https://example.org/${'root'}/` }])).toEqual([])
})
