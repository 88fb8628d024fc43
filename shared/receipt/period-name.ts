const months = ['JAN', 'FEB', 'MAR', 'APR', 'MEI', 'JUN', 'JUL', 'AGT', 'SEP', 'OKT', 'NOV', 'DES']

/** "202609" as slips write it, "SEP26"; any other word of the biller stays as it is. */
export function periodName(period: string): string {
  const match = /^20(\d\d)(0[1-9]|1[0-2])$/.exec(period)
  return match === null ? period : `${months[Number(match[2]) - 1]}${match[1]}`
}
