import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/** `npm run central`: the practice central in a process of its own. */
const nodeMajorMin = 22
if (Number(process.versions.node.split('.')[0]) < nodeMajorMin) {
  // Before anything native is loaded: under an older Node that ends without a word.
  process.stderr.write(`The practice central needs Node ${nodeMajorMin} or newer, this is ${process.version}.\n`)
  process.exit(1)
}

const { values: flags } = parseArgs({ options: { port: { type: 'string' }, 'data-dir': { type: 'string' } } })
const port = Number(flags.port ?? process.env.LOKET_CENTRAL_PORT ?? 4780)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  process.stderr.write('--port is a number from 0 to 65535.\n')
  process.exit(1)
}
const folder = flags['data-dir'] ?? process.env.LOKET_CENTRAL_DATA_DIR ?? defaultFolder()

const [{ startPracticeCentral }, { systemClock }, { systemIds }] = await Promise.all([
  import('./server.ts'),
  import('../platform/clock.ts'),
  import('../platform/ids.ts'),
])
try {
  const controlPort = port === 0 ? 0 : port + 1
  const server = await startPracticeCentral({
    port,
    controlPort,
    folder,
    clock: systemClock,
    ids: systemIds,
    smtpUrl: process.env.LOKET_SMTP_URL ?? null,
  })
  const code = server.central.unusedActivationCodes()[0] ?? '(none left)'
  process.stdout.write(`Practice central: ${server.url} · activation code ${code} · switches and books: ${server.controlUrl}/practice\n`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close())
} catch (error) {
  process.stderr.write(`The practice central could not start: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

function defaultFolder(): string {
  const base = process.env.XDG_DATA_HOME ?? process.env.LOCALAPPDATA ?? join(homedir(), '.local', 'share')
  return join(base, 'loket-practice-central')
}
