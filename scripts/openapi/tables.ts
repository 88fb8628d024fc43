import { endpoints, messages } from '../../shared/central-api/endpoints.ts'
import { componentSchemas, type JsonSchema } from '../../shared/central-api/openapi.ts'
import { refusalMeanings } from '../../shared/central-api/refusal-meanings.ts'
import { centralRefusalCodes, centralRefusals } from '../../shared/central-api/refusals.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'

export function pathTable(): string {
  const rows = Object.entries(endpoints).map(([name, { request, reply, summary, query }]) => {
    const { method, path } = centralPaths[name as keyof typeof centralPaths]
    const asked = request === undefined ? Object.keys(query ?? {}).map((parameter) => `\`?${parameter}=\``) : [request]
    return [`\`${method} ${path}\``, summary, asked.join(' '), reply]
  })
  return table(['Path', 'What for', 'Request', 'Reply'], rows)
}

export function refusalTable(): string {
  const rows = centralRefusalCodes.map((code) => {
    const { status, retry, created } = centralRefusals[code]
    return [`\`${code}\``, String(status), retry, created ? 'yes' : 'no', refusalMeanings[code]]
  })
  return table(['Code', 'Status', 'Retry', 'Created', 'Meaning'], rows)
}

export function fieldTables(): string {
  const schemas = componentSchemas()
  return Object.keys(messages)
    .map((name) => `### ${name}\n\n${table(['Field', 'Type', 'Needed', 'Meaning and unit'], fieldRows(schemas[name] ?? {}, '', schemas))}`)
    .join('\n\n')
}

/** One row for every field, also of the parts of a field; the forms of one message follow each other, each field once. */
function fieldRows(schema: JsonSchema, before: string, schemas: Record<string, JsonSchema>): string[][] {
  const forms = formsOf(schema)
  const rows = new Map<string, string[]>()
  for (const form of forms) {
    const needed = (form.required ?? []) as string[]
    for (const [name, field] of Object.entries((form.properties ?? {}) as Record<string, JsonSchema>)) {
      const row = [`\`${before}${name}\``, typeOf(field), needed.includes(name) ? 'yes' : 'no', String(field.description ?? '')]
      for (const each of [row, ...partsOf(field, `${before}${name}`, schemas)]) rows.set(each.join('|'), each)
    }
  }
  return [...rows.values()]
}

function partsOf(field: JsonSchema, path: string, schemas: Record<string, JsonSchema>): string[][] {
  if (field.$ref !== undefined) return []
  if (field.items !== undefined) return partsOf(field.items as JsonSchema, `${path}[]`, schemas)
  return fieldRows(field, `${path}.`, schemas)
}

function formsOf(schema: JsonSchema): JsonSchema[] {
  const parts = (schema.oneOf ?? schema.anyOf ?? schema.allOf) as JsonSchema[] | undefined
  return parts === undefined ? [schema] : parts.flatMap(formsOf)
}

function typeOf(field: JsonSchema): string {
  if (typeof field.$ref === 'string') return field.$ref.split('/').at(-1) ?? ''
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``
  if (Array.isArray(field.enum)) return field.enum.length > 8 ? 'one of a list' : field.enum.map((word) => `\`${word}\``).join(', ')
  const forms = formsOf(field)
  if (forms.length > 1) return [...new Set(forms.map(typeOf))].join(' or ')
  if (field.items !== undefined) return `list of ${typeOf(field.items as JsonSchema)}`
  if (field.format !== undefined) return String(field.format)
  return String(field.type ?? 'anything')
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
