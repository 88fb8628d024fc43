import { findProduct, readCatalogue } from '../../central/documents.ts'
import { findBill } from '../../payments/bills.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** What can be paid for, and what a customer number owes. */
export function mountBills(api: Api, terminal: () => Terminal): void {
  mount(api, 'products', () => {
    const catalogue = readCatalogue(terminal().database)
    return { catalogueVersion: catalogue.version, products: catalogue.products }
  })

  mount(api, 'inquire', async ({ request }) => {
    const { database, central, clock, ids, link, sync } = terminal()
    const bill = await findBill(
      { database, central, clock, ids, linkIsDown: () => link.view().state === 'offline', observe: link.observe },
      request,
    )
    if (bill.source !== 'central') sync.wake()
    const product = findProduct(readCatalogue(database), bill.productCode)
    const counterFeeRupiah = product?.counterFeeRupiah ?? 0
    return {
      ...bill,
      inquiryId: bill.id,
      productName: product?.name ?? bill.productCode,
      counterFeeRupiah,
      totalRupiah: bill.billTotalRupiah + counterFeeRupiah,
    }
  })
}
