import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../support/cli.ts';
import { temporaryFolder } from '../support/folder.ts';

test('wirestep check lists what is wrong and says how much, exit code 1', async () => {
  const folder = join(temporaryFolder(), '13-mine');
  mkdirSync(folder);
  writeFileSync(join(folder, 'lesson.md'), '---\ntitle: A\nsummary: B.\n---\n## S\n\n::quiz\n');
  const { code, stdout } = await run(['check', folder, '--no-record']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/lesson\.md:7: unknown directive "::quiz"/);
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('1 lesson, 0 questions: 1 problem.');
});

test("wirestep's own lessons are well as they are committed, exit code 0", async () => {
  const { code, stdout } = await run(['check', '--no-record']);
  expect(stdout).toMatch(/^\d+ lessons, \d+ questions: all is well\.\n$/);
  expect(code).toBe(0);
});

test('a folder that is not there is said so, exit code 1', async () => {
  const { code, stderr } = await run(['check', 'nowhere']);
  expect(stderr).toBe('wirestep: nowhere: there is no such folder.\n');
  expect(code).toBe(1);
});

test('a folder of lessons that is not there stops the start with a sentence, exit code 1', async () => {
  const { code, stderr } = await run(['start', '--no-open', '--lessons', 'nowhere']);
  expect(stderr).toContain('--lessons nowhere: there is no such folder.');
  expect(code).toBe(1);
});
