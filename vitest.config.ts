import { defineConfig } from 'vitest/config'

const heavy = { maxWorkers: 1, isolate: true, testTimeout: 120_000, hookTimeout: 120_000 }

/**
 * A test's kind is in its place or name: `*.integration.test.ts` starts processes or waits for real time, test/counter drives a
 * real browser, test/packaging builds the program. Everything else is quick and is part of `npm run check`.
 */
export default defineConfig({
  test: {
    allowOnly: false,
    reporters: ['default', './scripts/counts-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.integration.test.ts', 'test/counter/**', 'test/packaging/**', 'test/bench/**'],
          // One worker a core: vitest keeps one core back, and most of a unit test waits for the disk.
          maxWorkers: '100%',
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: 'integration', include: ['test/**/*.integration.test.ts'], sequence: { groupOrder: 1 }, ...heavy } },
      { test: { name: 'counter', include: ['test/counter/**/*.test.ts'], sequence: { groupOrder: 2 }, ...heavy } },
      { test: { name: 'packaging', include: ['test/packaging/**/*.test.ts'], sequence: { groupOrder: 3 }, ...heavy } },
    ],
  },
})
