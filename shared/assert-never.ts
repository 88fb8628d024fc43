/** Closes a switch over states or refusals: adding a word makes the compiler list the work. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
