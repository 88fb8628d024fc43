import { importPrivateKey } from '../../main/platform/crypto.ts'
import { signRequest } from '../../main/wire/request.ts'
import { signedComponents } from '../../shared/central-api/routes.ts'

/** The Ed25519 test key that RFC 9421 publishes (appendix B.1.4), so that anybody can repeat the example. */
const publishedKey = {
  publicKey: 'JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=',
  privateKey: 'n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=',
}

/** A request signed by the very code that signs a terminal's. */
export async function signingExample(): Promise<string> {
  const text = JSON.stringify({ productCode: 'PLN', customerNumber: '530000000002' })
  const url = 'https://central.example/v1/inquiries'
  const request = { method: 'POST', url, body: new TextEncoder().encode(text) }
  const privateKey = importPrivateKey(publishedKey)
  const createdMs = Date.parse('2026-11-23T03:42:00Z')
  const headers = await signRequest(request, { keyId: 'terminal-1', privateKey }, { createdMs, nonce: 'example-nonce-0001' })
  const names = ['content-type', 'content-digest', 'signature-input', 'signature']
  return [
    `Public key (base64): \`${publishedKey.publicKey}\` — the test key of RFC 9421, appendix B.1.4.`,
    '',
    '```http',
    'POST /v1/inquiries HTTP/1.1',
    'Host: central.example',
    ...names.map((name) => `${name}: ${headers[name]}`),
    '',
    text,
    '```',
    '',
    'Covered, in this order:',
    '',
    ...Object.entries(signedComponents).map(
      ([name, components]) => `- ${name}: ${components.map((component) => `\`${component}\``).join(' ')}`,
    ),
  ].join('\n')
}
