import { expect, test } from 'vitest';
import { writeGiven, type Given } from '../../src/course/given.ts';
import { writeRoomQuestion, type RoomQuestion } from '../../src/course/room-question.ts';
import type { QuestionState } from '../../src/live/state.ts';
import { answerRows, askedOf, countWords, givenWords } from '../../src/views/room/asked.ts';

const prompt = [{ tag: 'p', children: ['How many?'] }] as const;
const asked = { id: 'q', prompt, reason: [], answer: 7 };
const NUMBER: RoomQuestion = { ...asked, kind: 'number', fact: 'n', unit: 'bytes' };
const CHOICE: RoomQuestion = {
  ...asked,
  kind: 'choice',
  options: ['12 bytes', '64 bytes', '76 bytes'].map((label) => ({ label, conditions: {} })),
};
const state = (question: string, number = 1): QuestionState => ({
  type: 'question',
  number,
  question,
  revealed: false,
  answers: 0,
});
const row = (given: Given, count: number, hands = 0) => ({
  given: writeGiven(given),
  count,
  hands,
});
const said = (question: RoomQuestion, tally: Parameters<typeof answerRows>[1]) =>
  answerRows(question, tally).map(
    ({ words, count, hands, recorded }) =>
      `${words}: ${count}+${hands}${recorded ? ' recorded' : ''}`,
  );

test('a question is open where the server says one with a number', () => {
  expect(askedOf(state(writeRoomQuestion(NUMBER)))).toEqual(NUMBER);
  expect(askedOf({ type: 'question', revealed: false, answers: 0 })).toBeUndefined();
  expect(askedOf(undefined)).toBeUndefined();
  expect(askedOf(state('{"kind":"number"}'))).toBeUndefined();
});

test('a choice shows every option in its order, given or not', () => {
  const tally = [row({ kind: 'choice', option: 2 }, 5, 1), row({ kind: 'choice', option: 0 }, 2)];
  expect(said(CHOICE, tally)).toEqual(['12 bytes: 2+0', '64 bytes: 0+0', '76 bytes: 5+1']);
});

test('an option that the question does not have is shown as what it is', () => {
  expect(said(CHOICE, [row({ kind: 'choice', option: 9 }, 1)]).at(-1)).toBe(
    'an option that is no longer there: 1+0',
  );
});

test('other answers stand as the server ranks them, in words', () => {
  const tally = [row({ kind: 'number', value: 64 }, 3), row({ kind: 'number', value: 1 }, 2)];
  expect(said(NUMBER, tally)).toEqual(['64 bytes: 3+0', '1 byte: 2+0']);
});

test('the recorded answer is marked once it is told, and only then', () => {
  const tally = [row({ kind: 'number', value: 64 }, 3), row({ kind: 'number', value: 12 }, 2)];
  expect(said(NUMBER, tally).join()).not.toContain('recorded');
  const told = { ...NUMBER, recorded: { kind: 'number', value: 12 } } as const;
  expect(said(told, tally)).toEqual(['64 bytes: 3+0', '12 bytes: 2+0 recorded']);
});

test('the recorded answer is shown also where nobody gave it', () => {
  const told = { ...NUMBER, recorded: { kind: 'number', value: 12 } } as const;
  expect(said(told, [row({ kind: 'number', value: 64 }, 3)])).toEqual([
    '64 bytes: 3+0',
    '12 bytes: 0+0 recorded',
  ]);
});

test('what a participant wrote is drawn harmless', () => {
  const text: RoomQuestion = { ...asked, kind: 'text', fact: 'text' };
  expect(said(text, [row({ kind: 'text', value: 'a\u202e\u001b[2J' }, 1)])).toEqual([
    '“a‹U+202E›␛[2J”: 1+0',
  ]);
  expect(answerRows(text, [{ given: '<b>', count: 1, hands: 0 }])[0]?.words).toBe(
    'an answer that cannot be read',
  );
});

test('an order is one line', () => {
  const items = ['send', 'recv'].map((label, event) => ({ label, event }));
  const order: RoomQuestion = { id: 'q', prompt, reason: [], kind: 'order', items };
  expect(givenWords(order, { kind: 'order', items: [1, 0] }, undefined)).toBe('recv, then send');
});

test('a call can be named without its recording', () => {
  const point: RoomQuestion = { ...asked, kind: 'point', at: 'call' };
  expect(givenWords(point, { kind: 'point', at: 'call', seq: 21 }, undefined)).toBe('call #21');
});

test.each([
  [0, 12, '0 of 12 have answered.'],
  [1, 12, '1 of 12 has answered.'],
  [1, 0, '1 has answered.'],
  [7, 7, '7 have answered.'],
  // Some who have answered are away.
  [9, 7, '9 have answered.'],
])('%i answers of %i who follow: %s', (answers, followers, words) => {
  expect(countWords(answers, followers)).toBe(words);
});
