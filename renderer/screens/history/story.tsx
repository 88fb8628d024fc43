import { useTranslation } from 'react-i18next'
import { formatRupiah, formatRupiahDigits, isRupiah } from '../../../shared/money.ts'
import type { PaymentStory } from '../../../shared/terminal-api/shapes.ts'
import { slipTime } from '../../../shared/zones.ts'
import { useStatus } from '../../parts/terminal.tsx'
import { id } from '../../text/id.ts'
import styles from './story.module.css'

type Entry = PaymentStory['story'][number]

/** Every event, attempt and print in order, each with the lines its money went through. */
export function Story({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation()
  const { outlet } = useStatus()
  return (
    <section className={styles.story} aria-label={t('story.happened')}>
      <h2>{t('story.happened')}</h2>
      <ol>
        {entries.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: history is append-only, a place in it is an identity
          <li key={index} data-kind={entry.kind}>
            <time>{outlet && slipTime(entry.atMs, outlet.zone).slice(11)}</time>
            <div>
              <strong>{titleOf(entry)}</strong>
              {entry.to !== null && entry.from !== entry.to && <span> → {t(`state.${entry.to}`)}</span>}
              <small>
                {entry.actor}
                {Object.entries(entry.detail)
                  .filter(([, value]) => value !== null && value !== '')
                  .map(([name, value]) => ` · ${name}: ${factText(name, value)}`)}
              </small>
              {entry.lines.length > 0 && <Lines lines={entry.lines} />}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )

  function titleOf(entry: Entry): string {
    return entry.event === null ? t(`storyKind.${entry.kind}`) : t(`event.${entry.event}`)
  }
}

function Lines({ lines }: { lines: Entry['lines'] }) {
  const { t } = useTranslation()
  const nameOf = (account: string) => (account in id.account ? t(`account.${account as keyof typeof id.account}`) : account)
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

function factText(name: string, value: string | number | boolean | null): string {
  return name.endsWith('Rupiah') && isRupiah(value) ? formatRupiah(value) : String(value)
}
