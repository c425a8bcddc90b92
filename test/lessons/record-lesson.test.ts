import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordLesson } from '../../server/lessons/record-lesson.ts';
import { temporaryFolder } from '../support/folder.ts';
import { readTrace } from '../support/trace.ts';

const STEPS =
  '    steps:\n      - start: server\n      - wait: { program: server, kind: accept }\n';

/** A lesson's folder with this scenario. */
function lesson(scenario: string): string {
  const folder = join(temporaryFolder(), '01-a');
  mkdirSync(folder);
  writeFileSync(join(folder, 'scenario.yaml'), `title: T\n${scenario}`);
  return folder;
}

const two = `recordings:\n  - name: one\n    title: The first\n${STEPS}  - name: two\n${STEPS}`;

describe('a scenario of several recordings', () => {
  test('fills the folder recordings, each with its own title', async () => {
    const folder = lesson(two);
    const told: string[] = [];
    const made = await recordLesson(folder, { port: 0, onStart: (name) => void told.push(name) });
    expect(told).toEqual(['one', 'two']);
    expect(made.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(readdirSync(join(folder, 'recordings')).sort()).toEqual([
      'one.trace.jsonl',
      'two.trace.jsonl',
    ]);
    const titles = made.map(({ file }) => readTrace(file).trace.header.title);
    expect(titles).toEqual(['The first', 'T']);
  });

  test('can be recorded one by one', async () => {
    const folder = lesson(two);
    await recordLesson(folder, { port: 0, only: 'two' });
    expect(readdirSync(join(folder, 'recordings'))).toEqual(['two.trace.jsonl']);
    await expect(recordLesson(folder, { port: 0, only: 'six' })).rejects.toThrow(
      'has no recording six; it has one, two.',
    );
  });

  test('is recorded as a whole, or nothing is replaced', async () => {
    const broken = '    steps:\n      - type: client-1\n        text: hi\n';
    const folder = lesson(`recordings:\n  - name: one\n${STEPS}  - name: two\n${broken}`);
    await expect(recordLesson(folder, { port: 0 })).rejects.toThrow(/scenario\.yaml:9: /);
    expect(readdirSync(join(folder, 'recordings'))).toEqual([]);
  });
});

test('a scenario of one recording fills trace.jsonl', async () => {
  const folder = lesson(STEPS.replace(/^ {4}/gm, ''));
  const made = await recordLesson(folder, { port: 0 });
  expect(made).toMatchObject([{ name: 'main', file: join(folder, 'trace.jsonl') }]);
  expect(existsSync(join(folder, 'recordings'))).toBe(false);
});
