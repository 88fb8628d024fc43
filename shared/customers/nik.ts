/**
 * The 16 digits of an Indonesian identity number, as PP 37/2007 article 37 lays them out: province, regency and district of the first
 * registration (2 digits each), day, month and year of birth (a woman's day plus 40), and a serial number from 0001. Nothing in it is a check
 * digit, so a number that fits may still belong to nobody: only the central can say that somebody has it.
 */
export type NikPart = 'digits' | 'province' | 'regency' | 'district' | 'birthDay' | 'birthMonth' | 'birthDate' | 'serial'

export type NikReading = { kind: 'fits'; nik: string; birthDate: string; sex: 'female' | 'male' } | { kind: 'wrong'; part: NikPart }

/** Blanks, dots and dashes are how people write it. `today` is an ISO date: nobody is born after it. The first part that is wrong is named. */
export function readNik(text: string, today: string): NikReading {
  const nik = text.replace(/[\s.-]/g, '')
  if (!/^\d{16}$/.test(nik)) return { kind: 'wrong', part: 'digits' }
  const [province = '', regency = '', district = '', codedDay = '', month = '', year = ''] = nik.match(/../g) ?? []
  if (!provinces.has(province)) return { kind: 'wrong', part: 'province' }
  // Regencies and districts split and merge, but a number once given stays: only what was never given is wrong.
  if (regency === '00') return { kind: 'wrong', part: 'regency' }
  if (district === '00') return { kind: 'wrong', part: 'district' }
  const isFemale = Number(codedDay) > womansDayShift
  const day = String(Number(codedDay) - (isFemale ? womansDayShift : 0)).padStart(2, '0')
  if (Number(day) < 1 || Number(day) > 31) return { kind: 'wrong', part: 'birthDay' }
  if (Number(month) < 1 || Number(month) > 12) return { kind: 'wrong', part: 'birthMonth' }
  // The year has two digits: of the two dates it may mean the younger one that has come.
  const birthDate = [`20${year}-${month}-${day}`, `19${year}-${month}-${day}`].find((date) => exists(date) && date <= today)
  if (birthDate === undefined) return { kind: 'wrong', part: 'birthDate' }
  if (nik.endsWith('0000')) return { kind: 'wrong', part: 'serial' }
  return { kind: 'fits', nik, birthDate, sex: isFemale ? 'female' : 'male' }
}

/** What may stand on a screen and lie on a terminal's disk. */
export function maskedNik(lastFour: string): string {
  return `************${lastFour}`
}

const womansDayShift = 40

/** Codes of the 38 provinces (Kepmendagri 300.2.2-2138/2025): Sumatra, Java, Bali and Nusa Tenggara, Kalimantan, Sulawesi, Maluku, Papua. */
const provinces: ReadonlySet<string> = new Set([
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19', '21'],
  ...['31', '32', '33', '34', '35', '36'],
  ...['51', '52', '53'],
  ...['61', '62', '63', '64', '65'],
  ...['71', '72', '73', '74', '75', '76'],
  ...['81', '82'],
  ...['91', '92', '93', '94', '95', '96'],
])

function exists(date: string): boolean {
  const atMs = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date)
}
