export const pageUrl = 'app://loket/'
const pageOrigin = 'app://loket'

/** The window may move within its own page only. */
export function isOwnPage(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'app:' && new URL(url).host === 'loket'
}

/**
 * Electron says which origin began a request, where the page can't forge it; a request the browser itself began (the first
 * load) has none. The handler's own door then checks host and Origin as on every host.
 */
export function isOwnRequest(request: Request & { initiatorOrigin?: string }): boolean {
  return request.initiatorOrigin === undefined || request.initiatorOrigin === pageOrigin
}
