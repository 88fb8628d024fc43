import type { JsonSchema } from '../../shared/central-api/openapi.ts'

type Random = () => number
type Schemas = Record<string, JsonSchema>

const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item

/** What no schema asks for: wrong types, huge, nested, strange signs. */
const strange: readonly unknown[] = [
  ...[null, true, -1, 0, 0.5, 1e300, -(2 ** 53), 2 ** 53, '', ' ', '0', 'null', '../../etc', "'; DROP TABLE payments; --"],
  ...['\u0000', '\ud800', '\u202e1', '💸'.repeat(50), 'x'.repeat(5_000), [], {}, [[]], { __proto__: null, constructor: 1 }],
  JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
]

/** Something of the shape a schema of the document describes, with here and there a member left out or strange. */
export function bodyFor(schema: JsonSchema, schemas: Schemas, random: Random, oddity: number): unknown {
  if (random() < oddity) return oneOf(random, strange)
  if (typeof schema.$ref === 'string') return bodyFor(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas, random, oddity)
  const choices = (schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined
  if (choices !== undefined) return bodyFor(oneOf(random, choices), schemas, random, oddity)
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return oneOf(random, schema.enum)
  if (schema.type === 'object') {
    const members = Object.entries((schema.properties ?? {}) as Schemas).filter(() => random() >= oddity / 2)
    return Object.fromEntries(members.map(([name, member]) => [name, bodyFor(member, schemas, random, oddity)]))
  }
  if (schema.type === 'array') {
    const length = random() < oddity ? 300 : 1 + Math.floor(random() * 3)
    return Array.from({ length }, () => bodyFor((schema.items ?? {}) as JsonSchema, schemas, random, oddity))
  }
  if (schema.type === 'integer' || schema.type === 'number') return 1 + Math.floor(random() * 30_000)
  if (schema.type === 'boolean') return random() < 0.5
  return textFor(schema, random)
}

function textFor(schema: JsonSchema, random: Random): string {
  const hex = (length: number) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('')
  if (schema.format === 'uuid') return `019${hex(5)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`
  if (schema.format === 'date-time') return '2026-11-24T03:00:00.000Z'
  if (String(schema.pattern).includes('{64}')) return hex(64)
  return oneOf(random, ['PLN', 'TSEL20', '530000000002', '081200001230', hex(20)])
}
