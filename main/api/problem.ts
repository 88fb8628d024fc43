import { Refusal, refusals } from '../../shared/refusals.ts'
import { problemBody, problemType } from '../../shared/terminal-api/problem.ts'
import type { Ids } from '../platform/ids.ts'
import type { Log } from '../platform/log.ts'
import { jsonResponse } from './json.ts'

export function problemResponse(refusal: Refusal): Response {
  return jsonResponse(problemBody(refusal), refusals[refusal.code].status, problemType)
}

/** A refusal is an answer; anything else is ours to explain: logged whole under an id, told to the page as that id only. */
export function troubleResponse(error: unknown, { ids, log }: { ids: Ids; log: Log }): Response {
  if (error instanceof Refusal) return problemResponse(error)
  const errorId = ids.next()
  log.error({ err: error, errorId }, 'a request failed')
  return problemResponse(new Refusal(isDiskFull(error) ? 'storageFull' : 'internal', { errorId }))
}

function isDiskFull(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return code === 'SQLITE_FULL' || code === 'ENOSPC'
}
