import { expect, it } from 'vitest'
import type { StoredJob } from '../../main/printing/job-store.ts'
import { type PrinterModel, printerModel } from '../../main/printing/printer-models.ts'
import { slipBytes } from '../../main/printing/slip-bytes.ts'
import { limits } from '../../shared/limits.ts'
import type { PaidReceipt } from '../../shared/receipt/receipt-data.ts'
import { paidReceipts, provisionalOf } from '../support/receipts.ts'

const printer = { address: 'file:slips', model: printerModel('generic-58') as PrinterModel }
const job: StoredJob = {
  id: '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6071',
  kind: 'receipt',
  state: 'waiting',
  paymentId: '01a2b3c4-d5e6-7f80-9a1b-2c3d4e5f6072',
  copyNumber: 0,
  createdAtMs: 0,
  trouble: null,
  sequence: 1,
  origin: 'accept',
  reason: null,
  staffName: 'Sari',
  askedAtMs: 0,
  decideByMs: null,
}

function faultOf(paid: PaidReceipt | null): string {
  const provisional = provisionalOf(paidReceipts.pulsa)
  const slip = slipBytes(job, { state: 'paid', paid, provisional, advance: null }, printer, { copyNumber: 0, interruption: false })
  return slip.ok ? 'no fault' : slip.fault
}

it('a slip longer than the limit is set aside by name and not half printed', () => {
  const receipt = paidReceipts['pln-postpaid']
  const fields = Array.from({ length: 30 }, (_, index) => ({ label: `KETERANGAN ${index}`, value: 'panjang '.repeat(15) }))
  const sheets = Array.from({ length: 24 }, () => receipt.proof.sheets[1] as (typeof receipt.proof.sheets)[number])
  expect(faultOf({ ...receipt, proof: { ...receipt.proof, fields, sheets } })).toBe('slipTooLong')
  expect(limits.receiptBytesMax).toBeLessThan(30 * 24 * 128)
})

it('a slip whose parts do not add up is set aside with the fault of the layout', () => {
  const receipt = paidReceipts['pln-prepaid']
  const taxes = { ...receipt.proof.taxes, vatRupiah: 1 } as NonNullable<PaidReceipt['proof']['taxes']>
  expect(faultOf({ ...receipt, proof: { ...receipt.proof, taxes } })).toBe('tokenPartsDoNotAddUp')
})

it('a payment that is called paid but has no proof makes no valid receipt', () => {
  expect(faultOf(null)).toBe('proofMissing')
  expect(faultOf(paidReceipts.pulsa)).toBe('no fault')
})

it('a slip to sign without money given makes no slip', () => {
  const loaded = { state: 'inDoubt' as const, paid: null, provisional: provisionalOf(paidReceipts.pulsa), advance: null }
  const slip = slipBytes({ ...job, kind: 'advance' }, loaded, printer, { copyNumber: 0, interruption: false })
  expect(slip).toMatchObject({ ok: false, fault: 'advanceMissing' })
})
