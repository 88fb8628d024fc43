import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../../client.ts'
import { StatusProvider, useLiveReadings, useStatusReading, useTerminal } from '../../parts/terminal.tsx'
import { exchangeOpenCode, forgetSession, readSession } from '../../session.ts'
import { FirstStart } from '../first-start/first-start.tsx'
import { Frame } from '../frame/frame.tsx'
import { OpenShift } from '../shift/open-shift.tsx'
import { SignIn } from '../sign-in/sign-in.tsx'
import { GetIn } from './get-in.tsx'
import { Quiet } from './quiet.tsx'

/** The page's door: the code in the address becomes a session, or a page says how to get in. */
export function Door() {
  const { client } = useTerminal()
  const [door, setDoor] = useState<'knocking' | 'open' | 'closed' | 'silent'>('knocking')
  const [refused, setRefused] = useState<RefusalError | null>(null)
  useEffect(() => {
    const knock = () =>
      exchangeOpenCode({ call: client.call, storage: sessionStorage, location, history }).then(
        (refusal) => {
          setRefused(refusal)
          setDoor(readSession(sessionStorage) === null ? 'closed' : 'open')
        },
        () => setDoor('silent'),
      )
    void knock()
    // A new address pasted into an open tab changes the fragment only.
    const knockAgain = () => {
      if (location.hash.startsWith('#open=')) void knock()
    }
    window.addEventListener('hashchange', knockAgain)
    return () => window.removeEventListener('hashchange', knockAgain)
  }, [client])
  if (door === 'knocking') return null
  if (door === 'silent') return <Quiet />
  if (door === 'closed') return <GetIn refused={refused} />
  return <Inside onSessionGone={() => setDoor('closed')} />
}

/** What the terminal's state asks for: set up, sign in, open a shift, or serve. */
function Inside({ onSessionGone }: { onSessionGone: () => void }) {
  const queries = useQueryClient()
  const connected = useLiveReadings()
  const { data: status, error } = useStatusReading()
  const sessionGone = error instanceof RefusalError && error.code === 'sessionRequired'
  useEffect(() => {
    if (!sessionGone) return
    forgetSession(sessionStorage)
    queries.clear()
    onSessionGone()
  }, [sessionGone, onSessionGone, queries])
  const { t } = useTranslation()
  useEffect(() => {
    document.title = status?.outlet ? `Loket · ${status.outlet.name}` : 'Loket'
    document.documentElement.dataset.mode = status?.mode ?? ''
  }, [status])
  if (sessionGone) return null
  if (!status) return error ? <Quiet /> : null
  return (
    <StatusProvider value={status}>
      {!connected && (
        <p role="alert" className="lost">
          {t('app.reconnecting')}
        </p>
      )}
      {screenFor(status)}
    </StatusProvider>
  )
}

function screenFor(status: { mode: string; staff: unknown; shift: { mine: boolean } | null }) {
  if (status.mode === 'new') return <FirstStart />
  if (status.staff === null) return <SignIn />
  if (status.shift === null) return <OpenShift />
  return <Frame />
}
