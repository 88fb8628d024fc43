import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openapiDocument } from '../shared/central-api/openapi.ts'
import { signingExample } from './openapi/signing-example.ts'
import { fieldTables, pathTable, refusalTable } from './openapi/tables.ts'

/** `npm run openapi`: writes the contract and the generated parts of its guide; with `--check` it only says whether they are stale. */
const { values: flags } = parseArgs({ options: { check: { type: 'boolean' }, folder: { type: 'string' } } })
const folder = flags.folder ?? join(import.meta.dirname, '..', 'docs', 'central-api')
const guidePath = join(folder, 'README.md')
const documentPath = join(folder, 'openapi.json')

const sections: Record<string, string> = {
  paths: pathTable(),
  refusals: refusalTable(),
  signing: await signingExample(),
  fields: fieldTables(),
}
const made = new Map([
  [documentPath, `${JSON.stringify(openapiDocument(), null, 2)}\n`],
  [guidePath, withSections(read(guidePath))],
])

for (const [path, text] of made) {
  if (read(path) === text) continue
  if (flags.check) {
    process.stderr.write(`${path} is stale: npm run openapi\n`)
    process.exitCode = 1
  } else writeFileSync(path, text)
}

/** A section that the guide does not have, or has twice, would be lost in silence. */
function withSections(guide: string): string {
  return Object.entries(sections).reduce((text, [name, content]) => {
    const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`]
    const parts = text.split(start)
    const after = parts[1]?.split(end)
    if (parts.length !== 2 || after?.length !== 2) throw new Error(`the guide needs ${start} and ${end} once`)
    return `${parts[0]}${start}\n${content}\n${end}${after[1]}`
  }, guide)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}
