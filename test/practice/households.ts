import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { QuestionOutcome } from '../../main/central/outcome.ts'
import { sealTo } from '../../main/platform/sealed-box.ts'
import type { RegistrationRequest } from '../../shared/central-api/customers.ts'
import type { openOutlet, TestTerminal } from './outlet.ts'

export const nik = '3302155708850001'

/** A registration as a terminal sends it: the number sealed to the outlet's key from the config. */
export async function registrationOf(
  { central }: TestTerminal,
  changes: Partial<RegistrationRequest> & { nik?: string } = {},
): Promise<RegistrationRequest> {
  const config = await central.config()
  if (config.kind !== 'answer') throw new Error(config.kind)
  const { nik: ownNik = nik, ...others } = changes
  return {
    registrationId: v7(),
    name: 'Siti Aminah',
    phone: '+6281234567890',
    email: null,
    sealedNik: sealTo(config.answer.outlet.recoveryPublicKey, new TextEncoder().encode(ownNik)),
    numbers: [],
    registeredAt: '2026-11-23T03:41:00.000Z',
    ...others,
  }
}

export function answerOf<Answer>(outcome: QuestionOutcome<Answer>): Answer {
  if (outcome.kind !== 'answer') throw new Error(`no answer: ${JSON.stringify(outcome)}`)
  return outcome.answer
}

/** What lies in the outbox folder, oldest first. */
export function outboxOf({ folder }: Pick<Awaited<ReturnType<typeof openOutlet>>, 'folder'>): { name: string; content: Buffer }[] {
  const outbox = join(folder, 'outbox')
  return readdirSync(outbox)
    .sort()
    .map((name) => ({ name, content: readFileSync(join(outbox, name)) }))
}

/** The code the phone was sent last. */
export async function codeOnPhone(outlet: Awaited<ReturnType<typeof openOutlet>>): Promise<string> {
  await outlet.server.central.messagesSent()
  const last = outlet.server.central
    .messages()
    .filter(({ kind }) => kind === 'code')
    .at(-1)
  const text = outboxOf(outlet).find(({ name }) => name === `${last?.messageId}.json`)
  const [, code = ''] = /kode Loket Anda (\d{6})\./.exec(String(text?.content)) ?? []
  return code
}
