import { type Catalogue, catalogueSchema, type Product } from '../../shared/central-api/catalogue.ts'
import { type Config, configSchema } from '../../shared/central-api/config.ts'
import type { Database } from '../storage/open.ts'
import type { SignedReply } from './outcome.ts'

/** Config and catalogue as the central last signed them; the reply stays with them so that they can be proved later. */

type Kind = 'config' | 'catalogue'

/** Keeps the newer of what is stored and what came; a lower version is ignored. */
export function storeDocument(database: Database, kind: Kind, document: Config | Catalogue, reply: SignedReply, atMs: number): void {
  database
    .prepare(
      `INSERT INTO signed_documents (kind, version, body, reply, received_at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (kind) DO UPDATE SET version = excluded.version, body = excluded.body, reply = excluded.reply, received_at_ms = excluded.received_at_ms
       WHERE excluded.version >= signed_documents.version`,
    )
    .run(kind, document.version, JSON.stringify(document), JSON.stringify(reply), atMs)
}

/** Throws when none came yet: set-up stores both before anybody can sign in. */
export function readConfig(database: Database): Config {
  return readDocument(database, 'config', configSchema)
}

export function readCatalogue(database: Database): Catalogue {
  return readDocument(database, 'catalogue', catalogueSchema)
}

export function findProduct(catalogue: Catalogue, code: string): Product | null {
  return catalogue.products.find((product) => product.code === code) ?? null
}

/**
 * What a database's documents last read as. A catalogue has thousands of products and is asked for with every bill, so the same text is
 * not read into objects twice; comparing the text itself stays true through rollbacks.
 */
const lastRead = new WeakMap<Database, Partial<Record<Kind, { body: string; document: unknown }>>>()

function readDocument<Document>(database: Database, kind: Kind, schema: { parse(value: unknown): Document }): Document {
  const row = database.prepare('SELECT body FROM signed_documents WHERE kind = ?').get(kind) as { body: string } | undefined
  if (row === undefined) throw new Error(`no ${kind} from the central yet`)
  const known = lastRead.get(database)
  if (known?.[kind]?.body === row.body) return known[kind].document as Document
  const document = schema.parse(JSON.parse(row.body))
  lastRead.set(database, { ...known, [kind]: { body: row.body, document } })
  return document
}
