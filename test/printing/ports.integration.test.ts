import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../main/platform/clock.ts'
import { bytesOf, encodeSlips } from '../../main/printing/encode.ts'
import { portAt } from '../../main/printing/ports/port-at.ts'
import { printSlip } from '../../main/printing/print-slip.ts'
import { type PrinterModel, printerModel } from '../../main/printing/printer-models.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { decodeEscpos } from '../support/escpos-decoder.ts'
import { testFolder } from '../support/folder.ts'
import { paidReceipts, textOf } from '../support/receipts.ts'
import { openSerialPair, type SerialPair, serialTools } from '../support/serial-pair.ts'

const model = printerModel('generic-58') as PrinterModel
const epson = printerModel('epson-tm-t82') as PrinterModel
const slips = layoutReceipt(paidReceipts['pln-postpaid'], 32)
const bytes = bytesOf(encodeSlips(slips, model))

async function pair(tool = serialTools()[0]): Promise<SerialPair> {
  const line = await openSerialPair(tool)
  onTestFinished(() => line.unplug())
  return line
}

async function tcpPrinter(onSocket: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer(onSocket)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `tcp:127.0.0.1:${address.port}`
}

const open = (address: string, writeTimeoutMs = 1_000) => portAt(address, { clock: systemClock, writeTimeoutMs, connectTimeoutMs: 500 })

describe('a serial printer', () => {
  for (const tool of serialTools())
    it(`gets exactly the bytes of the preview (line by ${tool})`, async () => {
      const line = await pair(tool)
      const port = open(`serial:${line.path}?baudRate=115200`)
      expect(await printSlip(port, bytes, model, () => {})).toEqual({ kind: 'assumed' })
      const arrived = await line.arrived(bytes.length)
      expect(arrived.equals(bytes)).toBe(true)
      expect(
        decodeEscpos(arrived)
          .lines.map(({ text }) => text)
          .join('\n'),
      ).toContain(textOf(slips[0] ?? []))
    })

  it('gets a slip no faster than its line carries it when nothing else holds it back', async () => {
    const line = await pair()
    const port = open(`serial:${line.path}?baudRate=19200`)
    await port.open()
    const startedMs = systemClock.monotonicMs()
    expect(await port.write(bytes)).toEqual({ ok: true })
    const lineMs = (bytes.length * 10_000) / 19_200
    expect(systemClock.monotonicMs() - startedMs).toBeGreaterThan(lineMs * 0.95)
    await port.close()
  })

  it('opens with every flow control, also on a line that has no modem signals', async () => {
    for (const flow of ['none', 'rtscts', 'dsrdtr', 'xonxoff']) {
      const line = await pair()
      const port = open(`serial:${line.path}?baudRate=115200&flow=${flow}`)
      expect(await printSlip(port, bytes, model, () => {}), flow).toEqual({ kind: 'assumed' })
      expect((await line.arrived(bytes.length)).equals(bytes), flow).toBe(true)
    }
  })

  it('that stops taking bytes is stuck within the deadline, not for ever', async () => {
    const line = await pair()
    const port = open(`serial:${line.path}?baudRate=115200&flow=rtscts`, 400)
    await port.open()
    line.pause()
    expect(await port.write(Buffer.alloc(400_000, 0x41))).toMatchObject({ ok: false, trouble: 'portStuck' })
    await port.close()
    line.resume()
  })

  it('unplugged in the middle of a slip has vanished, said once', async () => {
    const line = await pair()
    const port = open(`serial:${line.path}?baudRate=9600`)
    await port.open()
    const writing = port.write(bytes)
    await line.arrived(256)
    await line.unplug()
    expect(await writing).toMatchObject({ ok: false, trouble: 'portVanished' })
    expect(await port.write(bytes)).toMatchObject({ ok: false, trouble: 'portVanished' })
    await port.close()
    await port.close()
  })

  it('that is not there, taken, or no serial line at all is named', async () => {
    expect(await open(`serial:${join(testFolder(), 'ttyUSB9')}`).open()).toMatchObject({ ok: false, trouble: 'portMissing' })
    expect(await open('serial:/dev/null').open()).toMatchObject({ ok: false, trouble: 'portUnusable' })
    const line = await pair()
    const first = open(`serial:${line.path}`)
    expect(await first.open()).toEqual({ ok: true })
    expect(await open(`serial:${line.path}`).open()).toMatchObject({ ok: false, trouble: 'portBusy' })
    await first.close()
    expect(await open(`serial:${line.path}`).open()).toEqual({ ok: true })
  })
})

describe('a printer that answers', () => {
  const slip = bytesOf(encodeSlips(layoutReceipt(paidReceipts.pulsa, 48), epson))
  const dleEot = (piece: Buffer) => (piece[0] === 0x10 && piece[1] === 0x04 ? piece[2] : undefined)

  async function printOn(answer: (line: SerialPair, piece: Buffer) => void) {
    const line = await pair()
    line.onData((piece) => answer(line, piece))
    let begun = false
    const outcome = await printSlip(open(`serial:${line.path}?baudRate=115200`), slip, epson, () => {
      begun = true
    })
    return { outcome, begun, received: line.received() }
  }

  it('proves the slip by a status that it sends only after working it off', async () => {
    const { outcome, received } = await printOn((line, piece) => {
      if (dleEot(piece) !== undefined) line.reply(Uint8Array.of(0x12))
      if (piece.subarray(-3).equals(Buffer.of(0x1d, 0x72, 1))) line.reply(Uint8Array.of(0))
    })
    expect(outcome).toEqual({ kind: 'proven' })
    expect(received.includes(Buffer.from(slip))).toBe(true)
  })

  it('without paper gets not one byte of the slip', async () => {
    const { outcome, begun, received } = await printOn((line, piece) => {
      if (dleEot(piece) === 4) line.reply(Uint8Array.of(0x72))
    })
    expect(outcome).toMatchObject({ kind: 'notStarted', trouble: 'paperOut' })
    expect(begun).toBe(false)
    expect([...received]).toEqual([0x10, 0x04, 4])
  })

  it('with its cover open says so', async () => {
    const { outcome } = await printOn((line, piece) => {
      const question = dleEot(piece)
      if (question !== undefined) line.reply(Uint8Array.of({ 1: 0x1a, 2: 0x16, 4: 0x12 }[question] ?? 0))
    })
    expect(outcome).toMatchObject({ kind: 'notStarted', trouble: 'coverOpen' })
  })

  it('and runs out of paper half-way fails the slip', async () => {
    let paper = 0x12
    const { outcome, begun } = await printOn((line, piece) => {
      const question = dleEot(piece)
      if (question === undefined) paper = 0x72
      else line.reply(Uint8Array.of(question === 4 ? paper : 0x12))
    })
    expect(begun).toBe(true)
    expect(outcome).toMatchObject({ kind: 'failed', trouble: 'paperOut' })
  })

  it('and falls silent after the slip leaves it assumed, not proved', async () => {
    const { outcome, begun } = await printOn((line, piece) => {
      if (dleEot(piece) !== undefined && !line.received().includes('STRUK')) line.reply(Uint8Array.of(0x12))
    })
    expect(begun).toBe(true)
    expect(outcome).toEqual({ kind: 'assumed' })
  })

  it('but stays silent leaves the slip assumed, not proved', async () => {
    const { outcome } = await printOn(() => {})
    expect(outcome).toEqual({ kind: 'assumed' })
  })
})

describe('a network printer', () => {
  it('gets exactly the bytes, the last ones too', async () => {
    const pieces: Buffer[] = []
    let ended: () => void = () => {}
    const end = new Promise<void>((resolve) => {
      ended = resolve
    })
    const address = await tcpPrinter((socket) => socket.on('data', (piece) => pieces.push(piece)).on('end', () => ended()))
    expect(await printSlip(open(address), bytes, model, () => {})).toEqual({ kind: 'assumed' })
    await end
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
  })

  it('proves a slip like a serial one', async () => {
    const address = await tcpPrinter((socket) =>
      socket.on('data', (piece: Buffer) => {
        if (piece[0] === 0x10) socket.write(Uint8Array.of(0x12))
        else if (piece.subarray(-3).equals(Buffer.of(0x1d, 0x72, 1))) socket.write(Uint8Array.of(0))
      }),
    )
    expect(await printSlip(open(address), bytes, epson, () => {})).toEqual({ kind: 'proven' })
  })

  it('that refuses, or hangs up half-way, or takes nothing is named', async () => {
    const address = await tcpPrinter((socket) => socket.resume().once('data', () => socket.resetAndDestroy()))
    const port = open(address)
    await port.open()
    await port.write(bytes)
    await systemClock.sleep(100)
    expect(await port.write(bytes)).toMatchObject({ ok: false, trouble: 'portVanished' })
    await port.close()

    const deaf = open(await tcpPrinter((socket) => socket.pause()), 400)
    await deaf.open()
    expect(await deaf.write(Buffer.alloc(32_000_000))).toMatchObject({ ok: false, trouble: 'portStuck' })
    await deaf.close()

    expect(await open('tcp:127.0.0.1:1').open()).toMatchObject({ ok: false, trouble: 'tcpRefused' })
  })

  it('that nobody answers for times out', async () => {
    // A stopped process whose few places for callers are taken: the system lets further ones wait without a word.
    const listen =
      "require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })"
    const asleep = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] })
    const port = Number(String((await once(asleep.stdout, 'data'))[0]))
    asleep.kill('SIGSTOP')
    const callers = Array.from({ length: 6 }, () => connect(port, '127.0.0.1').on('error', () => {}))
    onTestFinished(() => {
      for (const caller of callers) caller.destroy()
      asleep.kill('SIGKILL')
    })
    await systemClock.sleep(100)
    expect(await open(`tcp:127.0.0.1:${port}`).open()).toMatchObject({ ok: false, trouble: 'tcpTimeout' })
  })
})

describe('a file', () => {
  it('collects slip after slip', async () => {
    const path = join(testFolder(), 'slips.bin')
    for (let count = 0; count < 2; count += 1)
      expect(await printSlip(open(`file:${path}`), bytes, model, () => {})).toEqual({ kind: 'assumed' })
    expect(readFileSync(path).equals(Buffer.concat([bytes, bytes]))).toBe(true)
  })

  it('that can not be written is named before anything is lost', async () => {
    expect(await printSlip(open(`file:${testFolder()}`), bytes, model, () => {})).toMatchObject({
      kind: 'notStarted',
      trouble: 'fileNotWritable',
    })
    expect(await printSlip(open(`file:${testFolder()}/no/such/folder`), bytes, model, () => {})).toMatchObject({
      trouble: 'fileNotWritable',
    })
  })
})

describe('an address that is wrong', () => {
  it('is a port that does not open, not a crash', async () => {
    for (const address of ['', 'queue:EPSON', 'usb:0', 'tcp:x'])
      expect(await open(address).open()).toMatchObject({ ok: false, trouble: 'addressInvalid' })
    expect(await open('none').open()).toMatchObject({ ok: false, trouble: 'portMissing' })
  })
})
