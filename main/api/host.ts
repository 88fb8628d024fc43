import { Refusal } from '../../shared/refusals.ts'
import type { Api } from './handler.ts'
import { mount } from './mount.ts'

/** What only the program around the handler can do. A host leaves out what it can't; the page asks first and hides the rest. */
export type Host = {
  kind: 'browser' | 'desktop' | 'bare'
  /** Ends the program once the answer is out. */
  quit?(): void
  setKiosk?(on: boolean): void
  openCustomerDisplay?(): void
  saveFile?(name: string, bytes: Uint8Array): Promise<void>
  installUpdate?(): Promise<void>
  /** Binds a secret to this machine and user (Electron's safeStorage). */
  wrapSecret?: { wrap(plain: string): Uint8Array; unwrap(wrapped: Uint8Array): string }
}

const abilities = ['quit', 'setKiosk', 'openCustomerDisplay', 'saveFile', 'installUpdate'] as const

export function mountHostRoutes(api: Api): void {
  const { host } = api
  mount(api, 'host', () => ({ kind: host.kind, supports: abilities.filter((ability) => host[ability] !== undefined) }))
  mount(api, 'hostQuit', ({ request }) => {
    if (host.quit === undefined) throw new Refusal('hostCannot', { ability: 'quit' })
    const unsynced = api.unsynced?.() ?? null
    if (unsynced !== null && !request.evenThoughUnsynced) throw new Refusal('quitUnsynced', unsynced)
    host.quit()
    return {}
  })
  mount(api, 'hostKiosk', ({ request }) => {
    if (host.setKiosk === undefined) throw new Refusal('hostCannot', { ability: 'setKiosk' })
    host.setKiosk(request.on)
    return {}
  })
}
