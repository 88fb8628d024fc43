import { describe, expect, it } from 'vitest'
import type { Command } from '../../main/printing/command.ts'
import { encodeSlips } from '../../main/printing/encode.ts'
import { type PrinterModel, printerModel } from '../../main/printing/printer-models.ts'
import { layoutBasketSummary } from '../../shared/receipt/basket-summary.ts'
import { layoutReceipt } from '../../shared/receipt/layout-receipt.ts'
import type { ReceiptData } from '../../shared/receipt/receipt-data.ts'
import type { ReceiptLine } from '../../shared/receipt/receipt-lines.ts'
import { layoutTestSlip } from '../../shared/receipt/test-slip.ts'
import { expectGolden } from '../support/golden.ts'
import { advanceReceipt, basketSummary, paidReceipts, productKeys, provisionalOf, repeated } from '../support/receipts.ts'

const models = ['generic-58', 'epson-tm-t82'].map((id) => printerModel(id) as PrinterModel)

describe('slips as a person has looked at them', () => {
  for (const model of models) {
    for (const key of productKeys) {
      const first = paidReceipts[key]
      const variants: Record<string, ReceiptData> = {
        first,
        repeat: repeated(first),
        provisional: provisionalOf(first),
        practice: { ...first, practice: true },
      }
      for (const [variant, data] of Object.entries(variants))
        it(`${key}, ${variant}, on ${model.columns} columns`, () => {
          expectGolden(`${key}-${variant}-${model.columns}.txt`, sideBySide(layoutReceipt(data, model.columns), model))
        })
    }
    it(`basket summary on ${model.columns} columns`, () => {
      expectGolden(`basket-summary-${model.columns}.txt`, sideBySide([layoutBasketSummary(basketSummary, model.columns)], model))
    })
    it(`advance on ${model.columns} columns`, () => {
      expectGolden(`advance-${model.columns}.txt`, sideBySide(layoutReceipt(advanceReceipt, model.columns), model))
    })
    it(`test slip on ${model.columns} columns`, () => {
      expectGolden(
        `test-slip-${model.columns}.txt`,
        sideBySide([layoutTestSlip({ model: model.name, address: 'serial:/dev/ttyUSB0' }, model.columns)], model),
      )
    })
  }
})

/** What is read on the left, what the printer gets on the right: each command by name with its bytes. */
function sideBySide(slips: ReceiptLine[][], model: PrinterModel): string {
  const texts = slips.flat().map(({ text }) => text)
  const rows: string[] = []
  let waiting: Command[] = []
  for (const command of encodeSlips(slips, model)) {
    waiting.push(command)
    if (command.name === 'text') rows.push(row(texts.shift() ?? '', waiting))
    else if (command.name.startsWith('LF')) rows.push(row('', waiting))
    else continue
    waiting = []
  }
  expect(texts).toEqual([])
  expect(waiting).toEqual([])
  return `${rows.join('\n')}\n`

  function row(text: string, commands: Command[]): string {
    return `${text.padEnd(model.columns)} | ${commands.map(({ name, bytes }) => `${name} <${Buffer.from(bytes).toString('hex')}>`).join('  ')}`
  }
}
