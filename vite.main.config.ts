import { cpSync, globSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const mainFolder = join(import.meta.dirname, 'main')
const outputFolder = join(import.meta.dirname, 'dist', 'main')

/** Both hosts' main code. Native modules and Electron stay outside; everything else is in the bundle. */
export default defineConfig({
  plugins: [keepModuleAddresses(), copyDataFiles()],
  publicDir: false,
  ssr: { target: 'node', noExternal: true, external: ['electron', 'better-sqlite3', 'serialport'] },
  build: {
    ssr: true,
    target: 'node22',
    outDir: outputFolder,
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: { browser: 'main/hosts/browser-main.ts', desktop: 'main/hosts/desktop.ts' },
      // Flat, because a module's own address is worked out from the bundle's folder.
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})

/**
 * Every module keeps its own `import.meta.url`, moved from main/ to the bundle's folder: `new URL('./migrations/',
 * import.meta.url)` means the same from source and from the bundle, whichever chunk the module ends in.
 */
function keepModuleAddresses(): Plugin {
  return {
    name: 'keep-module-addresses',
    enforce: 'pre',
    transform(code, id) {
      const path = relative(mainFolder, id).split(sep).join('/')
      if (path.startsWith('..') || !code.includes('import.meta.url')) return null
      return code.replaceAll('import.meta.url', `new URL(${JSON.stringify(`./${path}`)}, import.meta.url).href`)
    },
  }
}

/** SQL migrations, printer models and whatever else main reads beside its code. */
function copyDataFiles(): Plugin {
  return {
    name: 'copy-data-files',
    writeBundle() {
      for (const name of globSync('**/*.*', { cwd: mainFolder }))
        if (!name.endsWith('.ts') && name !== 'tsconfig.json') cpSync(join(mainFolder, name), join(outputFolder, name))
    },
  }
}
