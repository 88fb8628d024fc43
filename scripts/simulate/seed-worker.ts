import { registerHooks } from 'node:module'
import type { SeedWishes } from '../../test/simulation/world/run-seed.ts'

/**
 * One worker process: seeds in, outcomes out. Ed25519 and RFC 9421 are half of a simulated payment's work and the same every time, so
 * most seeds sign with a hash over the same components (cheap-signature.ts); every sixteenth signs for real.
 */
const real = new URL('../../main/wire/signature.ts', import.meta.url).href
const cheap = new URL('../../test/simulation/world/cheap-signature.ts', import.meta.url).href
registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context)
    return found.url === real && context.parentURL !== cheap ? { ...found, url: cheap } : found
  },
})

const { runSeed } = await import('../../test/simulation/world/run-seed.ts')
const { signCheaply } = await import('../../test/simulation/world/cheap-signature.ts')
const realSignaturesEvery = 16

let seed = 0
process.on('uncaughtExceptionMonitor', () => process.stderr.write(`seed ${seed} ends the run by something unexpected\n`))

// What a dead process still waits for is nobody's business; everything else is a find and ends the run.
process.on('message', (wishes: SeedWishes) => {
  seed = wishes.seed
  // Every nap that is cut short makes an error; only a traced seed needs to know where.
  Error.stackTraceLimit = wishes.trace === true ? 20 : 0
  signCheaply(wishes.seed % realSignaturesEvery !== 0)
  void runSeed(wishes).then((outcome) => process.send?.(outcome))
})
process.on('disconnect', () => process.exit(0))
