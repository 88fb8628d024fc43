import { Modal } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Shown = { title: string; onClose: () => void; onSubmit?: () => void; children: ReactNode }

export function DialogWindow({ title, onClose, onSubmit, children }: Shown) {
  const { t } = useTranslation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit?.()
  }
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={<strong style={{ fontSize: 19 }}>{title}</strong>}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      // The page has one banner already: the status bar.
      attributes={{ header: { role: 'none' } }}
      transitionProps={{ duration: 0 }}
      size={520}
    >
      {onSubmit ? <form onSubmit={submit}>{children}</form> : children}
    </Modal>
  )
}
