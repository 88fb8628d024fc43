// Plain JavaScript that any Node can read, as in start.mjs: under an older Node the rest ends without a word.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`The demo needs Node 22.18 or newer and this is ${process.version}: install it from https://nodejs.org and start again.`)
  process.exit(1)
}

const { playDay } = await import('./demo/day.ts')
process.exitCode = await playDay()
