import type { Catalogue, Product } from '../../shared/central-api/catalogue.ts'
import type { Database } from '../storage/open.ts'
import type { Assortment } from './assortment.ts'
import { practiceProducts } from './catalogue.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import type { SwitchBoard } from './switches.ts'

type Current = Pick<Catalogue, 'version' | 'products'>

/** The catalogue as it is now; a new version, told to every terminal, whenever the operator changed what it says. */
export function createCatalogueOffice(settings: {
  database: Database
  facts: Facts
  feed: Feed
  switches: SwitchBoard
  assortment: Assortment
}) {
  const { database, facts, feed, switches, assortment } = settings
  let made: {
    cutOff: Product['cutOff']
    cutOffs: Record<string, Product['cutOff']>
    byCode: Map<string, Product>
    current: Current
  } | null = null

  function current(): NonNullable<typeof made> {
    const { plnCutOff, cutOffs } = switches.get()
    if (made !== null && made.cutOff === plnCutOff && made.cutOffs === cutOffs) return made
    const sold = [...practiceProducts(plnCutOff), ...assortment.added()]
    const products = sold.map((product) => ({ ...product, cutOff: cutOffs[product.code] ?? product.cutOff }))
    made = { cutOff: plnCutOff, cutOffs, byCode: new Map(products.map((product) => [product.code, product])), current: versioned(products) }
    return made
  }

  function versioned(products: Product[]): Current {
    const content = JSON.stringify(products)
    const known = JSON.parse(facts.read('catalogue') ?? 'null') as { version: number; content: string } | null
    if (known?.content === content) return { version: known.version, products }
    const version = (known?.version ?? 0) + 1
    database
      .transaction(() => {
        facts.write('catalogue', JSON.stringify({ version, content }))
        if (known !== null) feed.tellEveryone({ kind: 'catalogue', version })
      })
      .immediate()
    return { version, products }
  }

  return {
    /** The assortment is another one now: the next reader makes a new version. */
    refresh(): Current {
      made = null
      return current().current
    },
    read: (): Current => current().current,
    productOf: (code: string): Product | null => current().byCode.get(code) ?? null,
  }
}
