/** A terminal in a process of its own that prints to a line whose printer has stopped taking bytes, until it is killed. */
import { openPrintDatabase, startPress } from './press.ts'

const [databasePath = '', address = ''] = process.argv.slice(2)
const database = openPrintDatabase(databasePath)
const { accept } = startPress(database, { address })
process.stdout.write(`${accept('paid')}\n`)
setInterval(() => {}, 1_000)
