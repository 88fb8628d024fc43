import { type Client, RefusalError } from './client.ts'

const storageKey = 'loket-session'

/** The page's session: kept for this tab, so that a reload resumes; only its hash is known to the terminal. */
export function readSession(storage: Storage): string | null {
  return storage.getItem(storageKey)
}

export function forgetSession(storage: Storage): void {
  storage.removeItem(storageKey)
}

/**
 * Exchanges the one-time code of `#open=…` for a session and takes the code out of the address, also when it was refused,
 * so that it is neither bookmarked nor sent twice. Resolves to the refusal, if any; without a code nothing happens.
 */
export async function exchangeOpenCode(given: {
  call: Client['call']
  storage: Storage
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState'>
}): Promise<RefusalError | null> {
  const openCode = /^#open=(.+)$/.exec(given.location.hash)?.[1]
  if (openCode === undefined) return null
  given.history.replaceState(null, '', given.location.pathname + given.location.search)
  try {
    const { session } = await given.call('exchangeOpenCode', { openCode: decodeURIComponent(openCode) })
    given.storage.setItem(storageKey, session)
    return null
  } catch (error) {
    if (error instanceof RefusalError) return error
    throw error
  }
}
