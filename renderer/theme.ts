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

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: 7,
  colors: { petrol },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'DejaVu Sans Mono', 'Cascadia Mono', Consolas, Menlo, monospace",
  defaultRadius: 'md',
  cursorType: 'pointer',
})
