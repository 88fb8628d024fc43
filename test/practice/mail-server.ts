import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { onTestFinished } from 'vitest'

type Received = { from: string; to: string[]; bytes: Buffer }

/** A mail server on a free port that keeps what it takes. `refuse` says no to a mail, with the code of its words. */
export async function openMailServer(refuse: () => { responseCode: number; message: string } | null = () => null) {
  const received: Received[] = []
  const onData: SMTPServerOptions['onData'] = (stream, session, done) => {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const refusal = refuse()
      if (refusal !== null) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.responseCode }))
      const { mailFrom, rcptTo } = session.envelope
      received.push({
        from: mailFrom === false ? '' : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        bytes: Buffer.concat(chunks),
      })
      done()
    })
  }
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], onData })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  return { url: `smtp://127.0.0.1:${port}`, received }
}
