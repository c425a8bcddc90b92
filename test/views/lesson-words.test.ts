import { describe, expect, test } from 'vitest';
import type { CuedBlock, CuedQuestion, LessonNode } from '../../src/course/lesson.ts';
import { answerLines, bytesWords } from '../../src/views/lesson/answer-words.ts';
import {
  byteOf,
  cellAfterKey,
  glyphOf,
  mixed,
  movedItem,
  numberOf,
} from '../../src/views/lesson/fields.ts';
import { minutesUpTo, pageTitle, partsOf, runsHref } from '../../src/views/lesson/lesson-words.ts';
import { pointOut } from '../../src/views/lesson/highlight.ts';
import { PlayerState } from '../../src/views/player/player-state.svelte.ts';
import { parseLink } from '../../src/replay/link.ts';
import { howMany, lesson, paragraph, step } from '../support/lesson.ts';
import { parsed } from '../support/questions.ts';

const { trace } = parsed;
const node = (text: string): LessonNode => ({ tag: 'p', children: [text] });
const asked = { id: 'q', prompt: [], reason: [] };

describe('a page of a lesson', () => {
  const body: readonly CuedBlock[] = [
    paragraph('One.'),
    howMany('q', 1),
    paragraph('Two.'),
    { block: 'aside', title: 'Aside', nodes: [node('Three.')] },
  ];

  test('is plain text up to the first thing that is more', () => {
    expect(partsOf(body, false)).toEqual({ texts: [node('One.')], rest: body.slice(1) });
    expect(partsOf([paragraph('One.')], false).rest).toEqual([]);
    expect(partsOf([], true)).toEqual({ texts: [], rest: [] });
  });

  test('ends with its question as long as that is open', () => {
    expect(partsOf(body, true).rest).toEqual([body[1]]);
  });

  test('behind an open question has a number instead of its title', () => {
    const course = lesson([step({ seq: 1, title: 'A' }), step({ seq: 2, title: 'B' })]);
    expect([1, 2].map((page) => pageTitle(course, page, 1))).toEqual(['A', 'Page 2']);
    expect(pageTitle(course, 2, undefined)).toBe('B');
  });

  test('knows how many minutes the presenter has used with it', () => {
    const notes = (minutes?: number) => ({ minutes, nodes: [] });
    const course = lesson([
      step({ seq: 1, notes: notes(3) }),
      step({ seq: 2 }),
      step({ seq: 3, notes: notes(4) }),
    ]);
    expect([1, 2, 3].map((page) => minutesUpTo(course, page))).toEqual([3, 3, 7]);
    expect(minutesUpTo(course)).toBe(7);
  });

  test.each([
    ['split', 'whole', '#/compare/lesson/04-a.split/lesson/04-a.whole'],
    ['08-b.reset', 'preset/reset', '#/compare/lesson/08-b.reset/preset/reset'],
    ['08-b', 'lesson/04-a.split', '#/compare/lesson/08-b/lesson/04-a.split'],
  ])('puts the runs %s and %s side by side', (left, right, href) => {
    expect(runsHref('04-a', left, right)).toBe(href);
  });

  test('has runs whose address leads to a comparison', () => {
    expect(parseLink(runsHref('04-a', 'split', '08-b.reset'))).toMatchObject({
      page: 'compare',
      left: { page: 'lesson', slug: '04-a', recording: 'split' },
      right: { page: 'lesson', slug: '08-b', recording: 'reset' },
    });
  });
});

describe('what a page points at', () => {
  const open = () => new PlayerState(trace, undefined, undefined);

  test('is selected, and let go by the next page', () => {
    const player = open();
    player.replay.seek(30);
    const byte = { way: 'up', offset: 3 } as const;
    const first = { byte, thread: 'Thread-1', panel: 'thread' } as const;
    pointOut(player, {}, first);
    expect(player.look).toMatchObject({ byte, thread: 3, panel: 'thread' });
    pointOut(player, first, {});
    expect(player.look).toMatchObject({ byte: undefined, thread: undefined, panel: 'locals' });
  });

  test('does not take the place of what a person has selected', () => {
    const player = open();
    player.replay.seek(30);
    player.byte = { way: 'up', offset: 9 };
    player.replay.thread = 2;
    pointOut(player, {}, { byte: { way: 'up', offset: 3 }, thread: 'Thread-1' });
    expect(player.look).toMatchObject({ byte: { offset: 9 }, thread: 2 });
  });

  test('is nothing where the thread is not there', () => {
    const player = open();
    pointOut(player, {}, { thread: 'Thread-9' });
    expect(player.replay.thread).toBeUndefined();
  });
});

describe('an answer in words', () => {
  const bytes = { ...asked, kind: 'number', unit: 'bytes', fact: 'n', answer: 1 } as const;
  const choice: CuedQuestion = {
    ...asked,
    kind: 'choice',
    options: [{ label: 'waits', conditions: {} }],
    answer: 1,
  };

  test('has its unit, in the singular where it is one', () => {
    const words = (value: number) => answerLines(bytes, { kind: 'number', value }, trace);
    expect([words(64), words(1)]).toEqual([['64 bytes'], ['1 byte']]);
    const plain = { ...asked, kind: 'number', fact: 'n', answer: 1 } as const;
    expect(answerLines(plain, { kind: 'number', value: -5 }, trace)).toEqual(['-5']);
  });

  test('is the option’s or the items’ own words', () => {
    expect(answerLines(choice, { kind: 'choice', option: 0 }, trace)).toEqual(['waits']);
    expect(answerLines(choice, { kind: 'choice', option: 7 }, trace)).toEqual([
      'an option that is no longer there',
    ]);
    const order = {
      ...asked,
      kind: 'order',
      items: [
        { label: 'a', event: 1 },
        { label: 'b', event: 2 },
      ],
    } as const;
    expect(answerLines(order, { kind: 'order', items: [1, 0] }, trace)).toEqual(['b', 'a']);
  });

  test.each([
    ['3132' + '20'.repeat(62), '“12”, then 62 spaces'],
    ['31 32 20', '“12”, then 1 space'],
    ['0000', '2 zero bytes'],
    ['41c3a9', '41 c3 a9'],
    ['', 'no byte'],
  ])('%.12s… of bytes is %s', (hex, words) => {
    expect(bytesWords(hex)).toBe(words);
  });

  test('names the place that was pointed at', () => {
    const point = (given: Parameters<typeof answerLines>[1]) => answerLines(bytes, given, trace);
    expect(point({ kind: 'point', at: 'line', line: 10 })).toEqual(['line 10']);
    expect(point({ kind: 'point', at: 'byte', way: 'down', offset: 3 })).toEqual([
      'byte 3, server to client',
    ]);
    const seq = trace.seqs[trace.ofKind('recv')[0] as number] as number;
    expect(point({ kind: 'point', at: 'call', seq })).toEqual([`call #${seq}, recv`]);
    expect(point({ kind: 'point', at: 'call', seq: 9999 })).toEqual(['call #9999']);
  });
});

describe('the fields of a question', () => {
  test.each([
    ['64', 64],
    [' -5 ', -5],
    ['1,5', 1.5],
    ['+3', 3],
    ['64 bytes', undefined],
    ['0x40', undefined],
    ['', undefined],
    ['1e9', undefined],
  ])('take %j as %s', (typed, value) => {
    expect(numberOf(typed)).toBe(value);
  });

  test.each([
    ['1', '31'],
    [' ', '20'],
    ['~', '7e'],
    ['é', undefined],
    ['Enter', undefined],
    ['\t', undefined],
  ])('take the key %j as the byte %s', (key, byte) => {
    expect(byteOf(key)).toBe(byte);
  });

  test('show each byte by one character', () => {
    expect([undefined, '20', '00', '31'].map(glyphOf)).toEqual(['', '·', '␀', '1']);
  });

  test.each([
    ['ArrowRight', 7, 8],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 3, 11],
    ['ArrowDown', 60, 63],
    ['ArrowUp', 11, 3],
    ['Home', 13, 8],
    ['End', 13, 15],
    ['End', 62, 63],
    ['Tab', 5, undefined],
  ])('lead with %s from cell %i to %s of 64', (key, at, to) => {
    expect(cellAfterKey(key, at, 64)).toBe(to);
  });

  test('mix the items of an order always in the same way, and never into the right one', () => {
    for (let count = 2; count <= 6; count++) {
      for (const id of ['a', 'b', 'who-first', 'order']) {
        const items = Array.from({ length: count }, () => ({ label: 'x', event: 1 }));
        const question = { ...asked, id, kind: 'order', items } as const;
        const order = mixed(question);
        expect(order).toEqual(mixed(question));
        expect([...order].sort()).toEqual(items.map((_, at) => at));
        expect(order).not.toEqual(items.map((_, at) => at));
      }
    }
  });

  test('move an item by one place, and no further than the ends', () => {
    expect(movedItem([0, 1, 2], 1, -1)).toEqual([1, 0, 2]);
    expect(movedItem([0, 1, 2], 1, 1)).toEqual([0, 2, 1]);
    expect(movedItem([0, 1, 2], 0, -1)).toEqual([0, 1, 2]);
    expect(movedItem([0, 1, 2], 2, 1)).toEqual([0, 1, 2]);
  });
});
