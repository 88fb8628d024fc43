import type { z } from 'zod'
import {
  type FloatMovementsAnswer,
  floatMovementsAnswerSchema,
  type TopUpAnswer,
  type TopUpRequest,
  type TopUpsAnswer,
  topUpAnswerSchema,
  topUpsAnswerSchema,
} from '../../shared/central-api/float.ts'
import { type HeartbeatAnswer, type HeartbeatRequest, heartbeatAnswerSchema } from '../../shared/central-api/heartbeats.ts'
import { type ReconciliationAnswer, reconciliationAnswerSchema } from '../../shared/central-api/reconciliation.ts'
import { centralPaths } from '../../shared/central-api/routes.ts'
import { importPublicKey } from '../platform/crypto.ts'
import { callLimits, createCaller } from './call.ts'
import { type CentralSettings, questionOutcome } from './client.ts'
import type { QuestionOutcome } from './outcome.ts'

/** What an outlet asks of its central beside payments. Nothing here moves one, and none of it throws for what the network does. */
export type OutletOffice = {
  /** Movements of the outlet's float after a sequence; 0 for all. Of one page. */
  floatMovements(after: number): Promise<QuestionOutcome<FloatMovementsAnswer>>
  /** The same id and amount again is the same request; another amount under it is refused `intentMismatch`. */
  requestTopUp(request: TopUpRequest): Promise<QuestionOutcome<TopUpAnswer>>
  topUps(): Promise<QuestionOutcome<TopUpsAnswer>>
  /** A page of a closed business day ("2026-11-23"), from 1; refused `dayNotClosed` while it is open. */
  reconciliation(date: string, page: number): Promise<QuestionOutcome<ReconciliationAnswer>>
  heartbeat(heartbeat: HeartbeatRequest): Promise<QuestionOutcome<HeartbeatAnswer>>
}

export function createOutletOffice(settings: CentralSettings): OutletOffice {
  const call = createCaller(settings)
  const key = { keyId: settings.centralKeyId, publicKey: importPublicKey(settings.centralPublicKey) }
  const replyTimeoutMs = settings.limits?.inquiryTimeoutMs ?? callLimits.inquiryTimeoutMs
  async function question<Schema extends z.ZodType>(
    asked: Parameters<typeof call>[0],
    schema: Schema,
  ): Promise<QuestionOutcome<z.infer<Schema>>> {
    return questionOutcome(await call({ replyTimeoutMs, ...asked }, () => key), schema)
  }

  return {
    floatMovements(after) {
      const { method, path } = centralPaths.floatMovements
      return question({ method, path: `${path}?after=${after}` }, floatMovementsAnswerSchema)
    },
    requestTopUp: (request) => question({ ...centralPaths.requestTopUp, body: request }, topUpAnswerSchema),
    topUps: () => question(centralPaths.topUps, topUpsAnswerSchema),
    reconciliation(date, page) {
      const { method, path } = centralPaths.reconciliation
      return question({ method, path: `${path.replace(':date', encodeURIComponent(date))}?page=${page}` }, reconciliationAnswerSchema)
    },
    heartbeat: (heartbeat) => question({ ...centralPaths.heartbeat, body: heartbeat }, heartbeatAnswerSchema),
  }
}
