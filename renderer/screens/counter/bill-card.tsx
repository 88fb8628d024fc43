import { Button } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRupiah, formatRupiahDigits } from '../../../shared/money.ts'
import type { Bill } from '../../../shared/terminal-api/shapes.ts'
import { clockTime } from '../../../shared/zones.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import { periodName } from '../../parts/period.ts'
import { useStatus } from '../../parts/terminal.tsx'
import styles from './bill-card.module.css'
import { useCounter } from './counter-provider.tsx'

/** A bill found: the name and the total are read aloud, so they are the largest; every fee is a line before it is paid. */
export function BillCard({ bill }: { bill: Bill }) {
  const { t } = useTranslation()
  const { press, moment, focusField } = useCounter()
  const remaining = bill.sheetsOutstanding - bill.sheets.length
  return (
    <article className={styles.card} aria-label={t('counter.bill')}>
      <header className={styles.head}>
        <div>
          <p className={styles.product}>
            {bill.productName} · {bill.customerNumber}
          </p>
          <h2>{bill.customerName || bill.customerNumber}</h2>
          <dl className={styles.facts}>
            {bill.fields.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        <p className={styles.total}>
          <span>{t('counter.total')}</span>
          <b>{formatRupiah(bill.totalRupiah)}</b>
        </p>
      </header>
      <Sheets bill={bill} />
      {remaining > 0 && <p className={styles.arrears}>{t('counter.arrears', { count: remaining })}</p>}
      <Source bill={bill} />
      <div className={styles.actions}>
        <Button
          size="md"
          tabIndex={-1}
          disabled={moment.taking}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            press('Enter')
            focusField()
          }}
          rightSection={<KeyCap name="Enter" light />}
        >
          {t('counter.intoBasket')}
        </Button>
        <Button
          size="md"
          variant="default"
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => press('Escape')}
          rightSection={<KeyCap name="Escape" />}
        >
          {t('counter.discard')}
        </Button>
      </div>
    </article>
  )
}

function Sheets({ bill }: { bill: Bill }) {
  const { t } = useTranslation()
  return (
    <table className={styles.sheets}>
      <thead>
        <tr>
          <th scope="col">{t('counter.period')}</th>
          <th scope="col">{t('counter.billAmount')}</th>
          <th scope="col">{t('counter.penalty')}</th>
          <th scope="col">{t('counter.admin')}</th>
          <th scope="col">{t('counter.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {bill.sheets.map((sheet) => (
          <Fragment key={sheet.period}>
            <tr>
              <th scope="row">{periodName(sheet.period) || t('counter.sheets', { count: 1 })}</th>
              <td>{formatRupiahDigits(sheet.billRupiah)}</td>
              <td>{formatRupiahDigits(sheet.penaltyRupiah)}</td>
              <td>{formatRupiahDigits(sheet.adminRupiah)}</td>
              <td>{formatRupiahDigits(sheet.amountRupiah)}</td>
            </tr>
            {sheet.lines !== undefined && (
              <tr>
                <td className={styles.lines} colSpan={5}>
                  {sheet.lines.map(({ label, value }) => `${label} ${value}`).join(' · ')}
                </td>
              </tr>
            )}
          </Fragment>
        ))}
        {bill.counterFeeRupiah > 0 && (
          <tr>
            <th scope="row" colSpan={4}>
              {t('counter.counterFee')}
            </th>
            <td>{formatRupiahDigits(bill.counterFeeRupiah)}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function Source({ bill }: { bill: Bill }) {
  const { t } = useTranslation()
  const { outlet } = useStatus()
  if (bill.source === 'central') return null
  const time = outlet ? clockTime(bill.fetchedAtMs, outlet.zone) : ''
  const text = {
    catalogue: t('counter.sourceCatalogue'),
    earlierInquiry: t('counter.sourceEarlier', { time }),
    customerPaper: t('counter.sourcePaper'),
  }
  return <p className={styles.source}>{text[bill.source]}</p>
}
