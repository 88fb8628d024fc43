import { Notifications } from '@mantine/notifications'
import '@mantine/notifications/styles.layer.css'

/** Short good news at the lower left; refusals stand where they happened instead. */
export function Messages() {
  return <Notifications position="bottom-left" limit={3} />
}
