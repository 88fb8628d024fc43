import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** One small wrong change of one file. `id` stays the same while the code around it does, so that a verdict can be kept beside it. */
export type Mutant = { id: string; file: string; line: number; what: string; start: number; end: number; text: string }

type Node = { type: string; start: number; end: number; [member: string]: unknown }

const swaps: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '+',
  '&&': '||',
  '||': '&&',
}

/** Every mutant of a file: operators swapped, branches forced, statements removed, signs dropped, states left out of a query's list. */
export function mutantsOf(root: string, file: string): Mutant[] {
  const source = readFileSync(join(root, file), 'utf8')
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file} can not be parsed: ${errors[0]?.message}`)
  const found: Mutant[] = []
  const seen = new Map<string, number>()

  function add(node: { start: number; end: number }, what: string, text: string): void {
    const before = source.slice(node.start, node.end)
    const name = `${file} · ${what} · ${oneLine(before)}`
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    const line = source.slice(0, node.start).split('\n').length
    found.push({ id: count === 1 ? name : `${name} · ${count}`, file, line, what, start: node.start, end: node.end, text })
  }

  function visit(node: Node, parent: Node | null): void {
    // Types say nothing at run time.
    if (node.type.startsWith('TS') && node.type !== 'TSAsExpression' && node.type !== 'TSNonNullExpression') return
    if (node.type === 'ImportDeclaration') return
    if (node.type === 'BinaryExpression' || node.type === 'LogicalExpression') swapOperator(node)
    if (node.type === 'IfStatement') {
      const test = node.test as Node
      add(test, 'always', 'true')
      add(test, 'never', 'false')
    }
    if (node.type === 'ConditionalExpression') {
      const test = node.test as Node
      add(test, 'other branch', `!(${source.slice(test.start, test.end)})`)
    }
    if (node.type === 'UnaryExpression' && (node.operator === '!' || node.operator === '-')) {
      const argument = node.argument as Node
      add(node, `without ${node.operator}`, source.slice(argument.start, argument.end))
    }
    if (node.type === 'ExpressionStatement' && parent !== null) add(node, 'removed', ';')
    if ((node.type === 'Literal' && typeof node.value === 'string') || node.type === 'TemplateElement') leaveOutStates(node)
    for (const child of childrenOf(node)) visit(child, node)
  }

  function swapOperator(node: Node): void {
    const to = swaps[node.operator as string]
    const [left, right] = [node.left as Node, node.right as Node]
    if (to === undefined) return
    // Joining texts is no sum.
    if (node.operator === '+' && [left, right].some((side) => side.type === 'TemplateLiteral' || typeof side.value === 'string')) return
    const between = source.slice(left.end, right.start)
    add(
      node,
      `${node.operator} for ${to}`,
      source.slice(node.start, left.end) + between.replace(node.operator as string, to) + source.slice(right.start, node.end),
    )
  }

  /** In SQL: `IN ('queued', 'sending')` with one of them missing. */
  function leaveOutStates(node: Node): void {
    const text = source.slice(node.start, node.end)
    for (const list of text.matchAll(/\b(?:NOT )?IN \(('\w+'(?:, '\w+')+)\)/g)) {
      const words = (list[1] ?? '').split(', ')
      const [word = ''] = words
      const without = words.slice(1).join(', ')
      const at = node.start + (list.index ?? 0) + list[0].indexOf(list[1] ?? '')
      add({ start: at, end: at + (list[1] ?? '').length }, `without ${word}`, without)
    }
  }

  visit(program as unknown as Node, null)
  return found
}

/** The same choice for the same seed; a mutant that comes or goes with an edit leaves the others chosen as they were. */
export function choose(mutants: readonly Mutant[], count: number, seed: string): Mutant[] {
  const rank = new Map(mutants.map(({ id }) => [id, createHash('sha256').update(`${seed} ${id}`).digest('hex')]))
  const chosen = new Set([...rank.keys()].sort((a, b) => ((rank.get(a) ?? '') < (rank.get(b) ?? '') ? -1 : 1)).slice(0, count))
  return mutants.filter(({ id }) => chosen.has(id))
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((member) => (Array.isArray(member) ? member.filter(isNode) : isNode(member) ? [member] : []))
}

function isNode(member: unknown): member is Node {
  return typeof member === 'object' && member !== null && typeof (member as Node).type === 'string'
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, ' ')
  return flat.length > 90 ? `${flat.slice(0, 60)} … ${flat.slice(-25)}` : flat
}
