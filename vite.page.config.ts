import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The page: everything it needs is in dist/page, nothing comes from the network. */
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    minify: true,
    // The page's CSP has no `data:` for fonts, and both hosts ship a current Chromium.
    assetsInlineLimit: 0,
    target: 'es2024',
    modulePreload: { polyfill: false },
    // Chunks keep the order of the imports: zod must hear of our CSP before the first schema is built.
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
})
