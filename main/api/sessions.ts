import { mkdirSync, readdirSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../shared/refusals.ts'
import { sessionHeader } from '../../shared/terminal-api/routes.ts'
import type { StaffSummary } from '../../shared/terminal-api/shapes.ts'
import type { Clock } from '../platform/clock.ts'
import { sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'

/** Hash of a session's secret: names it in memory, on disk and in logs without opening anything. */
export type SessionId = string & { readonly sessionId: true }

export const openCodeLifeMs = 10 * 60_000
/** A page that was not used for this long has to be opened anew. */
export const sessionLifeMs = 7 * 24 * 3_600_000

/**
 * Who may use the API. A one-time open code is exchanged for a session; the data folder keeps one empty file per code and
 * session, named by the secret's SHA-256, so that a session outlives a restart and the folder opens nothing to who copies it.
 * Who is signed in lives in memory only: a restart asks for the PIN again.
 */
export type Sessions = {
  exchange(openCode: string): string
  find(secret: string): SessionId | null
  staffOf(session: SessionId): StaffSummary | null
  signIn(session: SessionId, staff: StaffSummary): void
  signOut(session: SessionId): void
}

type SessionArguments = { dataFolder: string; clock: Clock; ids: Ids }

export function openSessions({ dataFolder, clock, ids }: SessionArguments): Sessions {
  const folder = ownFolder(dataFolder, 'sessions')
  const codes = ownFolder(dataFolder, 'open-codes')
  const signedIn = new Map<SessionId, StaffSummary>()
  forgetOld(codes, openCodeLifeMs, clock)
  forgetOld(folder, sessionLifeMs, clock)
  return {
    exchange(openCode) {
      if (!takeCode(join(codes, sha256Hex(openCode)), clock)) throw new Refusal('openCodeInvalid')
      const secret = ids.secret()
      writeMark(join(folder, sha256Hex(secret)), clock)
      return secret
    },
    find(secret) {
      const id = sha256Hex(secret) as SessionId
      const path = join(folder, id)
      const ageMs = markAgeMs(path, clock)
      if (ageMs === null || ageMs > sessionLifeMs) return null
      // Kept alive by use, without a disk write for every request.
      if (ageMs > 3_600_000) utimesSync(path, clock.nowMs() / 1000, clock.nowMs() / 1000)
      return id
    },
    staffOf: (session) => signedIn.get(session) ?? null,
    signIn: (session, staff) => void signedIn.set(session, staff),
    signOut: (session) => void signedIn.delete(session),
  }
}

/** A new way in for one page, good once and for ten minutes; also made by a second start for the terminal that runs already. */
export function makeOpenCode({ dataFolder, clock, ids }: SessionArguments): string {
  const code = ids.secret()
  writeMark(join(ownFolder(dataFolder, 'open-codes'), sha256Hex(code)), clock)
  return code
}

/** The session a request carries in its header, or the refusal. */
export function sessionOf(request: Request, sessions: Sessions): SessionId {
  const secret = request.headers.get(sessionHeader)
  const session = secret === null ? null : sessions.find(secret)
  if (session === null) throw new Refusal('sessionRequired')
  return session
}

/** Removing the file decides who gets the code: of two pages at once, the disk lets exactly one succeed. */
function takeCode(path: string, clock: Clock): boolean {
  const ageMs = markAgeMs(path, clock)
  if (ageMs === null) return false
  try {
    unlinkSync(path)
  } catch {
    return false
  }
  return ageMs <= openCodeLifeMs
}

/** Age by the file's time, or null when there is none. A clock set back makes an age negative; that much is as good as too old. */
function markAgeMs(path: string, clock: Clock): number | null {
  try {
    return Math.abs(clock.nowMs() - statSync(path).mtimeMs)
  } catch {
    return null
  }
}

function writeMark(path: string, clock: Clock): void {
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' })
  utimesSync(path, clock.nowMs() / 1000, clock.nowMs() / 1000)
}

function forgetOld(folder: string, lifeMs: number, clock: Clock): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const ageMs = markAgeMs(path, clock)
    if (ageMs !== null && ageMs > lifeMs) rmSync(path, { force: true })
  }
}

function ownFolder(dataFolder: string, name: string): string {
  const path = join(dataFolder, name)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return path
}
