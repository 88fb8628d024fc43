import { expect, test } from 'vitest'
import { until } from '../support/counter.ts'
import { openStory } from '../support/story-terminal.ts'

test('without a link a wallet is filled with the amount asked for, a bill of today is paid, and a train seat is not sold; all of it drains', async () => {
  const { sari, server, billsPaid } = await openStory()
  const tax = { productCode: 'PBBBMS', customerNumber: '330217001000100010' }
  const premium = { productCode: 'BPJSKS', customerNumber: '8801234560001', answers: { months: '3' } }
  const seen = await sari.call('inquire', { ...tax, answers: { year: '2025' } })
  const year = new Date(seen.fetchedAtMs).getUTCFullYear()
  await sari.call('inquire', premium)
  await server.central.faults.set('offline')

  const wallet = { productCode: 'DANA', customerNumber: '0821-0000-0001' }
  await expect(sari.call('inquire', wallet)).rejects.toMatchObject({ code: 'answerMissing' })
  await expect(sari.call('inquire', { ...wallet, answers: { amount: '9000' } })).rejects.toMatchObject({
    code: 'answerMalformed',
    detail: { sentence: 'Paling sedikit 10000, paling banyak 2000000.' },
  })
  const topUp = await sari.call('inquire', { ...wallet, answers: { amount: '75500' } })
  expect(topUp).toMatchObject({ source: 'catalogue', billTotalRupiah: 77_000, customerName: '' })
  await expect(sari.call('inquire', { productCode: 'KAITIKET', customerNumber: 'kai001' })).rejects.toMatchObject({
    code: 'offlineNotAllowed',
  })
  // A year and a number of months nobody looked up today are not known.
  await expect(sari.call('inquire', { ...tax, answers: { year: String(year) } })).rejects.toMatchObject({ code: 'billUnknownOffline' })
  await expect(sari.call('inquire', { ...premium, answers: { months: '1' } })).rejects.toMatchObject({ code: 'billUnknownOffline' })
  const late = await sari.call('inquire', { ...tax, answers: { year: '2025' } })
  expect(late).toMatchObject({ source: 'earlierInquiry', sheets: seen.sheets })
  const three = await sari.call('inquire', { ...premium })
  expect(three.sheets).toHaveLength(3)

  const basket = await sari.accept(await sari.fill([topUp, late, three]))
  expect(basket.items.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued'])
  const again = await sari.call('inquire', { ...wallet, answers: { amount: '20000' } })
  await expect(sari.fill([again])).rejects.toMatchObject({ code: 'duplicateBill' })

  await server.central.faults.set('none')
  await until(sari.payments, (rows) => rows.every(({ state }) => state === 'paid'))
  const { atBiller, here } = billsPaid()
  expect(atBiller).toEqual(here)
  expect(atBiller.map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual([
    'BPJSKS 8801234560001',
    'DANA 082100000001',
    'PBBBMS 330217001000100010',
  ])
  const filled = (await sari.payments()).find(({ productCode }) => productCode === 'DANA')
  const slip = await sari.call('receipt', { paymentId: filled?.id ?? '', columns: 48 })
  expect(slip.slips.flat().map(({ text }) => text)).toEqual(
    expect.arrayContaining(['NOMINAL       : Rp 75.500', 'ADMIN         : Rp 1.500', 'TOTAL BAYAR   : Rp 77.000']),
  )
})
