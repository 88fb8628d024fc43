import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Permission } from '../../shared/terminal-api/permissions.ts'
import type { EventTopic } from '../../shared/terminal-api/routes.ts'
import type { Status } from '../../shared/terminal-api/shapes.ts'
import type { Client } from '../client.ts'
import type { PageClock } from '../clock.ts'
import { goTo } from './task.ts'

type Terminal = { client: Client; clock: PageClock }
const TerminalContext = createContext<Terminal | null>(null)

/** What every screen may use: the terminal behind the page. */
export function TerminalProvider({ children, ...terminal }: Terminal & { children: ReactNode }) {
  const [kept] = useState(terminal)
  return <TerminalContext value={kept}>{children}</TerminalContext>
}

export function useTerminal(): Terminal {
  const terminal = useContext(TerminalContext)
  if (!terminal) throw new Error('the terminal is used outside TerminalProvider')
  return terminal
}

/** Which readings an event makes old. The first word of a query key is its reading. */
const readingsOf: Record<EventTopic, readonly string[] | 'all'> = {
  status: ['status', 'notices'],
  payments: ['payments', 'payment', 'basket', 'receipt', 'notices', 'status'],
  printing: ['printJobs', 'payment', 'payments', 'receipt', 'notices', 'status'],
  baskets: ['basket'],
  setup: 'all',
  quit: [],
}

/** Keeps every reading fresh by the terminal's event stream. False while the stream is broken. */
export function useLiveReadings(): boolean {
  const { client } = useTerminal()
  const queries = useQueryClient()
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    const controller = new AbortController()
    void client.readEvents(
      {
        onTopic: (topic) => {
          if (topic === 'quit') askToQuit(queries)
          const readings = readingsOf[topic]
          if (readings === 'all') void queries.invalidateQueries()
          else for (const reading of readings) void queries.invalidateQueries({ queryKey: [reading] })
        },
        onAgain: () => {
          setConnected(true)
          void queries.invalidateQueries()
        },
        onLost: () => setConnected(false),
      },
      controller.signal,
    )
    return () => controller.abort()
  }, [client, queries])
  return connected
}

/** The question waits at the button that answers it. */
function askToQuit(queries: QueryClient): void {
  queries.setQueryData(['quitAsked'], true)
  goTo('settings')
}

export function useStatusReading() {
  const { client } = useTerminal()
  // The stream tells most changes; ages and the clock move without any.
  return useQuery({ queryKey: ['status'], queryFn: () => client.call('status', {}), refetchInterval: 15_000 })
}

const StatusContext = createContext<Status | null>(null)
export const StatusProvider = StatusContext.Provider

/** The status, on screens that exist only when there is one. */
export function useStatus(): Status {
  const status = useContext(StatusContext)
  if (!status) throw new Error('the status is used before it is known')
  return status
}

/** The screen only hides what the terminal would refuse. */
export function useMay(permission: Permission): boolean {
  return useStatus().staff?.permissions.includes(permission) ?? false
}

/** The terminal's wall clock, moved on by this page's own monotonic time between readings. */
export function useNowMs(everyMs = 1_000): number {
  const { clock } = useTerminal()
  const { nowMs } = useStatus()
  const [shown, setShown] = useState(nowMs)
  useEffect(() => {
    const controller = new AbortController()
    const readAtMs = clock.monotonicMs()
    setShown(nowMs)
    void (async () => {
      while (!controller.signal.aborted) {
        await clock.sleep(everyMs, controller.signal)
        if (!controller.signal.aborted) setShown(nowMs + clock.monotonicMs() - readAtMs)
      }
    })()
    return () => controller.abort()
  }, [clock, nowMs, everyMs])
  return shown
}
