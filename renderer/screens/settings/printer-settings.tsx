import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReplyOf } from '../../../shared/terminal-api/routes.ts'
import { tell } from '../../parts/messages.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useMay, useStatus, useTerminal } from '../../parts/terminal.tsx'
import { troubleSentence } from '../../text/sentence.ts'
import styles from './settings.module.css'

/** Where the slips come out: address, model, and a test slip to see it. */
export function PrinterSettings() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { printer } = useStatus()
  const printers = useQuery({ queryKey: ['printers'], queryFn: () => client.call('printers', {}) })
  return (
    <section className={styles.card}>
      <h2>{t('settings.printer')}</h2>
      <RefusalNote error={printers.error} text={printer.state === 'trouble' ? troubleSentence(t, printer.trouble) : null} />
      {printers.data && <PrinterForm key={JSON.stringify(printers.data.current)} printers={printers.data} />}
    </section>
  )
}

function PrinterForm({ printers }: { printers: ReplyOf<'printers'> }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const may = useMay('setPrinter')
  const [address, setAddress] = useState(printers.current.address)
  const [model, setModel] = useState(printers.current.model)
  const refresh = () => queries.invalidateQueries()
  const save = useMutation({
    mutationFn: () => client.call('setPrinter', { address: address.trim(), model }),
    onSuccess: () => tell(t('settings.saved')),
    onSettled: refresh,
  })
  const test = useMutation({
    mutationFn: () => client.call('printTest', {}),
    onSuccess: () => tell(t('action.printed')),
    onSettled: refresh,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const changed = address.trim() !== printers.current.address || model !== printers.current.model
  if (!may)
    return (
      <>
        <p className={styles.label}>{printers.current.address}</p>
        <p className={styles.label}>{printers.models.find(({ id }) => id === printers.current.model)?.name}</p>
        <p>{t('settings.noPermission')}</p>
      </>
    )
  return (
    <form onSubmit={submit} className={styles.form}>
      <TextInput
        label={t('settings.address')}
        description={t('settings.addressHint')}
        value={address}
        maxLength={300}
        spellCheck={false}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {printers.ports.length > 0 && (
        <div>
          <p className={styles.label}>{t('settings.ports')}</p>
          <div className={styles.row}>
            {printers.ports.map((port) => (
              <Button key={port.address} size="compact-sm" variant="default" onClick={() => setAddress(port.address)}>
                {port.label}
              </Button>
            ))}
          </div>
        </div>
      )}
      <NativeSelect
        label={t('settings.model')}
        value={model}
        onChange={(event) => setModel(event.currentTarget.value)}
        data={printers.models.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <div className={styles.row}>
        <Button type="submit" loading={save.isPending} disabled={!changed}>
          {t('settings.save')}
        </Button>
        <Button variant="default" loading={test.isPending} disabled={changed} onClick={() => test.mutate()}>
          {t('settings.test')}
        </Button>
      </div>
      <RefusalNote error={save.error ?? test.error} />
    </form>
  )
}
