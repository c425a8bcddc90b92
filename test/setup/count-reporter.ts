import type { Reporter, TestModule } from 'vitest/node';

/** What a run came to. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Not run: a `skip` or a `todo` in the source, or not chosen with `-t`. */
  readonly skipped: number;
}

/**
 * Sums a run over all its projects. A file that cannot be loaded, a hook that fails and an error
 * outside any test each count as one failure.
 */
export function count(modules: readonly TestModule[], strayErrors: number): Count {
  const sum = { passed: 0, failed: strayErrors, skipped: 0 };
  for (const module of modules) {
    sum.failed += module.errors().length;
    for (const suite of module.children.allSuites()) sum.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test without a result was never reached: its file or its hook broke.
      if (state === 'passed' || state === 'failed') sum[state]++;
      else if (state === 'skipped') sum.skipped++;
    }
  }
  return sum;
}

/** Prints the last line of `npm test`. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const { passed, failed, skipped } = count(modules, errors.length);
    if (skipped > 0) process.stdout.write(`${skipped} not run\n`);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
