/** One buffer with its length: many small chunks are slow on Electron's protocol glue, and both hosts answer alike. */
export function jsonResponse(value: unknown, status = 200, type = 'application/json'): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return new Response(bytes, {
    status,
    headers: { 'content-type': type, 'content-length': String(bytes.byteLength), 'cache-control': 'no-store' },
  })
}
