/**
 * Prints lines for whoever started the program. When that terminal window or pipe is gone, nobody reads them any more; money under way goes
 * on all the same, and the log file has what matters.
 */
export function printLine(stream: NodeJS.WritableStream): (line: string) => void {
  stream.on('error', () => {})
  return (line) => void stream.write(`${line}\n`)
}
