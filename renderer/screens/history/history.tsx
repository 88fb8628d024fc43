import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../parts/keys.tsx'
import head from '../../parts/page-head.module.css'
import { PaymentList } from '../../parts/payment-list.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'
import styles from './history.module.css'
import { PaymentPage } from './payment-page.tsx'

/** Every payment ever taken here, found by number, name or reference; one of them opened shows its whole story. */
export function History({ paymentId }: { paymentId: string | null }) {
  return paymentId === null ? <Search /> : <PaymentPage key={paymentId} paymentId={paymentId} />
}

function Search() {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const found = useInfiniteQuery({
    queryKey: ['payments', 'history', search],
    queryFn: ({ pageParam }) =>
      client.call('payments', { ...(search === '' ? {} : { search }), ...(pageParam === null ? {} : { before: pageParam }), limit: 50 }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.more ? (page.rows.at(-1)?.sequence ?? null) : null),
    placeholderData: keepPreviousData,
  })
  useKeys([{ key: 'Ctrl+K', caption: t('key.search'), run: () => field.current?.select() }])
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <div className={head.page}>
      <header className={head.head}>
        <h1>{t('history.title')}</h1>
        <label className={styles.search}>
          <IconSearch size={20} aria-hidden />
          <input
            ref={field}
            type="search"
            // biome-ignore lint/a11y/noAutofocus: looking something up is what this screen is for
            autoFocus
            autoComplete="off"
            maxLength={100}
            aria-label={t('history.search')}
            placeholder={t('history.search')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              document.querySelector<HTMLElement>('[data-row]')?.focus()
            }}
          />
        </label>
      </header>
      <RefusalNote error={found.error} />
      {found.data && rows.length === 0 ? (
        <div className={head.empty}>
          <strong>{search === '' ? t('history.none') : t('history.empty')}</strong>
          <p>{search === '' ? t('history.noneHint') : t('history.emptyHint')}</p>
        </div>
      ) : (
        <div className={head.scroll}>
          <PaymentList rows={rows} />
          {found.hasNextPage && (
            <Button fullWidth mt="sm" variant="default" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
              {t('history.more')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
