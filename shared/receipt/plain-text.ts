/**
 * Text that every thermal printer can print: ASCII and the letters that stand in all of PC437, PC850 and PC858, so that
 * the preview equals the paper whichever of these pages a printer model has.
 */
const letters = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜáíóúñÑªº¿¬½¼¡«»ß±÷°·²'

const unprintable = new RegExp(`[^\\x20-\\x7e${letters}]`, 'gu')

/** Typographic signs people paste into names and addresses, with the sign a slip has for them. */
const plainForms: Record<string, string> = { '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '…': '...', '•': '·' }

/**
 * Text from a biller, a person or a file made safe for paper. White space becomes a blank; control and invisible characters
 * become nothing, so an injected ESC can't reach a printer; what no code page holds becomes a visible question mark.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\u00a0]/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[‘’“”–—…•]/gu, (sign) => plainForms[sign] ?? '?')
    .replace(unprintable, '?')
    .trim()
}

/** True when `plainText` would change nothing but blanks at the ends: what the encoder insists on. */
export function isPlainText(text: string): boolean {
  return !new RegExp(unprintable, 'u').test(text)
}

/** All characters of `plainText`, for the tests of the code pages. */
export const plainCharacters = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('') + letters
