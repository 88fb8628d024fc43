import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatRupiahDigits } from '../../../shared/money.ts'
import type { PaymentStory } from '../../../shared/terminal-api/shapes.ts'
import { slipTime } from '../../../shared/zones.ts'
import { useStatus, useTerminal } from '../../parts/terminal.tsx'
import { awayId } from '../../text/away-id.ts'
import { entryText } from './entry-text.ts'
import styles from './story.module.css'

type Entry = PaymentStory['story'][number]

/** Every event, attempt and print in order, each with the lines its money went through. */
export function Story({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation()
  const { outlet } = useStatus()
  return (
    <div className={styles.story}>
      <h2>{t('story.happened')}</h2>
      <ol>
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: history is append-only, a place in it is an identity
          <li key={index} data-kind={entry.kind}>
            <time>{outlet && slipTime(entry.atMs, outlet.zone).slice(11)}</time>
            <div>
              <EntryWords entry={entry} />
              {entry.lines.length > 0 && <Lines lines={entry.lines} />}
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

function EntryWords({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => client.call('staff', {}) }).data?.staff ?? []
  const { title, facts } = entryText(t, entry)
  const { actor } = entry
  const who =
    actor === 'terminal' || actor === 'central' ? t(`actor.${actor}`) : (staff.find((person) => person.id === actor)?.name ?? actor)
  return (
    <>
      <strong>{title}</strong>
      {entry.to !== null && entry.from !== entry.to && <span> → {t(`state.${entry.to}`)}</span>}
      <small>{[who, ...facts].join(' · ')}</small>
    </>
  )
}

function Lines({ lines }: { lines: Entry['lines'] }) {
  const { t } = useTranslation()
  const nameOf = (account: string) => (account in awayId.account ? t(`account.${account as keyof typeof awayId.account}`) : account)
  return (
    <table>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.account}-${line.dimension}`}>
            <th scope="row">{nameOf(line.account)}</th>
            <td>{line.amountRupiah > 0 ? formatRupiahDigits(line.amountRupiah) : ''}</td>
            <td>{line.amountRupiah < 0 ? formatRupiahDigits(-line.amountRupiah) : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
