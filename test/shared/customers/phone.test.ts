import { describe, expect, test } from 'vitest'
import { maskedPhone, readMobileNumber } from '../../../shared/customers/phone.ts'

describe('a mobile number', () => {
  test.each(['081234567890', '0812-3456-7890', '+62 812-3456-7890', '62 812 3456 7890', '(+62) 0812 3456 7890', '812 3456 7890'])(
    'written %s is one and the same',
    (text) => {
      expect(readMobileNumber(text)).toBe('+6281234567890')
    },
  )

  test.each([
    ['nothing', ''],
    ['a fixed line', '0281 555 0114'],
    ['a free call', '0804 1 500 500'],
    ['too few digits', '08123456'],
    ['too many digits', '08123456789012'],
    ['another country', '+6591234567'],
    ['letters', '0812-DUKUN-01'],
  ])('is not %s', (_, text) => {
    expect(readMobileNumber(text)).toBeNull()
  })

  test('is shown so that its owner knows it and nobody else', () => {
    expect(maskedPhone('+6281234567890')).toBe('+62812*****890')
  })
})
