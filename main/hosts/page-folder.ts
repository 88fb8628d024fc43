import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Where the built page lies: beside the built main code, or under dist/ when main runs from its sources. */
const places = ['../../page/', '../../dist/page/']

export function findPageFolder(): string | null {
  const folders = places.map((place) => fileURLToPath(new URL(place, import.meta.url)))
  return folders.find((folder) => existsSync(`${folder}index.html`)) ?? null
}
