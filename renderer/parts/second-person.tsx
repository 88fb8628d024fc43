import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useStatus, useTerminal } from './terminal.tsx'

export type Second = { secondStaffId: string; secondPin: string }

/** What two people must agree to: anybody but who is signed in, with their own PIN. Whether they may is the terminal's word. */
export function SecondPerson({ second, onChange }: { second: Second; onChange: (second: Second) => void }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { staff: signedIn } = useStatus()
  const people = useQuery({ queryKey: ['staff'], queryFn: () => client.call('staff', {}) }).data?.staff ?? []
  const others = people.filter(({ id }) => id !== signedIn?.id).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <NativeSelect
        mt="sm"
        label={t('action.secondPerson')}
        data={[{ value: '', label: '' }, ...others]}
        value={second.secondStaffId}
        onChange={(event) => onChange({ ...second, secondStaffId: event.currentTarget.value })}
      />
      <TextInput
        type="password"
        mt="sm"
        label={t('action.secondPin')}
        inputMode="numeric"
        autoComplete="off"
        value={second.secondPin}
        onChange={(event) => onChange({ ...second, secondPin: event.currentTarget.value })}
      />
    </>
  )
}
