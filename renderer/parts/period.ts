const months = ['JAN', 'FEB', 'MAR', 'APR', 'MEI', 'JUN', 'JUL', 'AGT', 'SEP', 'OKT', 'NOV', 'DES']

/** "202608" as "AGT26", how slips and customers name a month; any other word of the biller's stays as it is. */
export function periodName(period: string): string {
  const match = /^(?:19|20)(\d\d)(0[1-9]|1[0-2])$/.exec(period)
  if (!match) return period
  return `${months[Number(match[2]) - 1]}${match[1]}`
}
