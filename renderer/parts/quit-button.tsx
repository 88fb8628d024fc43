import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../client.ts'
import { Dialog } from './dialog.tsx'
import { RefusalNote } from './refusal-note.tsx'
import { useTerminal } from './terminal.tsx'

/** Only where the host can be quit from here. Ends Loket at once, unless money is unsynced: then only after a warning that was read. */
export function QuitButton() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const [warning, setWarning] = useState<RefusalError | null>(null)
  const host = useQuery({ queryKey: ['host'], queryFn: () => client.call('host', {}) })
  // The window was closed: the host leaves the question to the page (parts/terminal.tsx).
  const asked = useQuery({ queryKey: ['quitAsked'], queryFn: () => false, enabled: false, initialData: false }).data
  const quit = useMutation({
    mutationFn: (evenThoughUnsynced: boolean) => client.call('hostQuit', { evenThoughUnsynced }),
    onError: (error) => {
      if (error instanceof RefusalError && error.code === 'quitUnsynced') setWarning(error)
    },
  })
  const { mutate } = quit
  useEffect(() => {
    if (!asked) return
    queries.setQueryData(['quitAsked'], false)
    mutate(false)
  }, [asked, mutate, queries])
  if (!host.data?.supports.includes('quit')) return null
  return (
    <>
      <Button variant="default" loading={quit.isPending} onClick={() => quit.mutate(false)}>
        {t('settings.quit')}
      </Button>
      <RefusalNote error={warning ? null : quit.error} />
      {warning && (
        <Dialog title={t('settings.quit')} onClose={() => setWarning(null)}>
          <RefusalNote error={warning} />
          <Button color="red" mt="md" fullWidth loading={quit.isPending} onClick={() => quit.mutate(true)}>
            {t('settings.quitAnyway')}
          </Button>
        </Dialog>
      )}
    </>
  )
}
