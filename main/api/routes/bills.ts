import { detailText } from '../../../shared/bill-detail.ts'
import type { DetailLine } from '../../../shared/central-api/product-fields.ts'
import type { Bill } from '../../../shared/terminal-api/shapes.ts'
import { findProduct, readCatalogue } from '../../central/documents.ts'
import { answersOfPayment } from '../../payments/asked-answers.ts'
import { type FoundBill, findBill } from '../../payments/bills.ts'
import { stateBill } from '../../payments/stated-bills.ts'
import type { Database } from '../../storage/open.ts'
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
    const { database, central, clock, time, ids, link, sync } = terminal()
    const { likePaymentId } = request
    const answers = request.answers ?? (likePaymentId === undefined ? undefined : answersOfPayment(database, likePaymentId))
    const bill = await findBill(
      { database, central, clock, time, ids, linkIsDown: () => link.view().state === 'offline', observe: link.observe },
      { ...request, answers },
    )
    if (bill.source !== 'central') sync.wake()
    return viewBill(database, bill)
  })

  mount(api, 'stateBill', ({ request }) => {
    const { database, clock, time, ids, link } = terminal()
    return viewBill(database, stateBill({ database, clock, time, ids, online: link.view().state === 'online' }, request))
  })
}

function viewBill(database: Database, bill: FoundBill): Bill {
  const product = findProduct(readCatalogue(database), bill.productCode)
  const counterFeeRupiah = product?.counterFeeRupiah ?? 0
  return {
    ...bill,
    // The page shows a bill's own lines as they stand, so a kind of line it has never heard of needs no release.
    fields: bill.fields.map(shown),
    sheets: bill.sheets.map(({ lines, ...sheet }) => (lines === undefined ? sheet : { ...sheet, lines: lines.map(shown) })),
    inquiryId: bill.id,
    productName: product?.name ?? bill.productCode,
    counterFeeRupiah,
    totalRupiah: bill.billTotalRupiah + counterFeeRupiah,
  }
}

function shown(detail: DetailLine) {
  return { label: detail.label, value: detailText(detail) }
}
