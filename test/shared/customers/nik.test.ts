import { assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskedNik, type NikPart, readNik } from '../../../shared/customers/nik.ts'

const today = '2026-11-24'
const man = '3302151708850001'

describe('an identity number', () => {
  test('is read with or without blanks, dots and dashes', () => {
    const reading = { kind: 'fits', nik: man, birthDate: '1985-08-17', sex: 'male' }
    for (const text of [man, '3302 1517 0885 0001', '330215.170885.0001', ' 330215-170885-0001 '])
      expect(readNik(text, today)).toEqual(reading)
  })

  test('says a woman by her day plus forty', () => {
    expect(readNik('3302155708850001', today)).toMatchObject({ kind: 'fits', birthDate: '1985-08-17', sex: 'female' })
    expect(readNik('3302157101990001', today)).toMatchObject({ kind: 'fits', birthDate: '1999-01-31', sex: 'female' })
  })

  test('means the younger of two birth dates, but none that is still to come', () => {
    expect(readNik('3302152411260001', today)).toMatchObject({ birthDate: '2026-11-24' })
    expect(readNik('3302152511260001', today)).toMatchObject({ birthDate: '1926-11-25' })
    // 2000 was a leap year and 1900 was not, so this one can only be the younger.
    expect(readNik('3302152902000001', today)).toMatchObject({ birthDate: '2000-02-29' })
  })

  test.each<[string, NikPart, string]>([
    ['fifteen digits', 'digits', '330215170885001'],
    ['a letter', 'digits', '33021517O8850001'],
    ['digits of another script', 'digits', '٣٣٠٢١٥١٧٠٨٨٥٠٠٠١'],
    ['a province nobody has', 'province', '2002151708850001'],
    ['no regency', 'regency', '3300151708850001'],
    ['no district', 'district', '3302001708850001'],
    ['day 0', 'birthDay', '3302150008850001'],
    ['day 32', 'birthDay', '3302153208850001'],
    ["a woman's day 0", 'birthDay', '3302154008850001'],
    ["a woman's day 32", 'birthDay', '3302157208850001'],
    ['month 0', 'birthMonth', '3302151700850001'],
    ['month 13', 'birthMonth', '3302151713850001'],
    ['31 April', 'birthDate', '3302153104850001'],
    ['29 February of a year without one', 'birthDate', '3302152902850001'],
    ['a serial number of nought', 'serial', '3302151708850000'],
  ])('with %s is wrong in its %s', (_, part, text) => {
    expect(readNik(text, today)).toEqual({ kind: 'wrong', part })
  })

  test('fits for every day of every year and either sex, and says that day again', () => {
    const days = integer({ min: Date.UTC(1927, 0, 1) / 86_400_000, max: Date.parse(today) / 86_400_000 })
    assert(
      property(days, constantFrom('male', 'female'), integer({ min: 1, max: 9_999 }), (day, sex, serial) => {
        const birthDate = new Date(day * 86_400_000).toISOString().slice(0, 10)
        const [year = '', month = '', dayOfMonth = ''] = birthDate.split('-')
        const coded = String(Number(dayOfMonth) + (sex === 'female' ? 40 : 0)).padStart(2, '0')
        const nik = `317404${coded}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`
        expect(readNik(nik, today)).toEqual({ kind: 'fits', nik, birthDate, sex })
      }),
    )
  })

  test('is shown with its last four digits only', () => {
    expect(maskedNik(man.slice(-4))).toBe('************0001')
  })
})
