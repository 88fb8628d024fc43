/** What kind of machine this is and which host runs on it, for people who look after many. */
export function thisDevice(): { platform: string; host: 'desktop' | 'browser' } {
  return { platform: process.platform, host: process.versions.electron === undefined ? 'browser' : 'desktop' }
}
