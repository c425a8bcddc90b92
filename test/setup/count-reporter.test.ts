import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  // Inside the project, so that the files find vitest.
  mkdirSync('node_modules/.cache', { recursive: true });
  folder = mkdtempSync(resolve('node_modules/.cache/count-'));
  return () => rmSync(folder, { recursive: true });
});

/** Runs vitest with our reporter on files of these contents. */
function run(...files: readonly string[]) {
  writeFileSync(join(folder, 'vitest.config.ts'), 'export default {};');
  for (const [index, text] of files.entries()) {
    const source = `import { beforeAll, describe, expect, test } from 'vitest';\n${text}`;
    writeFileSync(join(folder, `${index}.test.ts`), source);
  }
  const reporter = `--reporter=${resolve('test/setup/count-reporter.ts')}`;
  const { stdout, status } = spawnSync(
    process.execPath,
    [resolve('node_modules/vitest/vitest.mjs'), 'run', '--root', folder, reporter],
    { encoding: 'utf8' },
  );
  return { stdout, passes: status === 0 };
}

const PASSES = `test('passes', () => {});`;

test('the sum is over all files, nested suites too', () => {
  const { stdout, passes } = run(PASSES, `describe('a', () => describe('b', () => { ${PASSES} }))`);
  expect(stdout).toBe('2 passed, 0 failed\n');
  expect(passes).toBe(true);
});

test('a failure of any kind counts: a test, a hook, a file that cannot load, a stray error', () => {
  const { stdout, passes } = run(
    `${PASSES} test('fails', () => expect(1).toBe(2));`,
    `describe('hook', () => { beforeAll(() => { throw new Error('no'); }); ${PASSES} });`,
    `throw new Error('cannot load');`,
    `test('leaves a stray error', () => void Promise.reject(new Error('stray')));`,
  );
  expect(stdout).toMatch(/2 passed, 4 failed\n$/);
  expect(passes).toBe(false);
});

test('what was not run is neither passed nor failed, and is said', () => {
  expect(run(`${PASSES} test.skip('skips', () => {});`).stdout).toBe(
    '1 not run\n1 passed, 0 failed\n',
  );
});
