import { lazy, type ReactNode, Suspense } from 'react'
import { useKeys } from './keys.tsx'

// Dialogs are rare, and their machinery is a good part of the component library.
const DialogWindow = lazy(() => import('./dialog-window.tsx').then((module) => ({ default: module.DialogWindow })))

/**
 * Only for what can't be undone or needs more than a key. While it is open no key reaches what lies below, and a scan does nothing. With
 * `onSubmit` Enter in a field does what its one submitting button does.
 */
export function Dialog(shown: { title: string; onClose: () => void; onSubmit?: () => void; children: ReactNode }) {
  useKeys([], { modal: true })
  return (
    <Suspense>
      <DialogWindow {...shown} />
    </Suspense>
  )
}
