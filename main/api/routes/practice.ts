import { Refusal } from '../../../shared/refusals.ts'
import type { Terminal } from '../../terminal.ts'
import type { Api } from '../handler.ts'
import { mount } from '../mount.ts'

/** Practice mode: its start, the PINs everybody may know, and the switches that break the practice central on purpose. */
export function mountPractice(api: Api, given: { startPractice: () => Promise<void>; terminal: () => Terminal }): void {
  const practice = () => {
    const { practice } = given.terminal()
    if (practice === null) throw new Refusal('unknownRoute')
    return practice
  }
  mount(api, 'startPractice', async () => {
    if (api.isSetUp()) throw new Refusal('alreadySetUp')
    await given.startPractice()
    api.events.publish('setup')
    return {}
  })
  mount(api, 'practiceStaff', () => ({ pins: [...practice().pins] }))
  mount(api, 'practiceFaults', async () => ({ fault: await practice().readFault() }))
  mount(api, 'setPracticeFault', async ({ request }) => {
    await practice().setFault(request.fault)
    given.terminal().sync.wake()
    return {}
  })
}
