// Plain JavaScript that any Node can read: the version is looked at before anything native is loaded, because an older
// Node ends without a word there.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Loket needs Node 22.18 or newer and this is ${process.version}: install it from https://nodejs.org and start again.`)
  process.exit(1)
}

const { start } = await import('./start-ladder.mjs')
process.exitCode = await start(process.argv.slice(2), process.env)
