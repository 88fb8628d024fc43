/** Members that open something, whatever they hold. Compared without case, dashes and underscores. */
const secretMembers = new Set([
  'pin',
  'pins',
  'session',
  'opencode',
  'secret',
  'privatekey',
  'xloketsession',
  'authorization',
  'token',
  'password',
  'nik',
  'sealednik',
  'phonecode',
])
const depthMax = 8

/** A copy of what is to be logged with every secret replaced; texts lose the code of an opened address. */
export function hideSecrets(facts: Record<string, unknown>): Record<string, unknown> {
  return hideIn(facts, 0) as Record<string, unknown>
}

function hideIn(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return hideSecretsInText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= depthMax) return '[deep]'
  if (value instanceof Error) return hideIn({ ...value, type: value.name, message: value.message, stack: value.stack }, depth + 1)
  if (Array.isArray(value)) return value.map((entry) => hideIn(entry, depth + 1))
  const members = Object.entries(value)
  return Object.fromEntries(members.map(([name, member]) => [name, isSecret(name) ? '[hidden]' : hideIn(member, depth + 1)]))
}

function isSecret(name: string): boolean {
  return secretMembers.has(name.toLowerCase().replace(/[-_]/g, ''))
}

export function hideSecretsInText(text: string): string {
  return text.replace(/(#open=)[\w-]+/g, '$1[hidden]')
}
