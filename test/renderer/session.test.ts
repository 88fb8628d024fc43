import { describe, expect, it } from 'vitest'
import type { Client } from '../../renderer/client.ts'
import { RefusalError } from '../../renderer/client.ts'
import { exchangeOpenCode, readSession } from '../../renderer/session.ts'

function memoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: () => null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  }
}

function pageAt(hash: string, answer: () => Promise<{ session: string }>) {
  const storage = memoryStorage()
  const asked: unknown[] = []
  const addresses: unknown[] = []
  const exchanged = exchangeOpenCode({
    call: ((_name: string, request: unknown) => {
      asked.push(request)
      return answer()
    }) as unknown as Client['call'],
    storage,
    location: { hash, pathname: '/', search: '' },
    history: { replaceState: (_data, _unused, url) => void addresses.push(url) },
  })
  return { storage, asked, addresses, exchanged }
}

describe('getting in', () => {
  it('exchanges the code for a session and takes it out of the address', async () => {
    const page = pageAt('#open=one-time', async () => ({ session: 's1' }))
    expect(await page.exchanged).toBeNull()
    expect(readSession(page.storage)).toBe('s1')
    expect(page.asked).toEqual([{ openCode: 'one-time' }])
    expect(page.addresses).toEqual(['/'])
  })

  it('takes a refused code out of the address too, and says why', async () => {
    const page = pageAt('#open=used', async () => {
      throw new RefusalError('openCodeInvalid', {})
    })
    expect(await page.exchanged).toMatchObject({ code: 'openCodeInvalid' })
    expect(readSession(page.storage)).toBeNull()
    expect(page.addresses).toEqual(['/'])
  })

  it('asks nothing for an address without a code', async () => {
    const page = pageAt('#queue', async () => ({ session: 's1' }))
    expect(await page.exchanged).toBeNull()
    expect(page.asked).toEqual([])
    expect(page.addresses).toEqual([])
  })
})
