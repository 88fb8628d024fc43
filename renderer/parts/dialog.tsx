import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from './keys.tsx'

/** Only for what can't be undone. While it is open no key reaches what lies below, and a scan does nothing. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
  useKeys([], { modal: true })
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={<strong style={{ fontSize: 19 }}>{title}</strong>}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      transitionProps={{ duration: 0 }}
      size={520}
    >
      {children}
    </Modal>
  )
}
