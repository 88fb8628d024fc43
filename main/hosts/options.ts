import { parseArgs } from 'node:util'

/** What a start may be told, by flag or by environment; flags win. */
export type Options = {
  /** Null: the usual port, or the next free one. */
  port: number | null
  dataDir: string | null
  centralUrl: string | null
  practice: boolean
  /** A printer address such as `tcp:host:9100`; its form is the printing code's business. */
  printer: string | null
  openBrowser: boolean
  /** Where the open queue is kept a second time; null: beside the data. Absent (tests): nowhere. */
  secondCopy?: string | null
  /** Leave the last data folder although money in it is unsynced. */
  leaveUnsynced?: boolean
  /** Where practice sends its customers' mail besides its outbox folder; by environment alone, because it may hold a password. */
  smtpUrl?: string
}

export type OptionsAnswer = { kind: 'options'; options: Options } | { kind: 'help'; text: string } | { kind: 'bad'; sentence: string }

const flags = {
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  central: { type: 'string' },
  practice: { type: 'boolean' },
  printer: { type: 'string' },
  'second-copy': { type: 'string' },
  'leave-unsynced': { type: 'boolean' },
  'no-open': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export const helpText = `Usage: npm start -- [flags]

  --port NUMBER      port on 127.0.0.1 for the browser host            LOKET_PORT
  --data-dir FOLDER  where this terminal keeps its data                LOKET_DATA_DIR
  --central URL      the central biller API                            LOKET_CENTRAL_URL
  --practice         practice mode: nothing reaches a real biller      LOKET_PRACTICE=1
  --printer ADDRESS  serial:/dev/ttyUSB0?baudRate=19200&flow=rtscts,   LOKET_PRINTER
                     serial:COM3?baudRate=9600, tcp:host:9100,
                     queue:NAME, file:path or none
  --second-copy FOLDER  where the open queue is kept a second time,    LOKET_SECOND_COPY
                     encrypted to the outlet: best another disk
  --leave-unsynced   start with another data folder although money     LOKET_LEAVE_UNSYNCED=1
                     in the last one has not reached the central
  --no-open          don't open the system browser                     LOKET_NO_OPEN=1
  --help             this text
`

/** `strangers: 'ignore'` is for the desktop host, whose process is also given Chromium's own switches. */
export function readOptions(
  argv: readonly string[],
  env: Record<string, string | undefined>,
  strangers: 'refuse' | 'ignore' = 'refuse',
): OptionsAnswer {
  const strict = strangers === 'refuse'
  try {
    const { values: given } = parseArgs({ args: [...argv], options: flags, strict, allowPositionals: !strict })
    const values = given as Partial<Record<TextFlag, string | boolean> & Record<SwitchFlag, boolean>>
    if (values.help === true) return { kind: 'help', text: helpText }
    return {
      kind: 'options',
      options: {
        port: readPort(values.port ?? setting(env.LOKET_PORT)),
        dataDir: readText('--data-dir', values['data-dir'] ?? setting(env.LOKET_DATA_DIR)),
        centralUrl: readUrl(values.central ?? setting(env.LOKET_CENTRAL_URL)),
        practice: values.practice ?? readSwitch('LOKET_PRACTICE', env.LOKET_PRACTICE),
        printer: readText('--printer', values.printer ?? setting(env.LOKET_PRINTER)),
        secondCopy: readText('--second-copy', values['second-copy'] ?? setting(env.LOKET_SECOND_COPY)),
        leaveUnsynced: values['leave-unsynced'] ?? readSwitch('LOKET_LEAVE_UNSYNCED', env.LOKET_LEAVE_UNSYNCED),
        ...readSmtpUrl(setting(env.LOKET_SMTP_URL)),
        openBrowser: !(values['no-open'] ?? readSwitch('LOKET_NO_OPEN', env.LOKET_NO_OPEN)),
      },
    }
  } catch (error) {
    if (error instanceof BadOption) return { kind: 'bad', sentence: error.message }
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error
    return { kind: 'bad', sentence: `${(error as Error).message.split('. ')[0]}. See --help.` }
  }
}

type TextFlag = 'port' | 'data-dir' | 'central' | 'printer' | 'second-copy'
type SwitchFlag = 'practice' | 'leave-unsynced' | 'no-open' | 'help'

class BadOption extends Error {}

function readSmtpUrl(value: string | undefined): Pick<Options, 'smtpUrl'> {
  if (value === undefined) return {}
  if (!URL.canParse(value) || !/^smtps?:$/.test(new URL(value).protocol))
    throw new BadOption('LOKET_SMTP_URL takes an address such as smtp://host:25 or smtps://user:password@host.')
  return { smtpUrl: value }
}

/** An empty variable counts as not set, as shells make them. */
function setting(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

function readPort(text: string | boolean | undefined): number | null {
  if (text === undefined) return null
  const port = typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port <= 65_535) return port
  throw new BadOption(`--port must be a number from 0 to 65535, not "${text}".`)
}

function readUrl(text: string | boolean | undefined): string | null {
  if (text === undefined) return null
  if (typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new BadOption(`--central must be an http or https address, not "${text}".`)
}

function readText(flag: string, text: string | boolean | undefined): string | null {
  if (text === undefined) return null
  if (typeof text !== 'string' || text.trim() === '') throw new BadOption(`${flag} needs a value.`)
  return text
}

function readSwitch(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '' || text === '0' || text === 'false') return false
  if (text === '1' || text === 'true') return true
  throw new BadOption(`${name} must be 1 or 0, not "${text}".`)
}
