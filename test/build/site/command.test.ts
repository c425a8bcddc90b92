import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildSiteCommand } from '../../../server/build/site/command.ts';
import { wholeTrace, writeTrace } from '../../data/trace-files.ts';
import { temporaryFolder } from '../../support/folder.ts';

async function run(...args: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await buildSiteCommand(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stdout, stderr };
}

test('it says what it wrote, and where', async () => {
  const folder = temporaryFolder();
  await writeTrace(folder, wholeTrace(), 'mine');
  const out = join(folder, 'site');
  const { code, stdout, stderr } = await run(out, '--recordings', folder);
  expect(stdout).toMatch(/^Wrote \d+ lessons and 1 recording: \d+ files, \d+\.\d MB, in /);
  expect(stdout).toContain(out);
  expect([code, stderr]).toEqual([0, '']);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('wirestep-site');
});

test('--help shows options and examples and is no failure', async () => {
  const { code, stdout } = await run('--help');
  expect(stdout).toContain('--recordings <paths...>');
  expect(stdout).toContain('Examples:');
  expect(code).toBe(0);
});

test('what is refused is one sentence and exit code 1', async () => {
  const out = temporaryFolder();
  writeFileSync(join(out, 'thesis.txt'), 'years');
  const { code, stdout, stderr } = await run(out);
  expect(stderr).toMatch(/^wirestep: .*is not empty.*\n$/);
  expect([code, stdout]).toEqual([1, '']);
  expect(existsSync(join(out, 'index.html'))).toBe(false);
});

test.each([[['--recording']], [['a', 'b']], [['--recordings']]])(
  '%j is misuse: exit code 2, and where help is',
  async (args) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toContain('add --help');
    expect(code).toBe(2);
  },
);
