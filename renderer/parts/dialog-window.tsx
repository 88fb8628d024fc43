import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export function DialogWindow({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation()
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
      {children}
    </Modal>
  )
}
