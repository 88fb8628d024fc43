/** Reads a `text/event-stream` body and names each event; resolves when the stream ends or breaks. */
export async function readServerSentEvents(body: ReadableStream<Uint8Array>, onEvent: (name: string) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let name = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.startsWith('event:')) name = line.slice('event:'.length).trim()
        if (line !== '') continue
        if (name !== '') onEvent(name)
        name = ''
      }
    }
  } catch {
    // A broken stream ends like a closed one: the caller opens it again and reads everything anew.
  }
}
