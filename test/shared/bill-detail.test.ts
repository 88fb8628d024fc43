import { expect, test } from 'vitest'
import { detailText } from '../../shared/bill-detail.ts'

test.each([
  [{ label: 'PREMI', value: '126000', kind: 'money' }, 'Rp 126.000'],
  [{ label: 'MULAI', value: '202607', kind: 'period' }, 'JUL26'],
  [{ label: 'JATUH TEMPO', value: '2026-11-30', kind: 'date' }, '30/11/2026'],
  [{ label: 'STAND', value: '1204-1219', kind: 'meter' }, '1204 - 1219'],
  [{ label: 'KELAS', value: 'XI-2', kind: 'text' }, 'XI-2'],
  [{ label: 'KELAS', value: 'XI-2' }, 'XI-2'],
])('%j reads %s', (line, text) => {
  expect(detailText(line)).toBe(text)
})

test('a kind nobody knows, or a value that is not of its kind, stays as the biller wrote it', () => {
  for (const line of [
    { label: 'A', value: 'x7', kind: 'barcode' },
    { label: 'A', value: '12,5', kind: 'money' },
    { label: 'A', value: '-5', kind: 'money' },
    { label: 'A', value: '9999999999999', kind: 'money' },
    { label: 'A', value: 'besok', kind: 'date' },
    { label: 'A', value: 'AGUSTUS', kind: 'period' },
    { label: 'A', value: '12', kind: 'meter' },
  ])
    expect(detailText(line)).toBe(line.value)
})
