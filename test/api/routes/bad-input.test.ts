import { describe, expect, test } from 'vitest'
import { limits } from '../../../shared/limits.ts'
import { type RouteName, terminalRoutes } from '../../../shared/terminal-api/routes.ts'
import { problemOf } from '../../support/api.ts'
import type { Counter } from '../../support/counter.ts'
import { rawRequest, saidNo, type TerminalUnderTest, terminalUnderTest } from '../../support/terminal-under-test.ts'

type Person = Counter & { session: string }
const nobody = '01990000-0000-7000-8000-000000000000'

/** A supervisor may call everything, so that nothing hides behind a permission. */
async function openCounter(): Promise<{ terminal: TerminalUnderTest; ratna: Person }> {
  const terminal = await terminalUnderTest()
  const ratna = await terminal.person('staff-ratna')
  await ratna.call('openShift', { startingFloatRupiah: 200_000 })
  return { terminal, ratna }
}

const writing = (Object.keys(terminalRoutes) as RouteName[]).filter((name) => terminalRoutes[name].method !== 'GET')
const concrete = (name: RouteName) => terminalRoutes[name].path.replace(/:\w+/g, nobody)

describe('a body', () => {
  test('that is no JSON, no object, another type or too long is refused by every route that takes one', async () => {
    const { terminal, ratna } = await openCounter()
    const before = terminal.books()
    const tries = [
      ['malformedJson', '{'],
      ['malformedJson', '{"cashReceivedRupiah":NaN}'],
      ['malformedJson', 'null,'],
      ['malformedRequest', '[]'],
      ['malformedRequest', 'null'],
      ['malformedRequest', '"text"'],
    ] as const
    for (const name of writing) {
      const { method, bodyBytesMax = limits.requestBodyBytesMax } = terminalRoutes[name]
      const tooLong = ['bodyTooLarge', `{"a":"${'x'.repeat(bodyBytesMax)}"}`] as const
      for (const [code, body] of [...tries, tooLong]) {
        const answer = await problemOf(await terminal.fetch(rawRequest(ratna.session, method, concrete(name), body)))
        expect([name, body.slice(0, 30), answer.code]).toEqual([name, body.slice(0, 30), code])
      }
      const asText = await problemOf(await terminal.fetch(rawRequest(ratna.session, method, concrete(name), '{}', 'text/plain')))
      expect([name, asText.code]).toEqual([name, 'notJson'])
    }
    expect(terminal.books()).toEqual(before)
  })

  test('that hands over no sum of money for a bill of 45.000 is refused by name, as problem+json, and nothing is written', async () => {
    const { terminal, ratna } = await openCounter()
    const basket = await ratna.fill([await ratna.call('inquire', { productCode: 'PLN', customerNumber: '530000000002' })])
    const tries = [
      ['"45000"', 'malformedRequest'],
      ['null', 'malformedRequest'],
      ['1e999', 'malformedRequest'],
      ['[45000]', 'malformedRequest'],
      ['true', 'malformedRequest'],
      ['45000.5', 'amountNotWhole'],
      ['0', 'amountNotPositive'],
      ['-45000', 'amountNotPositive'],
      ['1e12', 'amountTooLarge'],
      ['44999', 'cashLessThanTotal'],
    ]
    for (const [cash, code] of tries) {
      const body = `{"expectedTotalRupiah":45000,"cashReceivedRupiah":${cash}}`
      const answer = await terminal.fetch(rawRequest(ratna.session, 'POST', `/api/baskets/${basket.id}/accept`, body))
      expect([cash, answer.headers.get('content-type')]).toEqual([cash, 'application/problem+json'])
      expect([cash, (await problemOf(answer)).code]).toEqual([cash, code])
    }
    expect(await ratna.call('basket', { basketId: basket.id })).toEqual(basket)
    expect(terminal.books()).toMatchObject({ states: {}, drawerRupiah: 200_000, heldRupiah: 0 })
  })
})

describe('an id nobody knows', () => {
  test('is refused by name on every route that takes one', async () => {
    const { ratna } = await openCounter()
    const { id: basketId } = await ratna.call('openBasket', {})
    const { inquiryId } = await ratna.call('inquire', { productCode: 'TSEL20', customerNumber: '081200001230' })
    const codes = {
      basket: await saidNo(ratna.call('basket', { basketId: nobody })),
      addToNoBasket: await saidNo(ratna.call('addToBasket', { basketId: nobody, inquiryId })),
      addNothing: await saidNo(ratna.call('addToBasket', { basketId, inquiryId: nobody })),
      remove: await saidNo(ratna.call('removeFromBasket', { basketId, paymentId: nobody })),
      removeFromNone: await saidNo(ratna.call('removeFromBasket', { basketId: nobody, paymentId: nobody })),
      accept: await saidNo(ratna.call('acceptBasket', { basketId: nobody, expectedTotalRupiah: 1, cashReceivedRupiah: 1 })),
      payment: await saidNo(ratna.call('payment', { paymentId: nobody })),
      cancel: await saidNo(ratna.call('cancelPayment', { paymentId: nobody, reason: 'x' })),
      void: await saidNo(ratna.call('voidPayment', { paymentId: nobody, reason: 'x' })),
      refund: await saidNo(ratna.call('refundPayment', { paymentId: nobody })),
      receipt: await saidNo(ratna.call('receipt', { paymentId: nobody })),
      print: await saidNo(ratna.call('printReceipt', { paymentId: nobody })),
      retry: await saidNo(ratna.call('retryPrintJob', { jobId: nobody })),
      skip: await saidNo(ratna.call('skipPrintJob', { jobId: nobody })),
      staff: await saidNo(ratna.call('signIn', { staffId: 'staff-nobody', pin: '1111' })),
      product: await saidNo(ratna.call('inquire', { productCode: 'NOPE', customerNumber: '1' })),
    }
    expect(Object.fromEntries(Object.entries(codes).map(([call, { code }]) => [call, code]))).toEqual({
      basket: 'basketUnknown',
      addToNoBasket: 'basketUnknown',
      addNothing: 'inquiryUnknown',
      remove: 'basketItemUnknown',
      removeFromNone: 'basketUnknown',
      accept: 'basketUnknown',
      payment: 'paymentUnknown',
      cancel: 'paymentUnknown',
      void: 'paymentUnknown',
      refund: 'paymentUnknown',
      receipt: 'paymentUnknown',
      print: 'paymentUnknown',
      retry: 'printJobUnknown',
      skip: 'printJobUnknown',
      staff: 'staffUnknown',
      product: 'productUnknown',
    })
  })
})

test('a customer number that can not be, or owes nothing, is refused by name', async () => {
  const { ratna } = await openCounter()
  const tries = [
    ['', 'customerNumberMissing'],
    ['5'.repeat(33), 'customerNumberTooLong'],
    ['5'.repeat(500), 'customerNumberTooLong'],
    ['5'.repeat(501), 'malformedRequest'],
    ['53000000000X', 'customerNumberMalformed'],
    ['530000000003', 'billNotFound'],
    ['530000000004', 'billAlreadyPaid'],
  ]
  for (const [customerNumber = '', code] of tries) {
    const refusal = await saidNo(ratna.call('inquire', { productCode: 'PLN', customerNumber }))
    expect([customerNumber, refusal.code]).toEqual([customerNumber, code])
  }
})

test('a printer address or a number of columns that can not be is refused, and the printer stays', async () => {
  const { ratna } = await openCounter()
  const { current } = await ratna.call('printers', {})
  expect(await saidNo(ratna.call('setPrinter', { address: 'usb:nope', model: 'generic-58' }))).toMatchObject({
    code: 'printerAddressInvalid',
  })
  expect(await saidNo(ratna.call('setPrinter', { address: 'tcp:printer:9100', model: 'nope' }))).toMatchObject({ fault: 'modelUnknown' })
  expect(await saidNo(ratna.call('printTest', {}))).toEqual({ code: 'printerNotSet' })
  expect((await ratna.call('printers', {})).current).toEqual(current)
  const { id } = await ratna.sell({ productCode: 'TSEL20', customerNumber: '081200001230' })
  expect(await saidNo(ratna.call('receipt', { paymentId: id, columns: 40 }))).toEqual({ code: 'malformedRequest', member: 'columns' })
})
