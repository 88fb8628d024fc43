import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Refusal, refusalCodes, refusals } from '../../shared/refusals.ts'
import { problemBody, readProblem } from '../../shared/terminal-api/problem.ts'

describe('the list of refusals', () => {
  test('goes from the door inwards: who, shift, bill, basket and money, one payment, ours', () => {
    const landmarks = [
      'hostNotAllowed',
      'notSetUp',
      'shiftRequired',
      'productUnknown',
      'basketUnknown',
      'paymentUnknown',
      'storageFull',
      'internal',
    ] as const
    const places = landmarks.map((code) => refusalCodes.indexOf(code))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(refusalCodes.at(0)).toBe(landmarks.at(0))
    expect(refusalCodes.at(-1)).toBe(landmarks.at(-1))
  })

  test.each(refusalCodes)('%s is given somewhere, and never promised in vain', (code) => {
    expect(sources.some((source) => source.includes(`'${code}'`))).toBe(true)
  })

  test.each(refusalCodes)('%s travels as a problem and is read back as itself, with its facts beside it', (code) => {
    const refusal = new Refusal(code, { shortRupiah: 5_000, firstPaymentId: null })
    const body = problemBody(refusal)
    expect(body).toMatchObject({ code, status: refusals[code].status, type: `urn:loket:refusal:${code}`, shortRupiah: 5_000 })
    expect(readProblem(JSON.parse(JSON.stringify(body)))).toEqual({ code, retry: refusals[code].retry, detail: refusal.detail })
  })

  test('has only statuses that say no', () => {
    expect(refusalCodes.filter((code) => refusals[code].status < 400 || refusals[code].status > 599)).toEqual([])
  })

  test('lets no fact pretend to be the code', () => {
    expect(problemBody(new Refusal('billNotFound', { code: 'paid', status: 200 }))).toMatchObject({ code: 'billNotFound', status: 404 })
  })
})

const main = join(import.meta.dirname, '..', '..', 'main')
const sources = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('practice'))
  .map((path) => readFileSync(join(main, path), 'utf8'))
