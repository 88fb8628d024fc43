import { z } from 'zod'
import { type Endpoint, endpoints, messages } from './endpoints.ts'
import { refusalMeanings } from './refusal-meanings.ts'
import { type CentralRefusalCode, centralRefusalCodes, centralRefusals } from './refusals.ts'
import { centralPaths, openapiPath } from './routes.ts'

export type JsonSchema = { [member: string]: unknown }
const componentOf = (name: string) => `#/components/schemas/${name}`

/** The published contract (OpenAPI 3.1), made of the schemas alone: the same schemas give the same text. */
export function openapiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Loket central biller API',
      version: '1.0.0',
      description: 'Between a payment terminal and the central of its billers. Guide: docs/central-api/README.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    security: [{ httpSignature: [] }],
    paths: pathItems(),
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        httpSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'Signature',
          description: 'RFC 9421 with Ed25519, beside Signature-Input; Content-Digest (RFC 9530) where there is a body.',
        },
      },
    },
    'x-refusals': Object.fromEntries(centralRefusalCodes.map((code) => [code, refusalOf(code)])),
  }
}

function refusalOf(code: CentralRefusalCode) {
  return { ...centralRefusals[code], description: refusalMeanings[code] }
}

function pathItems() {
  const items: Record<string, Record<string, unknown>> = {}
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const { method, path } = centralPaths[name as keyof typeof centralPaths]
    const written = path.replace(/:(\w+)/g, '{$1}')
    items[written] = { ...items[written], [method.toLowerCase()]: operation(name, path, endpoint) }
  }
  items[openapiPath] = {
    get: {
      operationId: 'openapi',
      summary: 'Fetch this document; needs no signature.',
      security: [],
      responses: { 200: { description: 'This document.', content: { 'application/json': { schema: { type: 'object' } } } } },
    },
  }
  return items
}

function operation(operationId: string, path: string, { summary, request, reply, query = {} }: Endpoint) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: meaningOf(name ?? ''),
    schema: { type: 'string', format: name === 'date' ? 'date' : 'uuid' },
  }))
  const inQuery = Object.entries(query).map(([name, { description, required }]) => {
    return { name, in: 'query', required, description, schema: { type: 'string' } }
  })
  const parameters = [...inPath, ...inQuery]
  const refused = reply === 'PaymentAnswer' ? { anyOf: [reference('PaymentAnswer'), reference('Problem')] } : reference('Problem')
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(request === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: reference(request) } } } }),
    responses: {
      200: { description: 'Signed and bound to the request.', content: { 'application/json': { schema: reference(reply) } } },
      default: {
        description: 'A refusal (x-refusals): signed, but for those at the door.',
        content: { 'application/problem+json': { schema: refused } },
      },
    },
  }
}

function meaningOf(pathParameter: string): string {
  if (pathParameter === 'date') return 'The business day, as in 2026-11-23.'
  return pathParameter === 'paymentId' ? 'The id of the payment.' : 'The id the terminal made.'
}

function reference(name: string) {
  return { $ref: componentOf(name) }
}

/** As a sender may write them: members nobody knows are allowed everywhere and ignored. */
export function componentSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(messages)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: componentOf, io: 'input', target: 'draft-2020-12' })
  return Object.fromEntries(Object.keys(messages).map((name) => [name, withoutHead(schemas[name] as JsonSchema)]))
}

function withoutHead({ $schema: _, $id: __, id: ___, ...schema }: JsonSchema): JsonSchema {
  return schema
}
