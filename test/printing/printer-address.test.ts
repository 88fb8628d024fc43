import { describe, expect, it } from 'vitest'
import { parsePrinterAddress } from '../../main/printing/ports/printer-address.ts'

describe('the address of a printer', () => {
  it.each([
    ['serial:/dev/ttyUSB0?baudRate=19200&flow=rtscts', { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 19_200, flow: 'rtscts' }],
    ['serial:COM3?baudRate=9600', { kind: 'serial', path: 'COM3', baudRate: 9_600, flow: null }],
    [' serial:/dev/ttyS0 ', { kind: 'serial', path: '/dev/ttyS0', baudRate: 9_600, flow: null }],
    ['tcp:192.168.1.50:9100', { kind: 'tcp', host: '192.168.1.50', port: 9100 }],
    ['tcp:[fe80::1]:9100', { kind: 'tcp', host: 'fe80::1', port: 9100 }],
    ['file:C:\\struk\\keluar.bin', { kind: 'file', path: 'C:\\struk\\keluar.bin' }],
    ['none', { kind: 'none' }],
  ])('%s is understood', (text, address) => {
    expect(parsePrinterAddress(text)).toEqual({ ok: true, address })
  })

  it.each([
    ['', 'empty'],
    ['usb:1', 'kindUnknown'],
    ['/dev/ttyUSB0', 'kindUnknown'],
    ['queue:EPSON', 'queueNotSupported'],
    ['serial:', 'pathMissing'],
    ['file:', 'pathMissing'],
    ['file:a\0b', 'pathMissing'],
    ['serial:COM3?baudRate=12345', 'baudRateInvalid'],
    ['serial:COM3?baudRate=-1', 'baudRateInvalid'],
    ['serial:COM3?flow=maybe', 'flowInvalid'],
    ['serial:COM3?speed=9600', 'optionUnknown'],
    ['tcp:printer', 'portInvalid'],
    ['tcp:printer:0', 'portInvalid'],
    ['tcp:printer:65536', 'portInvalid'],
    ['tcp::9100', 'portInvalid'],
  ])('%j is refused by name', (text, fault) => {
    expect(parsePrinterAddress(text)).toEqual({ ok: false, trouble: 'addressInvalid', fault })
  })
})
