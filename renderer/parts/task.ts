import { useSyncExternalStore } from 'react'

export const tasks = ['counter', 'queue', 'history', 'settings'] as const
export type Task = (typeof tasks)[number]
export type Place = { task: Task; paymentId: string | null }

/** Where the operator is, in the address: a reload and the browser's Back come to the same place. */
export function usePlace(): Place {
  return readPlace(useSyncExternalStore(subscribe, () => location.hash))
}

export function goTo(task: Task, paymentId?: string): void {
  location.hash = paymentId === undefined ? task : `${task}/${paymentId}`
}

export function readPlace(hash: string): Place {
  const [word, paymentId] = hash.replace(/^#/, '').split('/')
  return { task: tasks.find((task) => task === word) ?? 'counter', paymentId: paymentId || null }
}

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
