import type { Reporter, TestModule } from 'vitest/node'

/** The last line of every run, for whoever reads only that: how many passed, how many did not. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const passed = tests.filter((test) => test.result().state === 'passed').length
    // A file that can't be loaded has no tests to fail.
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandledErrors.length
    process.on('exit', () => process.stdout.write(`${passed} passed, ${tests.length - passed + broken} failed\n`))
  }
}
