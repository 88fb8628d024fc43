import type { RegistrationRequest, RegistrationStatement, rejectionReasons, SavedNumber } from '../../shared/central-api/customers.ts'
import type { CentralRefusalCode } from '../../shared/central-api/refusals.ts'
import { readNik } from '../../shared/customers/nik.ts'
import { dayInZone } from '../../shared/zones.ts'
import type { Clock } from '../platform/clock.ts'
import { type KeyPair, sha256Hex } from '../platform/crypto.ts'
import type { Ids } from '../platform/ids.ts'
import { openSealed } from '../platform/sealed-box.ts'
import type { Database } from '../storage/open.ts'
import type { Messages } from './confirmation/messages.ts'
import type { Facts } from './facts.ts'
import type { Feed } from './feed.ts'
import { createPhoneCodes } from './phone-codes.ts'

type Row = {
  registration_id: string
  terminal_id: string
  content_hash: string
  revision: number
  status: RegistrationStatement['status']
  reason: RegistrationStatement['reason']
  name: string
  phone: string
  email: string | null
  nik_hash: string
  nik_last_four: string
  phone_verified: number
  /** JSON of the saved numbers. */
  numbers: string
  registered_at_ms: number
  changed_at_ms: number
}

export type Registrations = ReturnType<typeof createRegistrations>
type Said = RegistrationStatement | CentralRefusalCode

type RegistrationSettings = {
  database: Database
  facts: Facts
  feed: Feed
  messages: Messages
  clock: Clock
  ids: Ids
  /** Opens what terminals sealed for the central. */
  recoveryKeys: KeyPair
}

/** The people of the outlet's households: who they say they are, whether their phone is theirs, what they pay. Each belongs to one terminal. */
export function createRegistrations(settings: RegistrationSettings) {
  const { database, facts, feed, messages, clock, ids, recoveryKeys } = settings
  const codes = createPhoneCodes({ database, clock, ids })
  const byId = database.prepare<[string], Row>('SELECT * FROM registrations WHERE registration_id = ?')
  const byNik = database.prepare<[string], Row>("SELECT * FROM registrations WHERE nik_hash = ? AND status <> 'rejected'")
  const all = database.prepare<[], Row>('SELECT * FROM registrations ORDER BY registered_at_ms, registration_id')
  const insert = database.prepare(
    `INSERT INTO registrations (registration_id, terminal_id, content_hash, revision, status, name, phone, email, nik_hash, nik_last_four,
       numbers, registered_at_ms, changed_at_ms)
     VALUES (@registrationId, @terminalId, @contentHash, 1, 'pending', @name, @phone, @email, @nikHash, @nikLastFour, @numbers,
       @registeredAtMs, @nowMs)`,
  )
  const update = database.prepare(
    `UPDATE registrations SET revision = revision + 1, status = @status, reason = @reason, phone_verified = @phone_verified, numbers = @numbers,
       changed_at_ms = @nowMs WHERE registration_id = @registration_id`,
  )
  if (facts.read('nikSecret') === null) facts.write('nikSecret', ids.secret())

  const hashOfNik = (nik: string) => sha256Hex(`${facts.read('nikSecret')} ${nik}`)

  function nikIn(sealed: string): string | null {
    const bytes = openSealed(recoveryKeys, sealed)
    const today = dayInZone(clock.nowMs(), 'WIB')
    const reading = bytes === null ? null : readNik(new TextDecoder().decode(bytes), today)
    return reading?.kind === 'fits' ? reading.nik : null
  }

  function statementOf(row: Row): RegistrationStatement {
    const isPhoneVerified = row.phone_verified === 1
    return {
      registrationId: row.registration_id,
      revision: row.revision,
      status: row.status,
      reason: row.reason,
      phoneVerified: isPhoneVerified,
      code: isPhoneVerified ? null : codes.view(row.registration_id, row.phone),
      numbers: JSON.parse(row.numbers) as SavedNumber[],
    }
  }

  function said(registrationId: string): RegistrationStatement {
    return statementOf(byId.get(registrationId) as Row)
  }

  /** To be called in a transaction. What the asker did is in the reply; what others did is in the feed. */
  function change(row: Row, changes: Partial<Pick<Row, 'status' | 'reason' | 'phone_verified' | 'numbers'>>, tell: 'feed' | 'reply') {
    const { registration_id, status, reason, phone_verified, numbers } = { ...row, ...changes }
    update.run({ registration_id, status, reason, phone_verified, numbers, nowMs: clock.nowMs() })
    if (tell === 'feed') feed.tell(row.terminal_id, { kind: 'registration', statement: said(registration_id) })
  }

  function sendCode(row: Pick<Row, 'registration_id' | 'phone'>): 'codeTooSoon' | null {
    const made = codes.make(row.registration_id, row.phone)
    if (made === 'codeTooSoon') return made
    messages.write({ kind: 'code', channel: 'sms', address: row.phone, confirmationId: null, facts: { code: made.code } })
    return null
  }

  function owned(registrationId: string, terminalId: string): Row | null {
    const row = byId.get(registrationId)
    return row === undefined || row.terminal_id !== terminalId ? null : row
  }

  /** By people at the central; false where there was nothing to do. */
  function judge(registrationId: string, changes: Pick<Row, 'status' | 'reason'>): boolean {
    return database
      .transaction((): boolean => {
        const row = byId.get(registrationId)
        // Nobody is verified whose phone may be another's, and a final word stays.
        if (row === undefined || row.status === 'rejected' || (changes.status === 'verified' && row.phone_verified === 0)) return false
        if (row.status === changes.status) return false
        change(row, changes, 'feed')
        return true
      })
      .immediate()
  }

  return {
    register(request: RegistrationRequest, terminalId: string): Said {
      const nik = nikIn(request.sealedNik)
      if (nik === null) return 'identityMalformed'
      const { registrationId, name, phone, email, numbers, registeredAt } = request
      // Without the sealed text: a terminal that sealed the same number again means the same registration.
      const contentHash = sha256Hex(JSON.stringify([terminalId, name, phone, email, hashOfNik(nik), numbers, registeredAt]))
      return database
        .transaction((): Said => {
          const known = byId.get(registrationId)
          if (known !== undefined) return known.content_hash === contentHash ? statementOf(known) : 'registrationMismatch'
          const earlier = byNik.get(hashOfNik(nik))
          if (earlier?.phone_verified === 1) return 'customerKnown'
          if (earlier !== undefined) change(earlier, { status: 'rejected', reason: 'replaced' }, 'feed')
          const times = { registeredAtMs: Date.parse(registeredAt), nowMs: clock.nowMs() }
          const texts = { name, phone, email, nikHash: hashOfNik(nik), nikLastFour: nik.slice(-4), numbers: JSON.stringify(numbers) }
          insert.run({ registrationId, terminalId, contentHash, ...texts, ...times })
          // Too many codes for this phone lately: it is registered all the same, and gets its code later.
          sendCode({ registration_id: registrationId, phone })
          return said(registrationId)
        })
        .immediate()
    },

    find(registrationId: string, terminalId: string): Said {
      const row = owned(registrationId, terminalId)
      return row === null ? 'registrationUnknown' : statementOf(row)
    },

    sendCode(registrationId: string, terminalId: string): Said {
      return database
        .transaction((): Said => {
          const row = owned(registrationId, terminalId)
          if (row === null) return 'registrationUnknown'
          if (row.phone_verified === 1 || row.status === 'rejected') return statementOf(row)
          const refused = sendCode(row)
          if (refused !== null) return refused
          change(row, {}, 'reply')
          return said(registrationId)
        })
        .immediate()
    },

    checkCode(registrationId: string, code: string, terminalId: string): Said {
      return database
        .transaction((): Said => {
          const row = owned(registrationId, terminalId)
          if (row === null) return 'registrationUnknown'
          // Said again because the reply was lost; or nothing is left to prove.
          if (row.phone_verified === 1 || row.status === 'rejected') return statementOf(row)
          const refused = codes.check(registrationId, code)
          if (refused === 'codeExpired') return refused
          change(row, refused === null ? { phone_verified: 1 } : {}, refused === null ? 'reply' : 'feed')
          return refused ?? said(registrationId)
        })
        .immediate()
    },

    saveNumbers(registrationId: string, numbers: readonly SavedNumber[], terminalId: string): Said {
      return database
        .transaction((): Said => {
          const row = owned(registrationId, terminalId)
          if (row === null) return 'registrationUnknown'
          const text = JSON.stringify(numbers)
          if (row.numbers !== text) change(row, { numbers: text }, 'reply')
          return said(registrationId)
        })
        .immediate()
    },

    verify: (registrationId: string) => judge(registrationId, { status: 'verified', reason: null }),
    reject: (registrationId: string, reason: (typeof rejectionReasons)[number]) => judge(registrationId, { status: 'rejected', reason }),

    /** For the operator's eyes: nobody's whole number. */
    list: () =>
      all.all().map((row) => ({
        ...statementOf(row),
        terminalId: row.terminal_id,
        name: row.name,
        phone: row.phone,
        email: row.email,
        nikLastFour: row.nik_last_four,
      })),
  }
}
