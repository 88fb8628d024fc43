/**
 * Hosts carry the handler to a person: as HTTP on this machine's own address (browser) or inside a window (desktop). A host
 * checks the caller, translates and hands over; it never knows what a request means.
 */

import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'

export const usualPort = 4700
const portsTried = 20

export type BrowserHost = {
  url: string
  /** Takes no more callers; resolves when the last connection is gone. */
  close(): Promise<void>
  /** Ends what is still connected. */
  drop(): void
}

/** Serves on 127.0.0.1 only. Without a wished port: the usual one, so that an open page finds us again, else the next free one. */
export async function startBrowserHost(given: { fetch(request: Request): Promise<Response>; port: number | null }): Promise<BrowserHost> {
  // The handler makes its own Responses: the library's look-alikes would replace the globals of the whole process.
  const server = createAdaptorServer({ fetch: given.fetch, hostname: '127.0.0.1', overrideGlobalObjects: false })
  const ports = given.port === null ? Array.from({ length: portsTried }, (_, index) => usualPort + index) : [given.port]
  await listenOnFirstFree(server, ports)
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => close(server), drop: () => dropAll(server) }
}

export class PortTaken extends Error {}

async function listenOnFirstFree(server: ServerType, ports: readonly number[]): Promise<void> {
  for (const port of ports) if (await listens(server, port)) return
  const tried = ports.length === 1 ? `Port ${ports[0]} is` : `The ports ${ports[0]} to ${ports.at(-1)} are`
  throw new PortTaken(`${tried} in use by another program; choose another one with --port.`)
}

function listens(server: ServerType, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', onError)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError)
      resolve(true)
    })
    function onError(error: NodeJS.ErrnoException): void {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false)
      else reject(error)
    }
  })
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

function dropAll(server: ServerType): void {
  if ('closeAllConnections' in server) server.closeAllConnections()
}
