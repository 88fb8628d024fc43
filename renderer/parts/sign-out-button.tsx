import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalError } from '../client.ts'
import { Dialog } from './dialog.tsx'
import { RefusalNote } from './refusal-note.tsx'
import { useTerminal } from './terminal.tsx'

/** Leaves at once, unless money is unsynced: then only after a warning that was read. */
export function SignOutButton({ label }: { label: string }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const [warning, setWarning] = useState<RefusalError | null>(null)
  const signOut = useMutation({
    mutationFn: (evenThoughUnsynced: boolean) => client.call('signOut', { evenThoughUnsynced }),
    onSuccess: async () => {
      // First the status, so that nothing is asked any more that needs a person.
      await queries.invalidateQueries({ queryKey: ['status'] })
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'status' })
    },
    onError: (error) => {
      if (error instanceof RefusalError && error.code === 'signOutUnsynced') setWarning(error)
    },
  })
  return (
    <>
      <Button variant="subtle" loading={signOut.isPending} onClick={() => signOut.mutate(false)}>
        {label}
      </Button>
      <RefusalNote error={warning ? null : signOut.error} />
      {warning && (
        <Dialog title={t('shift.signOut')} onClose={() => setWarning(null)}>
          <RefusalNote error={warning} />
          <Button color="red" mt="md" fullWidth loading={signOut.isPending} onClick={() => signOut.mutate(true)}>
            {t('shift.signOutAnyway')}
          </Button>
        </Dialog>
      )}
    </>
  )
}
