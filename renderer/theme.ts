import { createTheme, type MantineColorsTuple } from '@mantine/core'

const petrol: MantineColorsTuple = [
  '#e6f3f5',
  '#cde3e7',
  '#9cc8d0',
  '#67abb8',
  '#3f93a3',
  '#258396',
  '#137889',
  '#0e5a66',
  '#0a4a55',
  '#063842',
]

/** Dark enough at the primary shade for white words on it. */
const red: MantineColorsTuple = [
  '#fdecea',
  '#fad5d2',
  '#f2aaa5',
  '#e97d76',
  '#dc554d',
  '#cf3a33',
  '#bd2a26',
  '#a8211f',
  '#8f1a1a',
  '#741314',
]

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol, red },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'DejaVu Sans Mono', 'Cascadia Mono', Consolas, Menlo, monospace",
  defaultRadius: 'md',
  cursorType: 'pointer',
})
