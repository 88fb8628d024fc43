import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah, parseRupiah } from '../../../shared/money.ts'
import { RefusalError } from '../../client.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { tell } from '../../parts/messages.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import { groupCash } from '../counter/cash-suggestions.ts'

/** Ends one's own shift by a count; what should be there is told after it, and unsynced money warns first. */
export function CloseShift() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { shift } = useStatus()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const countedRupiah = parseRupiah(text)
  const close = useMutation({
    mutationFn: (evenThoughUnsynced: boolean) => client.call('closeShift', { countedRupiah: countedRupiah ?? 0, evenThoughUnsynced }),
    onSuccess: ({ number, expectedRupiah, overRupiah }) => {
      setOpen(false)
      setText('')
      tell(t('closeShift.done', { number, expected: formatRupiah(expectedRupiah), over: formatRupiah(overRupiah) }))
    },
    onSettled: () => queries.invalidateQueries(),
  })
  const unsynced = close.error instanceof RefusalError && close.error.code === 'shiftCloseUnsynced'
  if (!shift?.mine) return null
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('closeShift.action')}
      </Button>
      {open && (
        <Dialog title={t('closeShift.action')} onClose={() => setOpen(false)} onSubmit={() => close.mutate(false)}>
          <p style={{ marginTop: 0 }}>{t('closeShift.meaning')}</p>
          <TextInput
            data-autofocus
            inputMode="numeric"
            label={t('closeShift.counted')}
            value={text}
            maxLength={20}
            onChange={(event) => setText(groupCash(event.currentTarget.value))}
          />
          <RefusalNote error={close.error} />
          <Button
            // Enter in the field asks again; leaving unsynced money behind takes the red button itself.
            type={unsynced ? 'button' : 'submit'}
            mt="md"
            fullWidth
            color={unsynced ? 'red' : 'petrol'}
            disabled={countedRupiah === null}
            loading={close.isPending}
            onClick={unsynced ? () => close.mutate(true) : undefined}
          >
            {unsynced ? t('closeShift.anyway') : t('closeShift.action')}
          </Button>
        </Dialog>
      )}
    </>
  )
}
