import { formatRupiah, formatRupiahDigits } from '../../shared/money.ts'

const width = 80
const colours = process.stdout.isTTY === true
const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)

/** What the demo writes: Indonesian as at the counter, with an English gloss, in 80 columns. */
export const screen = {
  title(text: string, gloss: string): void {
    write('═'.repeat(width))
    write(`${paint(1, ` ${text}`)}  ${paint(2, `(${gloss})`)}`)
    write('═'.repeat(width))
  },

  step(number: number, text: string, gloss: string): void {
    const head = `── ${number} · ${text} (${gloss}) `
    write('')
    write(paint(36, `${head}${'─'.repeat(Math.max(0, width - head.length))}`))
  },

  fact(text: string, gloss = ''): void {
    glossed(text, gloss, (plain) => plain)
  },

  state(text: string, gloss: string): void {
    glossed(`● ${text}`, gloss, (plain) => paint(1, plain))
  },

  /** A slip as it left the printer, between the edges of its paper. */
  slip(lines: readonly string[], columns: number): void {
    write(`      ┌${'─'.repeat(columns + 2)}┐`)
    for (const line of lines) write(`      │ ${line.padEnd(columns)} │`)
    write(`      └${'╌'.repeat(columns + 2)}┘`)
  },

  amounts(rows: readonly { label: string; gloss: string; amountRupiah: number }[], sum: { label: string; gloss: string }): void {
    const row = (label: string, gloss: string, amount: string) => `   ${label.padEnd(24)}${gloss.padEnd(26)}${amount.padStart(16)}`
    for (const { label, gloss, amountRupiah } of rows) write(row(label, gloss, signed(amountRupiah)))
    write(`   ${'─'.repeat(66)}`)
    const total = rows.reduce((soFar, { amountRupiah }) => soFar + amountRupiah, 0)
    write(paint(1, row(sum.label, sum.gloss, signed(total))))
  },

  check(holds: boolean, text: string, gloss: string): void {
    glossed(`${holds ? '✔' : '✘'} ${text}`, gloss, (plain) => paint(holds ? 32 : 31, plain))
  },

  verdict(holds: boolean, text: string): void {
    write('')
    write(paint(holds ? 32 : 31, text))
  },
}

export { formatRupiah as rupiah }

/** The gloss stands behind the text where both fit, else under it. */
function glossed(text: string, gloss: string, style: (plain: string) => string): void {
  const fits = [...text].length + [...gloss].length + 7 <= width
  write(`   ${style(text)}${gloss !== '' && fits ? paint(2, `  (${gloss})`) : ''}`)
  if (gloss !== '' && !fits) write(`     ${paint(2, `(${gloss})`)}`)
}

function signed(amountRupiah: number): string {
  return `${amountRupiah < 0 ? '-' : ''}${formatRupiahDigits(Math.abs(amountRupiah))}`
}

function write(line: string): void {
  process.stdout.write(`${line.trimEnd()}\n`)
}
