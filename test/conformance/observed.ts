import { paymentAnswerSchema } from '../../shared/central-api/payments.ts'
import { centralProblemSchema } from '../../shared/central-api/problem.ts'
import { type CentralRefusalCode, centralRefusals } from '../../shared/central-api/refusals.ts'
import { inShort } from './verdict.ts'
import type { Seen } from './wire-client.ts'

/** What the central refuses before it knows who asks; such a reply need not be signed. */
const atTheDoor: readonly string[] = [
  'requestTooLarge',
  'signatureMissing',
  'signatureInvalid',
  'clockSkew',
  'replayed',
  'unknownResource',
  'rateLimited',
  'internal',
]

export type Observed = ReturnType<typeof createObserved>

/** Promises about every reply there is, whatever it answers: looked at all the way through and judged at the end. */
export function createObserved() {
  const counts = { replies: 0, signed: 0, refusals: 0, statements: 0, amounts: 0 }
  const complaints = {
    unbound: [] as string[],
    problems: [] as string[],
    revisions: [] as string[],
    money: [] as string[],
    errors: [] as string[],
  }
  const newest = new Map<string, { revision: number; content: string; number: number }>()

  function look(seen: Seen): void {
    counts.replies += 1
    const where = `${seen.request.method} ${seen.request.path.split('?')[0]}`
    lookAtSignature(seen, where)
    if (seen.status >= 500 && codeOf(seen) !== 'billerUnavailable') complaints.errors.push(`${where} was answered ${seen.status}`)
    if (seen.status < 200 || seen.status > 299) lookAtProblem(seen, where)
    lookAtMoney(seen, where)
    for (const statement of statementsIn(seen.json)) lookAtRevision(statement, seen, where)
  }

  function lookAtSignature({ request, bound, ...seen }: Seen, where: string): void {
    const isExcused = request.headers.signature === undefined || atTheDoor.includes(codeOf(seen) ?? '') || request.path === '/v1/enrolments'
    if (isExcused) return
    counts.signed += 1
    if (!bound.ok) complaints.unbound.push(`the reply ${seen.status} to ${where}: ${bound.why}`)
  }

  function lookAtProblem(seen: Seen, where: string): void {
    counts.refusals += 1
    const wrong = wrongInProblem(seen)
    if (wrong !== null) complaints.problems.push(`${where} answered ${seen.status}: ${wrong}`)
  }

  /** Looked for in the text, because a parser takes 100.0 for a whole number. */
  function lookAtMoney(seen: Seen, where: string): void {
    for (const [, name, amount = ''] of seen.text.matchAll(/"(\w*Rupiah)"\s*:\s*([^,}\]\s]+)/g)) {
      counts.amounts += 1
      const isWhole = amount === 'null' || (/^-?\d+$/.test(amount) && Number.isSafeInteger(Number(amount)))
      if (!isWhole) complaints.money.push(`${name} is ${inShort(amount)} in the reply to ${where}`)
    }
  }

  function lookAtRevision(statement: Statement, seen: Seen, where: string): void {
    counts.statements += 1
    const { serverTime: _, idsKeptForDays: __, ledgerEpoch, askAfterMs: ___, ...said } = statement
    const key = `${String(ledgerEpoch ?? (seen.json as { ledgerEpoch?: unknown }).ledgerEpoch)} ${statement.paymentId}`
    const content = canonical(said)
    const before = newest.get(key)
    if (before !== undefined && before.number < seen.request.number) {
      if (statement.revision < before.revision)
        complaints.revisions.push(`${where} went back from revision ${before.revision} to ${statement.revision}`)
      if (statement.revision === before.revision && content !== before.content)
        complaints.revisions.push(`${where} says something else under revision ${statement.revision}: ${inShort(content)}`)
    }
    if (before === undefined || statement.revision >= before.revision)
      newest.set(key, { revision: statement.revision, content, number: seen.number })
  }

  return { look, counts, complaints }
}

type Statement = { paymentId: string; revision: number; status: string; [member: string]: unknown }

/** Statements about what is stored. A refusal of this one request carries no revision of its own and is none. */
function statementsIn(json: unknown): Statement[] {
  const { items = [] } = (json ?? {}) as { items?: unknown[] }
  const all = Array.isArray(items) ? [json, ...items] : [json]
  return all.filter((each): each is Statement => {
    const { status, paymentId, revision } = (each ?? {}) as Partial<Statement>
    return ['paid', 'pending', 'voided'].includes(String(status)) && typeof paymentId === 'string' && typeof revision === 'number'
  })
}

export function codeOf({ json }: Pick<Seen, 'json'>): string | null {
  const code = (json as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : null
}

function wrongInProblem(seen: Seen): string | null {
  if (seen.contentType !== 'application/problem+json') return `content type ${seen.contentType || 'missing'}`
  const statement = paymentAnswerSchema.safeParse(seen.json)
  const problem = centralProblemSchema.safeParse(seen.json)
  if (!problem.success && !(statement.success && statement.data.status === 'refused')) return `no problem details: ${inShort(seen.text)}`
  const said = seen.json as { code: CentralRefusalCode; status: unknown; retry: string; created: boolean }
  const agreed = centralRefusals[said.code]
  if (agreed.status !== seen.status) return `${said.code} has the status ${agreed.status}`
  if (problem.success && said.status !== seen.status) return `its member "status" says ${inShort(said.status)}`
  if (agreed.retry !== said.retry || agreed.created !== said.created)
    return `${said.code} is retry ${agreed.retry}, created ${agreed.created}, not ${said.retry}, ${said.created}`
  return null
}

/** The same members in another order say the same. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${name}:${canonical(member)}`)
    .join(',')}}`
}
