import { describe, expect, test } from 'vitest'
import type { PaymentState } from '../../../shared/payment-states.ts'
import { type Counter, until } from '../../support/counter.ts'
import { saidNo, type TerminalUnderTest, terminalUnderTest } from '../../support/terminal-under-test.ts'
import { pulsa } from '../../support/wishes.ts'

type Scene = { terminal: TerminalUnderTest; ratna: Counter; id: string; reached: (state: PaymentState) => Promise<void> }

/** A supervisor at the counter with 200.000 in the drawer, and one pulsa of 21.500 that the central paid. */
async function paidScene(): Promise<Scene> {
  const terminal = await terminalUnderTest()
  const ratna = await terminal.person('staff-ratna')
  await ratna.call('openShift', { startingFloatRupiah: 200_000 })
  const { id } = await ratna.sell(pulsa())
  const reached = async (state: PaymentState) => {
    await until(
      async () => {
        await terminal.clock.advance(5_000)
        return ratna.payment(id)
      },
      (payment) => payment.state === state,
    )
    expect(terminal.books().complaints).toEqual([])
  }
  await reached('paid')
  return { terminal, ratna, id, reached }
}

const kindsOf = async (ratna: Counter) => (await ratna.call('notices', {})).notices.map(({ kind }) => kind)
const actionsOf = async (ratna: Counter, paymentId: string) => (await ratna.call('payment', { paymentId })).actions

describe('what the central takes back', () => {
  test('is owed, credited, given back, and disputed when the central has it as paid after that; two people end it', async () => {
    const { terminal, ratna, id, reached } = await paidScene()
    const operator = terminal.server.central
    expect(operator.failAtReconciliation(id)).toBe(true)
    await reached('rejected')
    expect((await ratna.payment(id)).receiptVoided).toBe(true)
    expect((await kindsOf(ratna)).filter((kind) => kind !== 'receiptReady')).toEqual(['refundDue', 'receiptVoided'])
    expect(await saidNo(ratna.call('printReceipt', { paymentId: id, reason: 'hilang' }))).toEqual({
      code: 'receiptNotAvailable',
      state: 'rejected',
    })
    expect(terminal.books()).toMatchObject({
      drawerRupiah: 221_500,
      refundsDueRupiah: 21_500,
      floatUsedRupiah: 20_700,
      commissionRupiah: 0,
    })

    expect(operator.creditClaim(id)).toBe(true)
    await until(
      async () => {
        await terminal.clock.advance(5_000)
        return terminal.books()
      },
      (books) => books.floatUsedRupiah === 0,
    )
    expect((await ratna.call('refundPayment', { paymentId: id })).state).toBe('refunded')
    expect(terminal.books()).toMatchObject({ drawerRupiah: 200_000, refundsDueRupiah: 0, floatUsedRupiah: 0, complaints: [] })

    expect(operator.payAfterAll(id)).toBe(true)
    await reached('disputed')
    expect(terminal.books()).toMatchObject({ drawerRupiah: 200_000, floatUsedRupiah: 20_700 })
    expect(await kindsOf(ratna)).toContain('disputed')
    expect(await actionsOf(ratna, id)).toEqual(['writeOff'])

    const give = { paymentId: id, reason: 'pusat menolak', secondStaffId: 'staff-joko', secondPin: '2222' }
    const refusals = [
      await saidNo(ratna.call('writeOffDispute', { ...give, secondStaffId: 'staff-ratna', secondPin: '3333' })),
      await saidNo(ratna.call('writeOffDispute', { ...give, secondPin: '9999' })),
      await saidNo(ratna.call('writeOffDispute', { ...give, secondStaffId: 'staff-sari', secondPin: '1111' })),
      await saidNo(ratna.call('writeOffDispute', { ...give, reason: ' ' })),
      await saidNo(ratna.call('writeOffOwed', give)),
    ]
    expect(refusals.map(({ code }) => code)).toEqual([
      'secondPersonRequired',
      'pinWrong',
      'notPermitted',
      'reasonRequired',
      'paymentNotInState',
    ])
    const joko = await terminal.person('staff-joko')
    expect((await saidNo(joko.call('writeOffDispute', give))).code).toBe('notPermitted')
    expect((await ratna.call('writeOffDispute', give)).state).toBe('refunded')
    expect(await kindsOf(ratna)).not.toContain('disputed')
    expect(terminal.books().complaints).toEqual([])
  })

  test('and pays after all makes the receipt valid again', async () => {
    const { terminal, ratna, id, reached } = await paidScene()
    const operator = terminal.server.central
    operator.failAtReconciliation(id)
    await reached('rejected')
    operator.payAfterAll(id)
    await reached('paid')
    expect((await ratna.payment(id)).receiptVoided).toBe(false)
    expect(await kindsOf(ratna)).toContain('receiptValidAgain')
    expect(terminal.books()).toMatchObject({ drawerRupiah: 221_500, floatUsedRupiah: 20_700, commissionRupiah: 800 })
  })
})

describe('money for a customer who will not wait', () => {
  async function doubtfulScene() {
    const scene = await terminalUnderTest()
    const ratna = await scene.person('staff-ratna')
    await ratna.call('openShift', { startingFloatRupiah: 200_000 })
    await scene.server.central.faults.set('resetAfterCommit')
    const { id } = await ratna.sell(pulsa())
    await until(
      async () => {
        await scene.clock.advance(100)
        return ratna.payment(id)
      },
      ({ state }) => state === 'inDoubt',
    )
    return { terminal: scene, ratna, id }
  }

  test('is advanced by a supervisor, and owed by the customer when the bill was paid after all', async () => {
    const { terminal, ratna, id } = await doubtfulScene()
    const joko = await terminal.person('staff-joko')
    expect((await saidNo(joko.call('advancePayment', { paymentId: id, reason: 'buru-buru' }))).code).toBe('notPermitted')
    expect((await saidNo(ratna.call('collectOwed', { paymentId: id }))).code).toBe('paymentNotInState')
    expect(await ratna.call('advancePayment', { paymentId: id, reason: 'buru-buru' })).toMatchObject({ state: 'inDoubt', advanced: true })
    expect(terminal.books()).toMatchObject({ drawerRupiah: 200_000, heldRupiah: 21_500, complaints: [] })
    await terminal.server.central.faults.set('none')
    await until(
      async () => {
        await terminal.clock.advance(5_000)
        return ratna.payment(id)
      },
      ({ state }) => state === 'paid',
    )
    const { actions, owedByCustomerRupiah } = await ratna.call('payment', { paymentId: id })
    expect([owedByCustomerRupiah, actions.includes('collectOwed'), actions.includes('refund' as never)]).toEqual([21_500, true, false])
    const sari = await terminal.person('staff-sari')
    await sari.call('collectOwed', { paymentId: id })
    expect(terminal.books()).toMatchObject({ drawerRupiah: 221_500, heldRupiah: 0, floatUsedRupiah: 20_700, commissionRupiah: 800 })
    expect(terminal.books().complaints).toEqual([])
    expect((await saidNo(sari.call('collectOwed', { paymentId: id }))).code).toBe('paymentNotInState')
  })
})
