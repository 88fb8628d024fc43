import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Status } from '../../../shared/terminal-api/shapes.ts'
import { away } from '../../parts/away.tsx'
import type { KeyName } from '../../parts/key-names.ts'
import { type Binding, useKeys } from '../../parts/keys.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { SignOutButton } from '../../parts/sign-out-button.tsx'
import { BillCard } from './bill-card.tsx'
import styles from './counter.module.css'
import { useCounter } from './counter-provider.tsx'
import { DenominationGrid } from './denomination-grid.tsx'
import { DuplicateDialog } from './duplicate-dialog.tsx'
import { meaningOf } from './key-grammar.ts'
import { LatestPayments, useReprintLast } from './latest-payments.tsx'
import { NumberField } from './number-field.tsx'
import { ProductTiles } from './product-tiles.tsx'

// Only where a product allows it, and only offline.
const StateBillDialog = away(() => import('./state-bill.tsx').then((module) => module.StateBillDialog))

// Only for products that ask for more than a number.
const QuestionsDialog = away(() => import('./questions.tsx').then((module) => module.QuestionsDialog))

const counterKeys: readonly KeyName[] = [
  'Enter', 'F9', 'F8', 'Alt+Q', 'Alt+W', 'Alt+E', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Delete', 'Escape',
] // biome-ignore format: a list of keys reads better in rows

/** Serving: one field takes everything, and what it found stands below it. */
export function Counter({ ofOther }: { ofOther: NonNullable<Status['shift']> | null }) {
  return ofOther ? <ShiftOfOther shift={ofOther} /> : <Serving />
}

function Serving() {
  const { t } = useTranslation()
  const { state, duplicate, onPaper, statedFromPaper, closePaper, questioned, foundByAnswers, closeQuestions, field } = useCounter()
  useCounterKeys()
  useTypingGoesToField(field)
  const trouble = state.trouble
  return (
    <div className={styles.counter}>
      <h1 className="silent">{t('task.counter')}</h1>
      <NumberField />
      <RefusalNote error={trouble && 'error' in trouble ? trouble.error : null} text={trouble && 'text' in trouble ? trouble.text : null} />
      <div className={styles.found}>
        {state.step === 'denominations' ? <DenominationGrid /> : state.bill ? <BillCard bill={state.bill} /> : <ProductTiles />}
      </div>
      <LatestPayments />
      {duplicate && <DuplicateDialog refusal={duplicate} />}
      {questioned && (
        <Suspense>
          <QuestionsDialog questioned={questioned} onFound={foundByAnswers} onClose={closeQuestions} />
        </Suspense>
      )}
      {onPaper && (
        <Suspense>
          <StateBillDialog onPaper={onPaper} onFound={statedFromPaper} onClose={closePaper} />
        </Suspense>
      )}
    </div>
  )
}

/** Exactly the keys that mean something now, so that the footer tells the truth. */
function useCounterKeys() {
  const { t } = useTranslation()
  const desk = useCounter()
  const reprintLast = useReprintLast()
  const captions = {
    check: t('key.check'),
    choose: t('key.choose'),
    intoBasket: t('key.intoBasket'),
    takeMoney: desk.moment.givesBack ? t('key.giveBack') : t('key.takeMoney'),
    billNotInBasket: null,
    textInField: null,
    cash: t('key.cash'),
    cashDone: t('key.cashDone'),
    quickCash: null,
    clear: t('key.clear'),
    back: desk.state.step === 'bill' ? t('key.discard') : t('key.back'),
    removeLast: t('key.removeLast'),
    move: desk.state.step === 'denominations' ? t('key.move') : t('key.otherProduct'),
  }
  const bindings: Binding[] = counterKeys.flatMap((key) => {
    const meaning = meaningOf(key, desk.moment)
    if (meaning === null) return []
    const caption = meaning === 'move' && key !== 'ArrowDown' ? null : captions[meaning]
    return [{ key, caption, run: desk.press, repeats: meaning === 'move' }]
  })
  if (reprintLast) bindings.push({ key: 'Ctrl+P', caption: t('key.lastPayment'), run: reprintLast })
  useKeys(bindings, { onScan: desk.scan })
}

/** The focus is never lost: a key that types does so into the field, wherever the last click went. */
function useTypingGoesToField(field: { current: HTMLInputElement | null }) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const types = [...event.key].length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey
      const pastes = event.ctrlKey && event.key === 'v'
      const elsewhere = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      const inDialog = event.target instanceof Element && event.target.closest('[role=dialog]') !== null
      if ((types || pastes) && !elsewhere && !inDialog) field.current?.focus()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [field])
}

function ShiftOfOther({ shift }: { shift: NonNullable<Status['shift']> }) {
  const { t } = useTranslation()
  return (
    <div className={styles.ofOther}>
      <h1>{t('shift.ofOther', { number: shift.number, name: shift.staffName })}</h1>
      <p>{t('shift.ofOtherNext', { name: shift.staffName })}</p>
      <SignOutButton label={t('shift.signOut')} />
    </div>
  )
}
