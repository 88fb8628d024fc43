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
  return configSchema.parse(readDocument(database, 'config'))
}

export function readCatalogue(database: Database): Catalogue {
  return catalogueSchema.parse(readDocument(database, 'catalogue'))
}

export function findProduct(catalogue: Catalogue, code: string): Product | null {
  return catalogue.products.find((product) => product.code === code) ?? null
}

function readDocument(database: Database, kind: Kind): unknown {
  const row = database.prepare('SELECT body FROM signed_documents WHERE kind = ?').get(kind) as { body: string } | undefined
  if (row === undefined) throw new Error(`no ${kind} from the central yet`)
  return JSON.parse(row.body)
}
