import { describe, expect, it } from 'vitest'
import { bytesOf, encodeDrawerPulse, encodeSlips } from '../../main/printing/encode.ts'
import { printerModel, printerModelSchema, printerModels } from '../../main/printing/printer-models.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import { plainCharacters } from '../../shared/receipt/plain-text.ts'
import { layoutTestSlip } from '../../shared/receipt/test-slip.ts'
import { decodeEscpos } from '../support/escpos-decoder.ts'
import { paidReceipts, productKeys, provisionalOf, repeated } from '../support/receipts.ts'

describe('what reaches the printer', () => {
  for (const model of printerModels)
    it(`is the preview, line by line, on ${model.name}`, () => {
      const all = productKeys.flatMap((key) => [paidReceipts[key], repeated(paidReceipts[key]), provisionalOf(paidReceipts[key])])
      for (const data of all) {
        const slips = layoutReceipt(data, model.columns)
        const { lines, commands } = decodeEscpos(bytesOf(encodeSlips(slips, model)))
        const feed = Array.from({ length: model.feedLines }, () => ({ text: '', bold: false, double: false }))
        expect(lines).toEqual(slips.flatMap((slip) => [...slip, ...feed]))
        expect(commands.filter((name) => name.startsWith('GS V'))).toHaveLength(model.cutter === 'none' ? 0 : slips.length)
      }
    })

  it('keeps every letter of every code page', () => {
    for (const model of printerModels) {
      const slip = layoutTestSlip({ model: model.name, address: 'none' }, model.columns)
      const printed = decodeEscpos(bytesOf(encodeSlips([slip], model))).lines.map(({ text }) => text)
      for (const letter of plainCharacters.trim()) expect(printed.join('')).toContain(letter)
    }
  })

  it('starts by clearing the line after a slip that stopped half-way', () => {
    const [model] = printerModels
    if (model === undefined) throw new Error('no printer model')
    expect(decodeEscpos(bytesOf(encodeSlips([], model, true))).commands.slice(0, 3)).toEqual(['ESC @', 'CAN', 'ESC @'])
    expect(decodeEscpos(bytesOf(encodeSlips([], model))).commands).not.toContain('CAN')
  })

  it('opens the drawer with both pulse times, so that the next slip keeps its first bytes', () => {
    const model = printerModel('generic-80')
    if (model === null) throw new Error('no printer model')
    expect(encodeDrawerPulse(model).map(({ bytes }) => [...bytes])).toEqual([[0x1b, 0x70, 0, 50, 250]])
    expect(encodeDrawerPulse({ ...model, drawerPin: 5 }).map(({ bytes }) => [...bytes])).toEqual([[0x1b, 0x70, 1, 50, 250]])
    expect(encodeDrawerPulse({ ...model, drawerPin: null })).toEqual([])
  })

  it('stops a line that the layout should never have let through', () => {
    const [model] = printerModels
    if (model === undefined) throw new Error('no printer model')
    const line = (text: string, double = false) => [[{ text, bold: false, double }]]
    expect(() => encodeSlips(line('\x1b@'), model)).toThrow('no code page')
    expect(() => encodeSlips(line('x'.repeat(model.columns + 1)), model)).toThrow('wider')
    expect(() => encodeSlips(line('x'.repeat(model.columns / 2 + 1), true), model)).toThrow('wider')
  })

  it('names the manual behind every command', () => {
    const [model] = printerModels
    if (model === undefined) throw new Error('no printer model')
    for (const command of encodeSlips(layoutReceipt(paidReceipts.pulsa, model.columns), model)) expect(command.manual).toContain('ESC/POS')
  })
})

describe('a printer model', () => {
  it('is found by its id, and a wrong one is not invented', () => {
    expect(printerModels.map(({ id }) => printerModel(id)?.id)).toEqual(printerModels.map(({ id }) => id))
    expect(printerModel('dot-matrix')).toBeNull()
  })

  it('with a column count no layout has is refused when the program starts', () => {
    expect(() => printerModelSchema.parse({ ...printerModels[0], columns: 40 })).toThrow()
  })
})
