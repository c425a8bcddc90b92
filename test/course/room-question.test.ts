import { expect, test } from 'vitest';
import type { CuedQuestion, LessonNode } from '../../src/course/lesson.ts';
import { readRoomQuestion, writeRoomQuestion } from '../../src/course/room-question.ts';
import { questionOf } from '../../src/views/lesson/gate.ts';
import { questions } from '../support/questions.ts';

const words: LessonNode = { tag: 'p', children: ['How many?'] };
const asked = { id: 'q', prompt: [words], reason: [words] };
const NUMBER: CuedQuestion = { ...asked, kind: 'number', fact: 'n', unit: 'bytes', answer: 7 };
const given = { kind: 'number', value: 12 } as const;

const kinds = questions.steps.flatMap((step) => questionOf(step) ?? []);

test.each(kinds.map((question) => [question.kind, question] as const))(
  'a question of kind %s arrives as it was sent',
  (_, question) => {
    expect(readRoomQuestion(writeRoomQuestion(question))).toEqual(question);
  },
);

test('what belongs to the room goes with it', () => {
  const question = { ...NUMBER, about: 'recording/a', coming: [3, 4], recorded: given };
  expect(readRoomQuestion(writeRoomQuestion(question))).toEqual(question);
});

test('what it does not know, or what is wrong of the room’s own, is left out', () => {
  const text = JSON.stringify({ ...NUMBER, more: 1, about: 2, coming: ['x'], recorded: 'y' });
  expect(readRoomQuestion(text)).toEqual(NUMBER);
});

test.each([
  ['', 'no JSON'],
  ['null', 'null'],
  ['[]', 'a list'],
  ['"text"', 'a text'],
  [JSON.stringify({ ...NUMBER, kind: 'other' }), 'an unknown kind'],
  [JSON.stringify({ ...NUMBER, id: 1 }), 'an id that is none'],
  [JSON.stringify({ ...NUMBER, answer: -1 }), 'an answer before all events'],
  [JSON.stringify({ ...NUMBER, answer: '7' }), 'an answer that is a text'],
  [JSON.stringify({ ...NUMBER, prompt: 'x' }), 'a prompt without nodes'],
  [JSON.stringify({ ...NUMBER, fact: undefined }), 'no fact'],
  [
    JSON.stringify({ ...asked, kind: 'choice', answer: 1, options: [{ label: 'a' }] }),
    'an option without conditions',
  ],
  [
    JSON.stringify({
      ...asked,
      kind: 'choice',
      answer: 1,
      options: [{ label: 'a', conditions: { n: 1 } }],
    }),
    'a condition that is no text',
  ],
  [
    JSON.stringify({ ...asked, kind: 'order', items: [{ label: 'a' }] }),
    'an item without an event',
  ],
  [
    JSON.stringify({ ...asked, kind: 'bytes', answer: 1, cells: 1e9 }),
    'more cells than a page can show',
  ],
  [
    JSON.stringify({ ...asked, kind: 'point', answer: 1, at: 'window' }),
    'a point at something else',
  ],
])('%# no question is made of %s (%s)', (text) => {
  expect(readRoomQuestion(text)).toBeUndefined();
});

const prompting = (node: unknown) =>
  readRoomQuestion(JSON.stringify({ ...NUMBER, prompt: [node] }));

test.each(['script', 'iframe', 'style', 'img', 'svg', 'P'])('no element %s is made', (tag) => {
  expect(prompting({ tag, children: ['x'] })).toBeUndefined();
  expect(prompting({ tag: 'p', children: [{ tag, children: [] }] })).toBeUndefined();
});

test.each(['javascript:alert(1)', 'https://example.org/', '//example.org', '#presenter=x', 7])(
  'a link to %s leads nowhere',
  (href) => {
    expect(prompting({ tag: 'a', href, children: ['x'] })?.prompt).toEqual([
      { tag: 'a', children: ['x'] },
    ]);
  },
);

test('a link within the page stays, and so does a word of the glossary', () => {
  const node = {
    tag: 'a',
    href: '#/glossary/recv',
    children: [{ tag: 'term', term: 'recv', children: ['x'] }],
  };
  expect(prompting(node)?.prompt).toEqual([node]);
});

test('attributes that lessons do not have are left out', () => {
  expect(prompting({ tag: 'p', onclick: 'x', style: 'y', children: [] })?.prompt).toEqual([
    { tag: 'p', children: [] },
  ]);
});

test('nodes nested too deeply are refused', () => {
  const nest = (depth: number): unknown =>
    depth === 0 ? 'x' : { tag: 'em', children: [nest(depth - 1)] };
  expect(prompting(nest(5))).toBeDefined();
  expect(prompting(nest(2000))).toBeUndefined();
});

test('characters that hide or reorder what stands beside them are drawn', () => {
  const text = JSON.stringify({
    ...asked,
    kind: 'choice',
    answer: 1,
    prompt: [{ tag: 'p', children: ['a\u202eb'] }],
    options: [{ label: 'c\u200bd', conditions: {} }],
  });
  expect(readRoomQuestion(text)).toMatchObject({
    prompt: [{ children: ['a‹U+202E›b'] }],
    options: [{ label: 'c‹U+200B›d' }],
  });
});
