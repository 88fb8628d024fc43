import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../../shared/refusals.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../storage/open.ts'
import type { Confirmations } from './confirmations.ts'
import { mailOf } from './mail.ts'
import type { Message, Messages } from './messages.ts'
import { phoneMessage } from './phone-messages.ts'
import type { MailWay } from './smtp.ts'

const firstRetryMs = 5_000
const longestRetryMs = 15 * 60_000
/** With these pauses about a day. */
const attemptsMax = 100

export type Outbox = ReturnType<typeof createOutbox>

/**
 * Writes out what waits, one message at a time: mail as .eml, texts for phones as .json, each named by its message. With a way to a mail
 * server, mail counts as sent when that has taken it. What fails is tried again for about a day.
 */
export function createOutbox(settings: {
  database: Database
  messages: Messages
  confirmations: Pick<Confirmations, 'messageEnded'>
  clock: Clock
  /** Null where nothing is written to a disk. */
  folder: string | null
  mailWay: MailWay | null
  onMistake: (error: Error) => void
}) {
  const { database, messages, clock, folder, mailWay } = settings
  const closing = new AbortController()
  let running: Promise<void> | null = null
  let alarmClock = new AbortController()
  let isRung = false

  if (messages.nextAtMs() !== null) kick()
  return {
    kick,
    /** Resolves when nothing is left that may go now. For tests and the demo. */
    async settled(): Promise<void> {
      while (!closing.signal.aborted && running !== null && messages.nextAtMs() !== null && (messages.nextAtMs() ?? 0) <= clock.nowMs())
        await clock.sleep(2, closing.signal)
    },
    close(): void {
      closing.abort()
      alarmClock.abort()
      mailWay?.close()
    },
  }

  /** Something may be there to send. To be called inside or after the transaction that wrote it. */
  function kick(): void {
    isRung = true
    alarmClock.abort()
    running ??= run()
      .catch((error: unknown) => settings.onMistake(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        running = null
      })
  }

  async function run(): Promise<void> {
    // Transactions are synchronous: whichever one rang is over when its caller is.
    await Promise.resolve()
    while (!closing.signal.aborted) {
      isRung = false
      const message = messages.due()
      if (message !== null) {
        await deliver(message)
        continue
      }
      const nextAtMs = messages.nextAtMs()
      if (nextAtMs === null) return
      alarmClock = new AbortController()
      if (!isRung) await clock.sleep(Math.max(1, nextAtMs - clock.nowMs()), alarmClock.signal)
    }
  }

  async function deliver(message: Message): Promise<void> {
    const outcome = await send(message).catch((error: unknown) => {
      // A proof that makes no honest slip will not make one tomorrow.
      if (error instanceof Refusal) return { trouble: `${error.code} ${JSON.stringify(error.detail)}`, forGood: true }
      return { trouble: error instanceof Error ? error.message : String(error), forGood: false }
    })
    if (closing.signal.aborted) return
    const { attempts, messageId } = message
    if (outcome !== 'sent' && !outcome.forGood && attempts + 1 < attemptsMax) {
      messages.postpone(messageId, outcome.trouble, clock.nowMs() + Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts, 20)))
      return
    }
    database
      .transaction(() => {
        messages.end(messageId, outcome === 'sent' ? 'sent' : 'failed', outcome === 'sent' ? null : outcome.trouble)
        if (message.confirmationId !== null) settings.confirmations.messageEnded(message.confirmationId)
      })
      .immediate()
  }

  async function send(message: Message): ReturnType<MailWay['send']> {
    if (message.channel !== 'email') {
      put(`${message.messageId}.json`, JSON.stringify(phoneMessage(message, message.channel), null, 2))
      return 'sent'
    }
    if (message.kind === 'code') throw new Error('codes go to phones')
    const mail = await mailOf(message, clock.nowMs())
    if (closing.signal.aborted) return { trouble: 'closing', forGood: false }
    put(`${message.messageId}.eml`, mail.bytes)
    return mailWay === null ? 'sent' : mailWay.send(mail)
  }

  /** Whole or not at all: whoever watches the folder never reads half a mail. */
  function put(name: string, content: string | Uint8Array): void {
    if (folder === null) return
    mkdirSync(folder, { recursive: true })
    const path = join(folder, name)
    writeFileSync(`${path}.part`, content)
    renameSync(`${path}.part`, path)
  }
}
