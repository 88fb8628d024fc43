import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Bill, ProductSummary } from '../../../shared/terminal-api/shapes.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { RefusalNote } from '../../parts/refusal-note.tsx'
import { useTerminal } from '../../parts/terminal.tsx'
import { groupCash } from './cash-suggestions.ts'

export type Questioned = { product: ProductSummary; customerNumber: string }
type Question = NonNullable<ProductSummary['fields']>[number]

/** What a product asks besides the number, as the catalogue describes it: months, a year, an amount, a choice, or any text. */
export function QuestionsDialog({
  questioned,
  onFound,
  onClose,
}: {
  questioned: Questioned
  onFound: (bill: Bill) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { client } = useTerminal()
  const { product, customerNumber } = questioned
  const questions = product.fields ?? []
  const [given, setGiven] = useState(() => Object.fromEntries(questions.map((question) => [question.code, firstAnswer(question)])))
  const find = useMutation({
    mutationFn: () => {
      const answers = Object.fromEntries(questions.map((question) => [question.code, plainAnswer(question, given[question.code] ?? '')]))
      return client.call('inquire', { productCode: product.code, customerNumber, answers })
    },
    onSuccess: onFound,
  })
  return (
    <Dialog title={`${product.name} · ${customerNumber}`} onClose={onClose} onSubmit={() => find.mutate()}>
      <p style={{ marginTop: 0 }}>{t('questions.meaning')}</p>
      {questions.map((question, index) => (
        <QuestionField
          key={question.code}
          question={question}
          isFirst={index === 0}
          value={given[question.code] ?? ''}
          onChange={(value) => setGiven((before) => ({ ...before, [question.code]: value }))}
        />
      ))}
      <RefusalNote error={find.error} />
      <Button type="submit" mt="md" size="md" fullWidth loading={find.isPending}>
        {t('questions.find')}
      </Button>
    </Dialog>
  )
}

function QuestionField({
  question,
  isFirst,
  value,
  onChange,
}: {
  question: Question
  isFirst: boolean
  value: string
  onChange: (value: string) => void
}) {
  const { i18n } = useTranslation()
  const language = i18n.language.startsWith('en') ? 'en' : 'id'
  const shared = { 'data-autofocus': isFirst || undefined, mt: isFirst ? 0 : 'sm', label: question.label[language], value }
  if (question.kind === 'choice') {
    const choices = (question.choices ?? []).map((choice) => ({ value: choice.value, label: choice.label[language] }))
    return <NativeSelect {...shared} data={choices} onChange={(event) => onChange(event.currentTarget.value)} />
  }
  const isNumber = question.kind === 'months' || question.kind === 'amount' || question.kind === 'digits'
  return (
    <TextInput
      {...shared}
      autoComplete="off"
      inputMode={isNumber ? 'numeric' : 'text'}
      maxLength={64}
      onChange={(event) => onChange(question.kind === 'amount' ? groupCash(event.currentTarget.value) : event.currentTarget.value)}
    />
  )
}

/** A list always shows its first choice as chosen, so that is the answer until another is taken. */
function firstAnswer(question: Question): string {
  return question.default ?? (question.kind === 'choice' ? (question.choices?.[0]?.value ?? '') : '')
}

/** Amounts are typed in groups of three. */
function plainAnswer(question: Question, text: string): string {
  return question.kind === 'amount' ? text.replace(/[\s.]/g, '') : text.trim()
}
