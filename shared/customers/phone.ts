/** A mobile number as it travels: country code, then 9 to 12 digits that begin with a mobile prefix. */
export const mobileNumber = /^\+628[1235789]\d{7,10}$/

/**
 * An Indonesian mobile number in one form ("+6281234567890") from what people write: 0812-3456-7890, 62 812…, +62 (812)…. Null for anything else:
 * a fixed line gets no code and no message.
 */
export function readMobileNumber(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '')
  const national = /^(?:\+?62|0)0?(8\d+)$/.exec(digits)?.[1] ?? (/^8\d+$/.test(digits) ? digits : null)
  const number = national === null ? '' : `+62${national}`
  return mobileNumber.test(number) ? number : null
}

/** All but its beginning and its last three digits hidden: enough for the person at the counter to know it again. */
export function maskedPhone(number: string): string {
  return `${number.slice(0, 6)}${'*'.repeat(Math.max(0, number.length - 9))}${number.slice(-3)}`
}
