/** What a person may do, in the product's words. Roles come from the central's signed config. */
export const permissions = [
  'serve',
  'openShift',
  'readPayments',
  'reprint',
  'cancelPayment',
  'voidPayment',
  'refund',
  'advance',
  'collectOwed',
  'writeOff',
  'confirmWriteOff',
  'payDuplicate',
  'overrideLimit',
  'confirmTime',
  'setPrinter',
  'handOver',
  'practiceFaults',
] as const
export type Permission = (typeof permissions)[number]

/** The one permission table. The API checks it for every route; the screen only hides what it would refuse. */
export const rolePermissions: Record<'cashier' | 'agent' | 'supervisor', readonly Permission[]> = {
  cashier: ['serve', 'openShift', 'readPayments', 'reprint', 'collectOwed', 'practiceFaults'],
  agent: [
    'serve',
    'openShift',
    'readPayments',
    'reprint',
    'voidPayment',
    'refund',
    'collectOwed',
    'confirmWriteOff',
    'setPrinter',
    'handOver',
    'practiceFaults',
  ],
  supervisor: [
    'serve',
    'openShift',
    'readPayments',
    'reprint',
    'cancelPayment',
    'voidPayment',
    'refund',
    'advance',
    'collectOwed',
    'writeOff',
    'confirmWriteOff',
    'payDuplicate',
    'overrideLimit',
    'confirmTime',
    'setPrinter',
    'handOver',
    'practiceFaults',
  ],
}

export function mayDo(role: keyof typeof rolePermissions, permission: Permission): boolean {
  return rolePermissions[role].includes(permission)
}
