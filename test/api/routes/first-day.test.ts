import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { paidAtBiller } from '../../support/books.ts'
import { until } from '../../support/counter.ts'
import { decodeEscpos } from '../../support/escpos-decoder.ts'
import { testFolder } from '../../support/folder.ts'
import { textOf } from '../../support/receipts.ts'
import { saidNo, terminalUnderTest } from '../../support/terminal-under-test.ts'

describe('the first day', () => {
  test('from an empty machine to a refund, with the same figures on screen, in the ledger and at the biller', async () => {
    const paper = join(testFolder(), 'paper.bin')
    const terminal = await terminalUnderTest({ setUp: false, printer: `file:${paper}` })
    const first = await terminal.page()
    expect(await first.status()).toMatchObject({ mode: 'new', outlet: null, staff: null, shift: null, link: { state: 'checking' } })

    await first.call('startPractice', {})
    expect(await saidNo(first.call('startPractice', {}))).toEqual({ code: 'alreadySetUp' })
    const online = await until(first.status, ({ link, float }) => link.state === 'online' && float.balanceRupiah !== null)
    expect(online).toMatchObject({ mode: 'practice', outlet: { name: 'LOKET SUMBER REJEKI' }, float: { balanceRupiah: 25_000_000 } })

    const sari = await terminal.person('staff-sari')
    expect(await sari.call('openShift', { startingFloatRupiah: 200_000 })).toMatchObject({ number: 1 })
    const { products } = await sari.call('products', {})
    expect(products.map(({ group }) => group)).toEqual(expect.arrayContaining(['pln-postpaid', 'pln-prepaid', 'pulsa-telkomsel', 'pdam']))

    // October 19.500 and November 20.000, each with 2.750 admin; the agent keeps 1.800 of each.
    const bill = await sari.call('inquire', { productCode: 'PLN', customerNumber: '530000000002' })
    expect(bill).toMatchObject({ customerName: 'BUDI SANTOSO', totalRupiah: 45_000, source: 'central' })
    const basket = await sari.fill([bill])
    expect(basket).toMatchObject({ state: 'open', totalRupiah: 45_000, cashDueRupiah: 45_000, receivedRupiah: null, changeRupiah: null })
    const accepted = await sari.accept(basket, 50_000)
    expect(accepted).toMatchObject({ state: 'accepted', receivedRupiah: 50_000, changeRupiah: 5_000 })
    const id = accepted.items[0]?.paymentId ?? ''
    await until(
      () => sari.payment(id),
      ({ state, receiptPrinted }) => state === 'paid' && receiptPrinted,
    )
    const afterPaid = await until(sari.status, ({ float }) => float.balanceRupiah === 24_958_600)
    expect(afterPaid).toMatchObject({
      shift: { drawerRupiah: 245_000, mine: true, staffName: 'Sari' },
      queue: { count: 0, totalRupiah: 0, oldestAgeMs: null },
      float: { availableRupiah: 24_958_600 },
      owedBack: { count: 0, totalRupiah: 0 },
    })
    expect(terminal.books()).toMatchObject({
      drawerRupiah: 245_000,
      heldRupiah: 0,
      floatUsedRupiah: 41_400,
      commissionRupiah: 3_600,
      complaints: [],
    })
    expect(paidAtBiller(terminal.server.central.billerBook())).toEqual(['PLN 530000000002 [202610,202611] 45000'])

    const preview = await sari.call('receipt', { paymentId: id, columns: 32 })
    expect(preview).toMatchObject({ kind: 'receipt', columns: 32 })
    expect(preview.slips).toHaveLength(2)
    const [october = [], november = []] = preview.slips
    expect(textOf(october)).toContain('BUDI SANTOSO')
    expect(textOf(october)).toContain('LATIHAN')
    expect(textOf(october)).not.toBe(textOf(november))

    const { reference } = await sari.payment(id)
    for (const search of ['53000000', 'santoso', reference ?? 'none'])
      expect((await sari.call('payments', { search })).rows.map((row) => row.id)).toEqual([id])
    expect((await sari.call('payments', { search: 'nobody' })).rows).toEqual([])
    expect((await sari.call('payments', { states: 'queued' })).rows).toEqual([])

    expect(await saidNo(sari.call('printReceipt', { paymentId: id }))).toEqual({ code: 'reasonRequired' })
    const copy = await sari.call('printReceipt', { paymentId: id, reason: 'struk pertama basah' })
    expect(copy).toMatchObject({ kind: 'receipt', paymentId: id, copyNumber: 1 })
    await until(
      () => sari.call('printJobs', {}),
      ({ jobs }) => jobs.find((job) => job.id === copy.id)?.state === 'printedAssumed',
    )
    const printed = textOf(decodeEscpos(readFileSync(paper)).lines)
    expect(printed.match(/CETAK ULANG ke-1 · struk pertama\nbasah · Sari/g)).toHaveLength(2)
    expect((await sari.call('payment', { paymentId: id })).copies).toBe(2)

    // This number's payment fails at the biller: 319.048, of which 319.000 were asked in cash.
    const lost = await sari.sell({ productCode: 'PLN', customerNumber: '530000000006' })
    await until(
      () => sari.payment(lost.id),
      ({ state }) => state === 'rejected',
    )
    const owing = await sari.status()
    expect(owing).toMatchObject({
      shift: { drawerRupiah: 564_000 },
      owedBack: { count: 1, totalRupiah: 319_048 },
      noticeCount: 1,
    })
    expect((await sari.call('notices', {})).notices).toMatchObject([{ kind: 'refundDue', paymentId: lost.id }])
    expect(await saidNo(sari.call('refundPayment', { paymentId: lost.id }))).toMatchObject({ code: 'notPermitted' })
    const joko = await terminal.person('staff-joko')
    expect(await joko.call('refundPayment', { paymentId: lost.id })).toMatchObject({ state: 'refunded' })
    const end = await sari.status()
    expect(end).toMatchObject({ shift: { drawerRupiah: 245_000 }, owedBack: { count: 0, totalRupiah: 0 }, noticeCount: 0 })
    expect(terminal.books()).toMatchObject({ states: { paid: 1, refunded: 1 }, drawerRupiah: 245_000, refundsDueRupiah: 0, complaints: [] })
    expect(terminal.server.central.book().float.balanceRupiah).toBe(24_958_600)
    expect(await saidNo(sari.call('receipt', { paymentId: lost.id }))).toEqual({ code: 'receiptNotAvailable', state: 'refunded' })
  })
})
