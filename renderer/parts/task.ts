import { useSyncExternalStore } from 'react'

export const tasks = ['counter', 'queue', 'history', 'settings'] as const
export type Task = (typeof tasks)[number]
export type Place = { task: Task; paymentId: string | null }

/** Where the operator is, in the address: a reload and the browser's Back come to the same place. */
export function usePlace(): Place {
  return readPlace(useSyncExternalStore(subscribe, () => location.hash))
}

const listeners = new Set<() => void>()

/**
 * The address changes at once, but the browser tells of it only after the keys that are already waiting. So those who
 * draw the place are told right here: the counter's field stands, with the focus, before the next key is dealt out.
 */
export function goTo(task: Task, paymentId?: string): void {
  location.hash = paymentId === undefined ? task : `${task}/${paymentId}`
  for (const listener of listeners) listener()
}

export function readPlace(hash: string): Place {
  const [word, paymentId] = hash.replace(/^#/, '').split('/')
  return { task: tasks.find((task) => task === word) ?? 'counter', paymentId: paymentId || null }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('hashchange', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('hashchange', listener)
  }
}
