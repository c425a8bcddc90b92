import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OwnLessons } from '../../server/own/own-lessons.ts';
import { entry } from '../support/lesson.ts';
import { temporaryFolder } from '../support/folder.ts';

const TEXT = '---\ntitle: Mine\nsummary: About it.\n---\n## A\n::cue{#a kind="accept"}\n\nWords.\n';
const TRACE = 'lessons/01-hello-world/trace.jsonl';

/** Folders for the built-in lessons and for own ones, and what is made of them. */
function setUp() {
  const dir = temporaryFolder();
  const builtIn = join(dir, 'built-in');
  const own = join(dir, 'own');
  mkdirSync(builtIn);
  mkdirSync(own);
  const theirs = entry({ slug: '01-hello', title: 'Theirs' });
  writeFileSync(join(builtIn, 'index.json'), JSON.stringify([theirs]));
  const lesson = { slug: '01-hello', steps: [{}, { id: 'second' }], recordings: [] };
  writeFileSync(join(builtIn, '01-hello.json'), JSON.stringify(lesson));
  const add = (slug: string, text = TEXT, trace = true): string => {
    const folder = join(own, slug);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'lesson.md'), text);
    if (trace) cpSync(TRACE, join(folder, 'trace.jsonl'));
    return folder;
  };
  return { dir, own, builtIn, add, lessons: new OwnLessons([own], builtIn) };
}

type Add = ReturnType<typeof setUp>['add'];

describe('own lessons', () => {
  test('stand in the list with the built-in ones, by their numbers', () => {
    const { lessons, add } = setUp();
    add('02-mine');
    expect(lessons.entries()).toMatchObject([
      { slug: '01-hello', title: 'Theirs' },
      { slug: '02-mine', number: 2, title: 'Mine', own: true, steps: 1 },
    ]);
  });

  test('have their cues resolved, and links to steps of the built-in ones', () => {
    const { lessons, add } = setUp();
    add('02-mine', TEXT.replace('Words.', '[There](#/lesson/01-hello/second).'));
    const { lesson, recordings } = lessons.get('02-mine') ?? {};
    expect(lesson?.steps[0]?.seq).toBeGreaterThan(1);
    expect(JSON.stringify(lesson)).toContain('"#/lesson/01-hello/2"');
    expect([...(recordings?.keys() ?? [])]).toEqual(['main']);
  });

  test('take the place of the built-in one of the same name', () => {
    const { lessons, add } = setUp();
    add('01-hello');
    expect(lessons.entries()).toMatchObject([{ slug: '01-hello', title: 'Mine', own: true }]);
  });

  test('are read again when a file has changed', () => {
    const { lessons, add } = setUp();
    const folder = add('02-mine');
    expect(lessons.get('02-mine')?.entry.title).toBe('Mine');
    writeFileSync(join(folder, 'lesson.md'), TEXT.replace('Mine', 'Changed'));
    expect(lessons.get('02-mine')?.entry.title).toBe('Changed');
    rmSync(folder, { recursive: true });
    expect(lessons.get('02-mine')).toBeUndefined();
  });

  test('may come from several folders, but not the same one twice', () => {
    const { dir, own, builtIn, add } = setUp();
    add('02-mine');
    add('03-other');
    const second = join(dir, 'second');
    mkdirSync(second);
    renameSync(join(own, '03-other'), join(second, '03-other'));
    cpSync(join(own, '02-mine'), join(second, '02-mine'), { recursive: true });
    const lessons = new OwnLessons([own, second], builtIn);
    expect(lessons.get('03-other')?.lesson).toBeDefined();
    expect(lessons.get('02-mine')?.entry.problem).toContain(
      `${join(second, '02-mine', 'lesson.md')}:1: there is a ${join(own, '02-mine')}`,
    );
  });

  test('are watched: a change is told', async () => {
    const { lessons, add } = setUp();
    const folder = add('02-mine');
    let told = 0;
    const unwatch = lessons.watch(() => told++);
    writeFileSync(join(folder, 'lesson.md'), `${TEXT}\nMore.\n`);
    await expect.poll(() => told, { timeout: 10_000 }).toBe(1);
    mkdirSync(join(folder, 'recordings'));
    cpSync(TRACE, join(folder, 'recordings', 'other.trace.jsonl'));
    await expect.poll(() => told, { timeout: 10_000 }).toBe(2);
    unwatch();
  });
});

describe('a folder in which something is wrong is one sentence in the list', () => {
  const problem = (make: (add: Add) => void) => {
    const { lessons, add, own } = setUp();
    make(add);
    const found = lessons.entries().find(({ slug }) => slug === '02-mine');
    expect(lessons.get('02-mine')?.lesson).toBeUndefined();
    // The other lessons are there.
    expect(lessons.entries().some(({ slug }) => slug === '01-hello')).toBe(true);
    return found?.problem?.replace(own, '');
  };

  test.each([
    [
      'an unknown directive',
      `${TEXT}\n::quiz\n`,
      '/02-mine/lesson.md:10: unknown directive "::quiz"',
    ],
    [
      'a cue without an event',
      TEXT.replace('accept', 'recv" n="9'),
      '/02-mine/lesson.md:6: no event of the',
    ],
    ['no YAML', TEXT.replace('Mine', '['), '/02-mine/lesson.md:'],
    [
      'many aliases',
      TEXT.replace('Mine', `[${'&a [*a,*a,*a,*a,*a,*a]'.repeat(20)}]`),
      '/02-mine/lesson.md:',
    ],
    [
      'too much text',
      TEXT + 'x'.repeat(300_000),
      '/02-mine/lesson.md:1: a lesson has at most 256 KiB',
    ],
    [
      'hidden characters',
      `${TEXT}\n::qu\u202eiz\n`,
      '/02-mine/lesson.md:10: unknown directive "::qu‹U+202E›iz"',
    ],
  ])('%s', (_, text, sentence) => {
    expect(problem((add) => add('02-mine', text))).toContain(sentence);
  });

  test('no text', () => {
    const make = (add: Add) => rmSync(join(add('02-mine'), 'lesson.md'));
    expect(problem(make)).toBe('/02-mine/lesson.md:1: the lesson has no lesson.md');
  });

  test('a text that is made to be slow', () => {
    const { own, builtIn, add } = setUp();
    const lessons = new OwnLessons([own], builtIn, { one: 300, all: 600 });
    for (const slug of ['02-a', '03-b', '04-c', '05-d']) add(slug, TEXT + '*a_'.repeat(20_000));
    const began = performance.now();
    const problems = lessons.entries().flatMap(({ problem }) => problem ?? []);
    expect(problems).toHaveLength(4);
    for (const one of problems) expect(one).toMatch(/lesson.md:1: reading this takes too long$/);
    expect(performance.now() - began).toBeLessThan(6_000);
  });

  test('no recording', () => {
    expect(problem((add) => add('02-mine', TEXT, false))).toContain(
      '/02-mine/lesson.md:6: the lesson is not recorded yet: wirestep record does it',
    );
  });

  test('a recording that is none', () => {
    const make = (add: Add) => writeFileSync(join(add('02-mine'), 'trace.jsonl'), 'x\n');
    expect(problem(make)).toMatch(/^\/02-mine\/trace\.jsonl:1: /);
  });

  test('links that lead out of the folder are not followed', () => {
    const text = (add: Add) => {
      const folder = add('02-mine');
      rmSync(join(folder, 'lesson.md'));
      symlinkSync('/etc/passwd', join(folder, 'lesson.md'));
    };
    expect(problem(text)).toContain('/02-mine/lesson.md:1: this is no plain file');
    const trace = (add: Add) => {
      const folder = add('02-mine', TEXT, false);
      symlinkSync(join(process.cwd(), TRACE), join(folder, 'trace.jsonl'));
    };
    expect(problem(trace)).toContain('the lesson is not recorded yet');
  });

  test.skipIf(process.platform === 'win32')('a pipe is not waited for', () => {
    const make = (add: Add) => {
      const folder = add('02-mine');
      rmSync(join(folder, 'lesson.md'));
      execFileSync('mkfifo', [join(folder, 'lesson.md')]);
    };
    expect(problem(make)).toContain('/02-mine/lesson.md:1: this is no plain file');
  });
});

test('folders and files that are no lesson are left alone', () => {
  const { lessons, own } = setUp();
  mkdirSync(join(own, 'notes'));
  mkdirSync(join(own, '..02-x'));
  writeFileSync(join(own, '03-file'), '');
  expect(lessons.entries().map(({ slug }) => slug)).toEqual(['01-hello']);
});
