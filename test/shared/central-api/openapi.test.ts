import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { importPublicKey } from '../../../main/platform/crypto.ts'
import { checkRequest } from '../../../main/wire/request.ts'
import { componentSchemas, type JsonSchema, type openapiDocument } from '../../../shared/central-api/openapi.ts'
import { centralRefusalCodes, centralRefusals } from '../../../shared/central-api/refusals.ts'
import { centralPaths, openapiPath } from '../../../shared/central-api/routes.ts'
import { openOutlet } from '../../practice/outlet.ts'

const root = join(import.meta.dirname, '../../..')
const script = join(root, 'scripts/openapi.ts')
const folder = join(root, 'docs/central-api')
const guide = readFileSync(join(folder, 'README.md'), 'utf8')
const written = JSON.parse(readFileSync(join(folder, 'openapi.json'), 'utf8')) as ReturnType<typeof openapiDocument>

/** Every object inside, with where it is. */
function* objectsOf(value: unknown, path = ''): Generator<[string, JsonSchema]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield [path, value as JsonSchema]
  for (const [name, part] of Object.entries(value)) yield* objectsOf(part, `${path}/${name}`)
}

describe('the published contract', () => {
  test('is what the schemas say today, guide and document', () => {
    expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('')
  })

  test.each([
    ['openapi.json', '"openapi": "3.1.0"', '"openapi": "3.1.1"'],
    ['README.md', '| `floatTooLow` | 409 | later |', '| `floatTooLow` | 409 | never |'],
    ['README.md', 'nonce="example-nonce-0001"', 'nonce="example-nonce-0002"'],
    ['README.md', '| `serverTime` | date-time | yes |', '| `serverTime` | date-time | no |'],
  ])('is found stale in %s when %s is changed by hand, and written anew', (file, now, later) => {
    const copy = mkdtempSync(join(tmpdir(), 'loket-contract-'))
    onTestFinished(() => rmSync(copy, { recursive: true }))
    cpSync(folder, copy, { recursive: true })
    const text = readFileSync(join(copy, file), 'utf8')
    expect(text).toContain(now)
    writeFileSync(join(copy, file), text.replace(now, later))
    const check = spawnSync(process.execPath, [script, '--check', '--folder', copy], { encoding: 'utf8' })
    expect([check.status, check.stderr]).toEqual([1, `${join(copy, file)} is stale: npm run openapi\n`])
    execFileSync(process.execPath, [script, '--folder', copy])
    expect(readFileSync(join(copy, file), 'utf8')).toBe(text)
  })

  test('gives every field a meaning, and a unit where it is an amount or a duration', () => {
    const bare: string[] = []
    for (const [path, schema] of objectsOf(componentSchemas())) {
      for (const [name, field] of Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>)) {
        const meaning = String(field.description ?? '')
        const unit = name.endsWith('Rupiah') ? 'rupiah' : name.endsWith('Ms') ? ' ms' : ''
        if (meaning === '' || !meaning.includes(unit)) bare.push(`${path}/${name}`)
      }
    }
    expect(bare).toEqual([])
  })

  test('refers only to what it has, names every operation once and declares every parameter of its paths', () => {
    expect(written.openapi).toMatch(/^3\.1\.\d+$/)
    const names: string[] = []
    for (const [path, item] of Object.entries(written.paths)) {
      for (const [method, operation] of Object.entries(item) as [string, JsonSchema][]) {
        expect(['get', 'post']).toContain(method)
        expect(Object.keys(operation.responses as object)).toContain('200')
        names.push(String(operation.operationId))
        const parameters = (operation.parameters ?? []) as { name: string; in: string; required: boolean }[]
        const inPath = parameters.filter((parameter) => parameter.in === 'path' && parameter.required).map(({ name }) => name)
        expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
      }
    }
    expect(names.sort()).toEqual([...Object.keys(centralPaths), 'openapi'].sort())
    const references = [...objectsOf(written)].flatMap(([, part]) => (typeof part.$ref === 'string' ? [part.$ref] : []))
    expect(references.length).toBeGreaterThan(0)
    const known = Object.keys(written.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(references.filter((reference) => !known.includes(reference))).toEqual([])
  })

  test('lets both sides send members that nobody knows yet', () => {
    expect([...objectsOf(written.components.schemas)].filter(([, part]) => part.additionalProperties === false)).toEqual([])
  })
})

describe('the guide', () => {
  test('lists every refusal in order with its rule', () => {
    const listed = [...guide.matchAll(/^\| `(\w+)` \| (\d{3}) \| (never|later|ask) \| (yes|no) \|/gm)]
    const rules = listed.map(([, code, status, retry, created]) => [code, Number(status), retry, created === 'yes'])
    expect(rules).toEqual(centralRefusalCodes.map((code) => [code, ...Object.values(centralRefusals[code])]))
  })

  test('shows a signed request that a central takes as it stands, and not with one digit changed', async () => {
    const [, head = '', text = ''] = /```http\n([\s\S]*?)\n\n(.*)\n```/.exec(guide) ?? []
    const headers = Object.fromEntries(
      head
        .split('\n')
        .slice(2)
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    const publicKey = importPublicKey(/Public key \(base64\): `([^`]+)`/.exec(guide)?.[1] ?? '')
    const check = (body: string) => {
      const request = { method: 'POST', url: 'https://central.example/v1/inquiries', headers, body: new TextEncoder().encode(body) }
      return checkRequest(request, (keyId) => (keyId === 'terminal-1' ? publicKey : null))
    }
    expect(await check(text)).toMatchObject({ ok: true, nonce: 'example-nonce-0001' })
    expect(await check(text.replace('530000000002', '530000000003'))).toMatchObject({ ok: false })
  })
})

describe('the practice central', () => {
  test('serves the document to anybody, as it was published', async () => {
    const outlet = await openOutlet()
    const response = await fetch(`${outlet.url}${openapiPath}`)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toEqual(written)
  })

  test('answers on every path the document names, and asks for a signature first', async () => {
    const outlet = await openOutlet()
    for (const [name, { method, path }] of Object.entries(centralPaths)) {
      const url = `${outlet.url}${path.replace(':paymentId', '019ab000-0000-7000-8000-000000000000')}`
      const response = await fetch(url, { method, ...(method === 'POST' ? { body: '{}' } : {}) })
      expect([name, response.status, ((await response.json()) as { code: string }).code]).toEqual([name, 401, 'signatureMissing'])
    }
  })
})
