import type { Mail } from './mail.ts'

export type MailWay = {
  send(mail: Mail): Promise<'sent' | { trouble: string; forGood: boolean }>
  close(): void
}

const patienceMs = 20_000

/** To the mail server at "smtp://user:password@host:port" or "smtps://…", byte for byte what lies in the outbox. */
export function openSmtp(url: string): MailWay {
  // A wrong address is said at the start, not with the first mail.
  const address = withPatience(url)
  const opening = import('nodemailer').then(({ createTransport }) =>
    createTransport(address, { disableFileAccess: true, disableUrlAccess: true }),
  )
  return {
    async send({ from, to, bytes }) {
      const transport = await opening
      try {
        await transport.sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(bytes) })
        return 'sent'
      } catch (error) {
        return { trouble: wordsOf(error), forGood: isFinal(error) }
      }
    },
    close: () => void opening.then((transport) => transport.close()),
  }
}

/** A server that takes the connection and says nothing must not hold up the outbox. */
function withPatience(url: string): string {
  const address = new URL(url)
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(patienceMs))
  return address.href
}

/** A 5xx is the server's final word about this mail (RFC 5321); anything else may be better later. */
function isFinal(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
  return code >= 500 && code < 600
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 400)
}
