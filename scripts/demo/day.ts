import { systemClock } from '../../main/platform/clock.ts'
import { periodName } from '../../shared/receipt/period-name.ts'
import type { PaymentRow } from '../../shared/terminal-api/shapes.ts'
import { wibDayEndMs } from '../../shared/zones.ts'
import { SaidNo, until, type Wish } from '../../test/support/counter.ts'
import { closeBooks } from './closing.ts'
import { rupiah, screen } from './screen.ts'
import { openShop, type Shop } from './shop.ts'

const startingFloatRupiah = 200_000
const columns = 32
const demoLastsMs = 90_000

const causes = { thisNetwork: 'jaringan di sini', central: 'pusat tidak menjawab', biller: 'biller tidak menjawab' }

const plnTwoSheets = { productCode: 'PLN', customerNumber: '530000000002' }
const plnOneSheet = { productCode: 'PLN', customerNumber: '530000000001' }
const plnRefused = { productCode: 'PLN', customerNumber: '530000000006' }
const token20 = { productCode: 'PLNT20', customerNumber: '12345671230' }
const token50 = { productCode: 'PLNT50', customerNumber: '12345678901' }
const pulsa20 = { productCode: 'TSEL20', customerNumber: '081200001230' }

/** `npm run demo`: a counter day over the terminal's API, with real processes, a real line and a real kill. Answers the exit code. */
export async function playDay(): Promise<number> {
  const nowMs = systemClock.nowMs()
  const untilMidnightMs = wibDayEndMs(nowMs) - nowMs
  if (untilMidnightMs < demoLastsMs) {
    screen.fact('Sebentar lagi tengah malam WIB, dan tagihan berlaku sampai saat itu.', 'waiting')
    await systemClock.sleep(untilMidnightMs + 1_000)
  }
  const shop = await openShop()
  try {
    return await serve(shop)
  } finally {
    await shop.close()
  }
}

async function serve(shop: Shop): Promise<number> {
  const { central, paper } = shop
  let cashInHandRupiah = startingFloatRupiah

  /** Money over the counter, as a cashier says it. */
  async function takeMoney(wish: Wish, receivedRupiah?: number): Promise<PaymentRow> {
    const bill = await shop.sari.call('inquire', wish)
    const basket = await shop.sari.fill([bill])
    const accepted = await shop.sari.accept(basket, receivedRupiah ?? basket.cashDueRupiah)
    cashInHandRupiah += accepted.cashDueRupiah
    const months = bill.sheets.filter(({ period }) => period !== '').map(({ period }) => periodName(period))
    const about = [bill.customerName, months.join(' + ')].filter((part) => part !== '').join(', ')
    screen.fact(`${bill.productName} · ${bill.customerNumber}${about === '' ? '' : ` · ${about}`}`)
    screen.fact(
      `Total ${rupiah(basket.totalRupiah)}, terima ${rupiah(accepted.receivedRupiah ?? 0)}, kembali ${rupiah(accepted.changeRupiah ?? 0)}`,
      'total, received, change',
    )
    return shop.sari.payment(accepted.items[0]?.paymentId ?? '')
  }
  const becomes = (id: string, state: PaymentRow['state']) =>
    until(
      () => shop.sari.payment(id),
      (payment) => payment.state === state,
      40_000,
    )
  async function showSlips(paymentId: string, limit = 9): Promise<void> {
    const slips = await paper.next(shop.sari, paymentId)
    for (const slip of slips.slice(0, limit)) screen.slip(slip, columns)
    if (slips.length > limit) screen.fact(`dan ${slips.length - limit} lembar lagi`, 'and the other sheets')
  }
  async function showQueue(): Promise<void> {
    const { link, queue } = await shop.sari.status()
    const why = link.cause === null ? '' : `: ${causes[link.cause]}`
    const line = `${link.state === 'online' ? '●' : '○'} ${link.state}${why}`
    screen.fact(`[ ${line} │ Antrean ${queue.count} · ${rupiah(queue.totalRupiah)} · belum pasti ${queue.inDoubtCount} ]`)
  }

  screen.title('LOKET · satu hari di loket', 'a counter day, practice mode')
  screen.fact(`Pusat latihan : ${central.url}`, 'practice central, own process')
  screen.fact(`Terminal      : ${shop.host.url}`, `browser host, process ${shop.host.pid}`)
  screen.fact(
    `Printer       : ${paper.kind === 'serial' ? 'jalur serial' : 'berkas'}, 58 mm`,
    paper.kind === 'serial' ? 'a real tty' : 'a file',
  )

  screen.step(1, 'Masuk dan buka shift', 'sign in, open the shift')
  await shop.sari.signIn('staff-sari')
  await shop.sari.call('openShift', { startingFloatRupiah })
  screen.fact(`Kasir Sari, modal awal laci ${rupiah(startingFloatRupiah)}`, 'starting float')
  await showQueue()

  screen.step(2, 'Tagihan PLN dua lembar', 'a bill of two sheets, paid online')
  const bill = await takeMoney(plnTwoSheets, 50_000)
  screen.state(`lunas, ref ${(await becomes(bill.id, 'paid')).reference}`, 'paid')
  await showSlips(bill.id)

  screen.step(3, 'Token PLN 20 rb', 'a prepaid token, paid online')
  const token = await takeMoney(token20, 25_000)
  await becomes(token.id, 'paid')
  screen.state(`lunas, token ${(await shop.sari.call('payment', { paymentId: token.id })).token}`, 'paid')
  await showSlips(token.id)

  screen.step(4, 'Cek tagihan dulu, bayar nanti', 'inquired now, paid later')
  const seen = await shop.sari.call('inquire', plnOneSheet)
  screen.fact(`${seen.customerNumber} ${seen.customerName}: ${rupiah(seen.totalRupiah)}; pelanggan mengambil uang`)

  screen.step(5, 'Jawaban hilang di jalan', 'the answer gets lost on the way')
  await central.setFault('resetAfterCommit')
  const doubtful = await takeMoney(token50)
  await becomes(doubtful.id, 'inDoubt')
  screen.state('belum pasti: terkirim, tak ada jawaban', 'in doubt: only asked, never repaid')
  await showQueue()

  screen.step(6, 'Jaringan putus', 'the link goes down; the counter goes on')
  await central.setFault('offline')
  const offlinePulsa = await takeMoney(pulsa20)
  await until(shop.sari.status, ({ link }) => link.state === 'offline', 30_000)
  await showQueue()
  await paper.next(shop.sari, doubtful.id)
  screen.fact('Tanda terima sementara untuk token tadi ikut tercetak', 'provisional slip of step 5')
  await showSlips(offlinePulsa.id)
  const offlineBill = await takeMoney(plnOneSheet)
  screen.fact('Sudah dicek hari ini, jadi boleh dibayar tanpa jaringan', 'a known bill')
  await showSlips(offlineBill.id)

  screen.step(7, 'Tagihan yang sama diketik lagi', 'the same bill keyed again')
  const again = await shop.sari.call('inquire', plnOneSheet)
  const refusal = await shop.sari.fill([again]).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(refusal instanceof SaidNo) || refusal.code !== 'duplicateBill') throw new Error('the same bill was taken twice')
  screen.state('ditolak: tagihan ini sedang dibayar', `refused: ${refusal.code}`)
  await showQueue()

  screen.step(8, 'Terminal dimatikan paksa', 'the terminal is killed for real')
  const { pid } = shop.host
  await shop.killTerminal()
  screen.fact(`kill -9 ${pid}`, 'no goodbye, no cleaning up')
  await shop.startTerminal()
  await shop.sari.signIn('staff-sari')
  await until(shop.sari.status, ({ link }) => link.state !== 'checking')
  screen.fact(`Dinyalakan lagi sebagai proses ${shop.host.pid}, folder data yang sama`, 'same data folder')
  await showQueue()

  screen.step(9, 'Jaringan kembali', 'back on line: asked, then drained in order')
  await central.setFault('none')
  for (const { id, productName } of [doubtful, offlinePulsa, offlineBill]) {
    await becomes(id, 'paid')
    const { story } = await shop.sari.call('payment', { paymentId: id })
    const told = story.filter(({ kind, detail }) => kind === 'attempt' && detail.outcome !== 'noAnswer' && detail.outcome !== 'notReached')
    screen.state(`${productName}: lunas`, told.map(({ detail }) => `${detail.attempt}: ${detail.outcome}`).join(', '))
  }
  await showQueue()
  const { notices } = await shop.sari.call('notices', {})
  const ready = notices.filter(({ kind }) => kind === 'receiptReady').length
  screen.fact(`${ready} struk asli siap menggantikan tanda terima sementara`, 'valid receipts are ready')
  for (const { id } of [doubtful, offlinePulsa, offlineBill]) await shop.sari.call('printReceipt', { paymentId: id })
  await showSlips(doubtful.id)
  await paper.next(shop.sari, offlinePulsa.id)
  await paper.next(shop.sari, offlineBill.id)
  screen.fact('Struk pulsa dan struk PLN menyusul', 'the other two came out too')

  screen.step(10, 'Pembayaran ditolak biller, uang kembali', 'refused, refunded')
  const refused = await takeMoney(plnRefused)
  screen.state(`ditolak: ${(await becomes(refused.id, 'rejected')).reason}`, 'rejected: money is owed back')
  const drawerBefore = (await shop.sari.status()).shift?.drawerRupiah ?? 0
  const joko = await shop.person('staff-joko')
  await joko.call('refundPayment', { paymentId: refused.id })
  const givenRupiah = drawerBefore - ((await shop.sari.status()).shift?.drawerRupiah ?? 0)
  cashInHandRupiah -= givenRupiah
  screen.state(`Pak Joko mengembalikan ${rupiah(givenRupiah)}`, 'the agent gives it back')

  screen.step(11, 'Cetak ulang', 'a repeat is marked CU')
  await shop.sari.call('printReceipt', { paymentId: bill.id, reason: 'struk pertama basah' })
  await showSlips(bill.id, 1)

  screen.step(12, 'Buku akhir', 'the final books')
  await until(shop.sari.status, ({ float }) => float.balanceRupiah !== null)
  const balances = await closeBooks({
    counter: shop.sari,
    host: shop.host,
    central,
    ledgerPath: shop.ledgerPath,
    startingFloatRupiah,
    cashInHandRupiah,
  })
  screen.verdict(balances, balances ? 'Buku seimbang. (The books balance.)' : 'Buku TIDAK seimbang. (The books do not balance.)')
  return balances ? 0 : 1
}
