import { createContext, type ReactNode, useContext, useEffect, useId, useState, useSyncExternalStore } from 'react'
import { type KeyName, keyName } from './key-names.ts'
import { followKey, noBurst, scanKeyGapMs } from './scan-burst.ts'

export type Binding = {
  key: KeyName
  /** What the footer says beside the key; null for keys that explain themselves. */
  caption: string | null
  run(key: KeyName): void
  /** Held down, it runs again and again: moving, never acting. */
  repeats?: boolean
}

type Layer = { id: string; bindings: readonly Binding[]; modal: boolean; onScan: ((text: string) => void) | null }

/** Keys that open something of the browser's own when the page leaves them alone. */
const keptFromBrowser: readonly KeyName[] = ['F1', 'F3', 'F6', 'F7', 'F10', 'Ctrl+K', 'Ctrl+P']

/** All keys of the page in one place: the newest layer first, and nothing below a dialog. */
function createKeyboard() {
  let layers: readonly Layer[] = []
  let live: readonly Binding[] = []
  let burst = noBurst
  let scannedAtMs = Number.NEGATIVE_INFINITY
  const listeners = new Set<() => void>()

  function reachable(): Layer[] {
    const newestFirst = [...layers].reverse()
    const modal = newestFirst.findIndex((layer) => layer.modal)
    return modal === -1 ? newestFirst : newestFirst.slice(0, modal + 1)
  }

  function changed() {
    const seen = new Map<KeyName, Binding>()
    for (const layer of reachable()) for (const binding of layer.bindings) if (!seen.has(binding.key)) seen.set(binding.key, binding)
    const next = [...seen.values()]
    const same = next.length === live.length && next.every((one, at) => one.key === live[at]?.key && one.caption === live[at]?.caption)
    if (same) return
    live = next
    for (const listener of listeners) listener()
  }

  function setLayer(layer: Layer) {
    const at = layers.findIndex(({ id }) => id === layer.id)
    layers = at === -1 ? [...layers, layer] : layers.with(at, layer)
    changed()
  }

  function dropLayer(id: string) {
    layers = layers.filter((layer) => layer.id !== id)
    changed()
  }

  function onKeyDown(event: KeyboardEvent) {
    const name = keyName(event)
    // When the key was struck, not when a busy page got to it: a scanner is known by its speed.
    const atMs = event.timeStamp
    const followed = followKey(burst, event.ctrlKey || event.altKey ? '' : event.key, atMs)
    burst = followed.burst
    const top = reachable()
    const onScan = top.find((layer) => layer.onScan)?.onScan ?? null
    const inDialog = top.at(-1)?.modal ?? false
    if (name === 'Enter' && (onScan || inDialog)) {
      const echo = atMs - scannedAtMs <= scanKeyGapMs
      if (followed.scan !== null) scannedAtMs = atMs
      if (followed.scan !== null || echo) {
        // A scan starts an inquiry where one can be started, and does nothing anywhere else.
        stop(event)
        if (followed.scan !== null && !inDialog) onScan?.(followed.scan)
        return
      }
    }
    if (name === null) return
    const binding = top.flatMap((layer) => layer.bindings).find((one) => one.key === name)
    if (keptFromBrowser.includes(name)) event.preventDefault()
    if (!binding || (isPlain(name) && !takesPlainKeys(event.target))) return
    stop(event)
    if (!event.repeat || binding.repeats) binding.run(name)
  }

  return {
    setLayer,
    dropLayer,
    onKeyDown,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    live: () => live,
  }
}

function stop(event: KeyboardEvent) {
  event.preventDefault()
  event.stopPropagation()
}

/** Enter, arrows and the like belong to whatever has the focus, unless that is the page itself or a field that shares them. */
function isPlain(name: KeyName): boolean {
  return !/^(?:F\d|Alt|Ctrl)/.test(name)
}

function takesPlainKeys(target: EventTarget | null): boolean {
  return !(target instanceof HTMLElement) || target === document.body || target.dataset.sharesKeys !== undefined
}

const KeyboardContext = createContext<ReturnType<typeof createKeyboard> | null>(null)

export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [keyboard] = useState(createKeyboard)
  useEffect(() => {
    window.addEventListener('keydown', keyboard.onKeyDown, true)
    return () => window.removeEventListener('keydown', keyboard.onKeyDown, true)
  }, [keyboard])
  return <KeyboardContext value={keyboard}>{children}</KeyboardContext>
}

function useKeyboard() {
  const keyboard = useContext(KeyboardContext)
  if (!keyboard) throw new Error('keys are used outside KeyboardProvider')
  return keyboard
}

/** Gives keys a meaning while the component is on screen. A modal layer silences everything below it. */
export function useKeys(bindings: readonly Binding[], options: { modal?: boolean; onScan?: (text: string) => void; off?: boolean } = {}) {
  const keyboard = useKeyboard()
  const id = useId()
  const off = options.off ?? false
  useEffect(() => {
    if (off) return keyboard.dropLayer(id)
    keyboard.setLayer({ id, bindings, modal: options.modal ?? false, onScan: options.onScan ?? null })
  })
  useEffect(() => () => keyboard.dropLayer(id), [keyboard, id])
}

/** The keys that work right now, for the footer. */
export function useLiveKeys(): readonly Binding[] {
  const keyboard = useKeyboard()
  return useSyncExternalStore(keyboard.subscribe, keyboard.live)
}
