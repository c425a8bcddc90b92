import { describe, expect, test } from 'vitest';
import type { Given } from '../../src/course/given.ts';
import { readProgress, writeProgress, type Kept } from '../../src/views/lesson/progress-file.ts';

const GIVEN: readonly Given[] = [
  { kind: 'number', value: 64 },
  { kind: 'text', value: 'Msg received' },
  { kind: 'choice', option: 2 },
  { kind: 'bytes', hex: '3132' },
  { kind: 'order', items: [2, 0, 1] },
  { kind: 'point', at: 'byte', way: 'up', offset: 12 },
  { kind: 'point', at: 'line', line: 7 },
  { kind: 'point', at: 'call', seq: 21 },
];

const file = (lessons: unknown, version: unknown = 1) =>
  JSON.stringify({ format: 'wirestep-progress', version, lessons });
const lesson = (answers: unknown, slug: unknown = '01-a', page: unknown = 2) =>
  file([{ slug, page, answers }]);

describe('progress as a file', () => {
  test('holds every kind of answer, and what was skipped', () => {
    const answers = new Map<string, Kept>([
      ...GIVEN.map((given, at): [string, Kept] => [
        `q-${at}`,
        { state: 'answered', given, right: at % 2 === 0 },
      ]),
      ['skipped', { state: 'skipped' }],
    ]);
    const lessons = new Map([
      ['02-b', { page: 3, seen: 5, answers }],
      ['01-a', { page: 1, seen: 0, answers: new Map() }],
    ]);
    const read = readProgress(writeProgress(lessons));
    expect(read).toEqual(lessons);
    expect([...(typeof read === 'string' ? [] : read.keys())]).toEqual(['02-b', '01-a']);
  });

  test.each([
    ['', 'This file holds no progress of wirestep.'],
    ['{', 'This file holds no progress of wirestep.'],
    ['null', 'This file holds no progress of wirestep.'],
    ['[]', 'This file holds no progress of wirestep.'],
    ['{"format":"wirestep-trace","version":1}', 'This file holds no progress of wirestep.'],
    [file([], 2), 'This file is of version 2; this wirestep reads version 1.'],
    [file([], null), 'This file is of version null; this wirestep reads version 1.'],
    [file({}), 'This file is damaged: it has no list of lessons.'],
    [file([null]), 'This file is damaged: its lesson 1 cannot be read.'],
    [lesson([], '../a'), 'This file is damaged: its lesson 1 cannot be read.'],
    [lesson([], '01-a', 0), 'This file is damaged: its lesson 1 cannot be read.'],
    [
      file([{ slug: '01-a', page: 1, seen: -1, answers: [] }]),
      'This file is damaged: its lesson 1 cannot be read.',
    ],
    [lesson([], '01-a', 1.5), 'This file is damaged: its lesson 1 cannot be read.'],
    [lesson({}), 'This file is damaged: its lesson 1 cannot be read.'],
    [lesson([{ id: 'a b', state: 'skipped' }]), /its lesson 1 cannot be read/],
    [lesson([{ id: 'a', state: 'right' }]), /its lesson 1 cannot be read/],
    [lesson([{ id: 'a', state: 'answered', right: true }]), /its lesson 1 cannot be read/],
    [
      lesson([{ id: 'a', state: 'answered', given: GIVEN[0], right: 'yes' }]),
      /its lesson 1 cannot be read/,
    ],
    ['x'.repeat(2_000_001), 'This file is too large to hold progress.'],
  ])('%.60s is refused in a sentence', (text, sentence) => {
    expect(readProgress(text)).toMatch(sentence);
  });

  test.each([
    { kind: 'number', value: '64' },
    { kind: 'text', value: 'x'.repeat(5000) },
    { kind: 'choice', option: -1 },
    { kind: 'bytes', hex: '3' },
    { kind: 'bytes', hex: 'zz' },
    { kind: 'order', items: [0, 'b'] },
    { kind: 'order', items: Array.from({ length: 100 }, () => 0) },
    { kind: 'point', at: 'byte', way: 'left', offset: 1 },
    { kind: 'point', at: 'sky', line: 1 },
    { kind: 'riddle' },
    'text',
  ])('%j is no answer', (given) => {
    expect(readProgress(lesson([{ id: 'a', state: 'answered', given, right: true }]))).toMatch(
      /cannot be read/,
    );
  });

  test('a name that objects already have is a name like any other', () => {
    const read = readProgress(lesson([{ id: '__proto__', state: 'skipped' }], 'constructor'));
    expect(read).toEqual(
      new Map([
        [
          'constructor',
          { page: 2, seen: 2, answers: new Map([['__proto__', { state: 'skipped' }]]) },
        ],
      ]),
    );
    expect(({} as { state?: string }).state).toBeUndefined();
  });
});
