import { type ComponentType, lazy } from 'react'

/** What the counter does not wait for: it is loaded when it is opened, and its words come with it. */
export function away<Given extends object>(load: () => Promise<ComponentType<Given>>) {
  return lazy(async () => {
    const [Shown, { AwayWords }] = await Promise.all([load(), import('./away-words.tsx')])
    const WithWords = (given: Given) => (
      <AwayWords>
        <Shown {...given} />
      </AwayWords>
    )
    return { default: WithWords }
  })
}
