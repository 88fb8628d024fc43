import { expect, test } from 'vitest'
import { seeded } from './chance.ts'
import { createContent } from './content.ts'

const filled = (byte: number, bytes: number) => Buffer.alloc(bytes, byte)

test('what was synced stands whatever is lost after it', () => {
  const content = createContent()
  content.write(0, filled(1, 8_192))
  content.sync()
  content.write(0, filled(2, 4_096))
  expect(content.found('onlySynced').equals(filled(1, 8_192))).toBe(true)
  expect(content.found('everything').equals(Buffer.concat([filled(2, 4_096), filled(1, 4_096)]))).toBe(true)
})

test('pages of one write are lost one by one, and the later of two writes may be there without the earlier', () => {
  const content = createContent()
  content.write(0, filled(1, 4_096))
  content.write(4_096, filled(2, 4_096))
  const random = seeded(1)
  const seen = new Set<string>()
  for (let round = 0; round < 200; round += 1) {
    const found = Buffer.concat([content.found({ random, keptShare: 0.5, tornShare: 0 }), Buffer.alloc(8_192)])
    seen.add(`${found[0]}${found[4_096]}`)
  }
  expect([...seen].sort()).toEqual(['00', '02', '10', '12'])
})

test('a torn page mixes old and new by sectors of 512 bytes, never within one', () => {
  const content = createContent()
  content.write(0, filled(1, 4_096))
  content.sync()
  content.write(0, filled(2, 4_096))
  const random = seeded(2)
  const mixed = new Set<number>()
  for (let round = 0; round < 50; round += 1) {
    const found = content.found({ random, keptShare: 0.5, tornShare: 1 })
    const sectors = Array.from({ length: 8 }, (_, index) => new Set(found.subarray(index * 512, (index + 1) * 512)))
    expect(sectors.every((bytes) => bytes.size === 1)).toBe(true)
    mixed.add(new Set(sectors.flatMap((bytes) => [...bytes])).size)
  }
  expect(mixed).toContain(2)
})

test('a truncation that was not synced may not have happened', () => {
  const content = createContent()
  content.write(0, filled(1, 4_096))
  content.sync()
  content.truncate(0)
  const random = seeded(3)
  const lengths = new Set(Array.from({ length: 50 }, () => content.found({ random, keptShare: 0, tornShare: 0 }).length))
  expect([...lengths].sort()).toEqual([0, 4_096])
})
