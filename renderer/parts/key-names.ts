/** The keys Loket gives a meaning to. Every F-key has an Alt+digit twin, for keyboards and browsers that keep F-keys. */
export type KeyName =
  | 'F1'
  | 'F2'
  | 'F3'
  | 'F4'
  | 'F6'
  | 'F7'
  | 'F8'
  | 'F9'
  | 'F10'
  | 'Alt+Q'
  | 'Alt+W'
  | 'Alt+E'
  | 'Ctrl+K'
  | 'Ctrl+P'
  | 'Enter'
  | 'Escape'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'Delete'

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>

const plain: readonly string[] = [
  'F1', 'F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10',
  'Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Delete',
] satisfies KeyName[] // biome-ignore format: a list of keys reads better in rows

const altLetters: Record<string, KeyName> = { KeyQ: 'Alt+Q', KeyW: 'Alt+W', KeyE: 'Alt+E' }
const ctrlLetters: Record<string, KeyName> = { KeyK: 'Ctrl+K', KeyP: 'Ctrl+P' }

/** Which of our keys was pressed; null for everything that types. `code` is used with Alt, because Alt changes `key` on some layouts. */
export function keyName(press: KeyPress): KeyName | null {
  if (press.metaKey || press.shiftKey) return null
  if (press.ctrlKey) return press.altKey ? null : (ctrlLetters[press.code] ?? null)
  if (press.altKey) return altTwin(press.code)
  return plain.includes(press.key) ? (press.key as KeyName) : null
}

function altTwin(code: string): KeyName | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1]
  if (digit === undefined) return altLetters[code] ?? null
  const twin = digit === '0' ? 'F10' : `F${digit}`
  return plain.includes(twin) ? (twin as KeyName) : null
}

/** The twin's caption for the sheet of all keys. */
export function twinOf(key: KeyName): string | null {
  const digits = /^F(\d+)$/.exec(key)?.[1]
  return digits === undefined ? null : `Alt+${digits === '10' ? '0' : digits}`
}
