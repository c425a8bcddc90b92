import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLessons } from '../../server/lessons/check.ts';
import { newLesson } from '../../server/lessons/new-lesson.ts';
import { recordLesson } from '../../server/lessons/record-lesson.ts';
import { temporaryFolder } from '../support/folder.ts';

const dir = mkdtempSync(join(tmpdir(), 'wirestep-'));
let folder = '';

beforeAll(async () => {
  folder = newLesson('my-lesson', dir);
  await recordLesson(folder, { port: 0 });
});

afterAll(() => rmSync(dir, { recursive: true }));

const check = async (record = false) => {
  const steps: string[] = [];
  const options = { port: 0, record, onStep: (text: string) => void steps.push(text) };
  return { ...(await checkLessons(dir, options)), steps };
};

/** What is wrong while a file of the lesson has this text; undefined: while it is not there. */
async function problemsWith(
  file: string,
  change: (text: string) => string | undefined,
  record = false,
): Promise<readonly string[]> {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  try {
    if (after === undefined) rmSync(path);
    else writeFileSync(path, after);
    return (await check(record)).problems.map((problem) => problem.replace(folder, ''));
  } finally {
    writeFileSync(path, before);
  }
}

describe('a lesson', () => {
  test('is well as wirestep new makes it, recorded or recorded again', async () => {
    expect(await check(true)).toEqual({
      problems: [],
      lessons: 1,
      questions: 1,
      recordings: 1,
      steps: [`${basename(folder)}: main`],
    });
  });

  test('may be checked alone', async () => {
    const options = { port: 0, record: false, onStep: () => undefined };
    expect(await checkLessons(folder, options)).toMatchObject({ lessons: 1, problems: [] });
  });

  test('is checked without a recording being made, where that is not wanted', async () => {
    expect(await check()).toMatchObject({ problems: [], recordings: 0, steps: [] });
  });
});

describe('all that is wrong is listed, with file and line', () => {
  test('in the text', async () => {
    const problems = await problemsWith('lesson.md', (text) =>
      text
        .replace('is="12"', 'is="13"')
        .replace('n=12}', 'n=99}')
        .replace('preset="good"', 'preset="bad"')
        .replace(':term[payload]', ':term[cargo]'),
    );
    expect(problems.map((problem) => problem.replace(/;.*$/, ''))).toEqual([
      '/lesson.md:21: the glossary has no term "cargo"',
      '/lesson.md:49: the byte lab has no preset "bad"',
      '/lesson.md:34: no event of the recording main matches kind="recv.ret" thread="Thread-1" n="99"',
      '/lesson.md:17: max is "12" in the recording, not "13"',
    ]);
  });

  test('in each of the steps that cannot be read', async () => {
    const problems = await problemsWith('lesson.md', (text) =>
      text.replace('::lab', '::lap').replace('::highlight', '::light'),
    );
    expect(problems).toEqual([
      expect.stringContaining('/lesson.md:35: unknown directive "::light"'),
      expect.stringContaining('/lesson.md:49: unknown directive "::lap"'),
    ]);
  });

  test('in the scenario', async () => {
    const problems = await problemsWith(
      'scenario.yaml',
      (text) => text.replace('program: hello', 'program: dance'),
      true,
    );
    expect(problems).toEqual([
      expect.stringMatching(/^\/scenario\.yaml:7: program is one of: hello/),
    ]);
  });

  test('where the scenario is not there', async () => {
    expect(await problemsWith('scenario.yaml', () => undefined, true)).toEqual([
      '/scenario.yaml:1: the lesson has no scenario.yaml',
    ]);
  });

  test('where the recording is not there, or damaged', async () => {
    const [missing] = await problemsWith('trace.jsonl', () => undefined);
    expect(missing).toContain('the lesson is not recorded yet: wirestep record does it');
    const [damaged] = await problemsWith('trace.jsonl', () => 'no trace\n');
    expect(damaged).toContain('/lesson.md:1: a recording is damaged: ');
  });

  test('in a new recording only, where the old one still fits the text', async () => {
    const problems = await problemsWith(
      'scenario.yaml',
      (text) => text.replace('program: hello', 'program: three'),
      true,
    );
    // The client of the other program says the same first, so the lesson holds as it is.
    expect(problems).toEqual([]);
    const own = await problemsWith(
      'scenario.yaml',
      (text) => text.replace(/ {2}- start: client-1[^]*$/, '  - pause: 1\n'),
      true,
    );
    expect(own[0]).toMatch(
      /lesson\.md:10: no event of the recording main .*\(in a new recording\)$/,
    );
  });

  test('where a recording lies there that the scenario does not have', async () => {
    const problems = await problemsWith(
      'scenario.yaml',
      (text) =>
        text
          .replace(
            /steps:\n([^]*)/,
            (_, steps: string) =>
              `recordings:\n  - name: main\n    steps:\n${steps.replace(/^/gm, '  ')}`,
          )
          .replace('name: main', 'name: other'),
      true,
    );
    expect(problems[0]).toContain('/scenario.yaml:1: no recording here is ');
    expect(problems[0]).toContain('trace.jsonl: remove that file');
  });
});

test('a folder without lessons says so', async () => {
  const options = { port: 0, record: false, onStep: () => undefined };
  const { problems } = await checkLessons(temporaryFolder(), options);
  expect(problems[0]).toContain('has no lessons: folders such as 01-my-lesson');
});
