import { Button, FileButton } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatRupiah } from '../../../shared/money.ts'
import type { HandOverRow } from '../../../shared/terminal-api/shapes.ts'
import { clockTime } from '../../../shared/zones.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import styles from './hand-over.module.css'

/** Giving what waits to another terminal, and taking what another gave: both by one file. */
export function HandOverDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const { queue } = useStatus()
  const deliver = useDeliver()
  const rows = useQuery({ queryKey: ['handOvers'], queryFn: () => client.call('handOvers', {}) })
  const refresh = () => queries.invalidateQueries()
  const give = useMutation({
    mutationFn: async () => {
      const given = await client.call('exportQueue', {})
      return { ...given, name: await deliver(given.handOver.id) }
    },
    onSettled: refresh,
  })
  const take = useMutation({
    mutationFn: async (file: File) => client.call('importQueue', { file: await file.text() }),
    onSettled: refresh,
  })
  return (
    <Dialog title={t('handOver.title')} onClose={onClose}>
      <div className={styles.parts}>
        <p>
          {queue.count === 0
            ? t('handOver.exportNothing')
            : t('handOver.exportMeaning', { count: queue.count, total: formatRupiah(queue.totalRupiah) })}
        </p>
        <Button color="red" disabled={queue.count === 0} loading={give.isPending} onClick={() => give.mutate()}>
          {t('handOver.export')}
        </Button>
        {give.data && <p role="status">{t('handOver.exported', { name: give.data.name })}</p>}
        {give.data && give.data.leftOut.length > 0 && <p>{t('handOver.leftOut', { count: give.data.leftOut.length })}</p>}
        <RefusalNote error={give.error} />
        <p>{t('handOver.importMeaning')}</p>
        <FileButton accept=".txt,.loket,text/plain" onChange={(file) => file && take.mutate(file)}>
          {(given) => (
            <Button {...given} variant="default" loading={take.isPending}>
              {t('handOver.import')}
            </Button>
          )}
        </FileButton>
        {take.data && <p role="status">{t('handOver.imported', countsOf(take.data.handOver))}</p>}
        <RefusalNote error={take.error} />
        {rows.data && rows.data.handOvers.length > 0 && <Earlier rows={rows.data.handOvers} deliver={deliver} />}
      </div>
    </Dialog>
  )
}

function Earlier({ rows, deliver }: { rows: readonly HandOverRow[]; deliver: (handOverId: string) => Promise<string> }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const queries = useQueryClient()
  const { outlet } = useStatus()
  const again = useMutation({ mutationFn: deliver })
  const claim = useMutation({
    mutationFn: (handOverId: string) => client.call('claimHandOver', { handOverId }),
    onSettled: () => queries.invalidateQueries(),
  })
  return (
    <section>
      <h3>{t('handOver.list')}</h3>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              {t(`handOver.${row.direction}`, {
                peer: row.peerTerminalId ?? '',
                time: clockTime(row.atMs, outlet?.zone ?? 'WIB'),
                count: row.count,
                total: formatRupiah(row.totalRupiah),
              })}
              <small>
                {row.direction === 'in'
                  ? t('handOver.imported', countsOf(row))
                  : row.peerTerminalId === null
                    ? t('handOver.notClaimed')
                    : t('handOver.claimedBy', { peer: row.peerTerminalId })}
              </small>
            </span>
            {row.direction === 'out' && (
              <Button size="compact-sm" variant="default" onClick={() => again.mutate(row.id)}>
                {t('handOver.again')}
              </Button>
            )}
            {row.direction === 'in' && row.waitingCount > 0 && (
              <Button size="compact-sm" variant="default" loading={claim.isPending} onClick={() => claim.mutate(row.id)}>
                {t('handOver.claim')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <RefusalNote error={again.error ?? claim.error} />
    </section>
  )
}

function countsOf({ claimedCount, waitingCount, refusedCount }: HandOverRow) {
  return { claimed: claimedCount, waiting: waitingCount, refused: refusedCount }
}

/** Brings the file out of the page: the host asks where, or the browser keeps it with its downloads. Gives its name. */
function useDeliver(): (handOverId: string) => Promise<string> {
  const { client } = useTerminal()
  const host = useQuery({ queryKey: ['host'], queryFn: () => client.call('host', {}) })
  return async (handOverId) => {
    const { name, text } = await client.call('handOverFile', { handOverId })
    if (host.data?.supports.includes('saveFile')) {
      await client.call('saveHandOver', { handOverId })
      return name
    }
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = address
    link.download = name
    link.click()
    URL.revokeObjectURL(address)
    return name
  }
}
