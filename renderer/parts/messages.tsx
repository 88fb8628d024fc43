import { Notifications, notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.layer.css'

/** Short good news at the lower left; refusals stand where they happened instead. */
export function Messages() {
  return <Notifications position="bottom-left" limit={3} />
}

/** Good news needs no answer: it goes by itself. */
export function tell(message: string): void {
  notifications.show({ message, withCloseButton: false, autoClose: 3_000 })
}
