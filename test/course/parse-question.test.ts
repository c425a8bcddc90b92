import { describe, expect, test } from 'vitest';
import { LessonError, type Question } from '../../src/course/lesson.ts';
import { parseLesson } from '../../src/course/parse-lesson.ts';

const HEAD = '---\ntitle: A\nsummary: B.\n---\n\n## Step\n\n::cue{kind="accept"}\n\n';
const ANSWER = '::answer{kind="recv.ret" thread="Thread-1" nth=2';
const END = '\n\n::because\n\nThat is why.\n:::\n';

/** The question of a lesson with just this one; its first line is line 10. */
function question(text: string): Question {
  const [step] = parseLesson('lesson.md', '01-a', HEAD + text).steps;
  for (const block of step?.body ?? []) if (block.block === 'question') return block.question;
  throw new Error('no question');
}

const fault = (text: string): string => {
  try {
    question(text);
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return 'no fault';
};

const asked = {
  id: 'how',
  prompt: [{ tag: 'p', children: ['How?'] }],
  reason: [{ tag: 'p', children: ['That is why.'] }],
};
const cue = { kind: 'recv.ret', nth: 2, where: { thread: 'Thread-1' } };

describe('a question has its text, what answers it in the recording, and the reason', () => {
  test('a number, with its unit', () => {
    const text = `:::number{#how unit="bytes"}\nHow?\n\n${ANSWER} fact="n" is="12"}${END}`;
    const answer = { cue, is: '12', line: 13 };
    expect(question(text)).toEqual({ ...asked, kind: 'number', unit: 'bytes', fact: 'n', answer });
  });

  test('a text', () => {
    const text = `:::text{#how}\nHow?\n\n${ANSWER} fact="local.msg" is="'Hi'"}${END}`;
    const answer = { cue, is: "'Hi'", line: 13 };
    expect(question(text)).toEqual({ ...asked, kind: 'text', fact: 'local.msg', answer });
  });

  test('a choice: each option says when it is right, one is claimed to be', () => {
    const options =
      '::option[returns `12` at once]{waited="no" n=12}\n\n::option[waits]{right n="<64"}';
    const text = `:::choice{#how}\nHow?\n\n${options}\n\n${ANSWER}}${END}`;
    expect(question(text)).toEqual({
      ...asked,
      kind: 'choice',
      options: [
        { label: 'returns 12 at once', conditions: { waited: 'no', n: '12' } },
        { label: 'waits', conditions: { n: '<64' } },
      ],
      answer: { cue, is: '1', line: 17 },
    });
  });

  test('bytes, as many as the event has', () => {
    const text = `:::bytes{#how}\nHow?\n\n::answer{kind="send" len=64 is="31 32"}${END}`;
    const answer = { cue: { kind: 'send', nth: 1, where: { len: '64' } }, is: '31 32', line: 13 };
    expect(question(text)).toEqual({ ...asked, kind: 'bytes', cells: 64, answer });
  });

  test('an order, written in the right one', () => {
    const items = ['One', 'Two', 'Three'].map(
      (one, n) => `::item[${one}]{kind="send" nth=${n + 1}}`,
    );
    const read = question(`:::order{#how}\nHow?\n\n${items.join('\n\n')}${END}`);
    expect(read).toMatchObject({ ...asked, kind: 'order' });
    expect(
      read.kind === 'order' && read.items.map(({ label, event }) => [label, event.cue.nth]),
    ).toEqual([
      ['One', 1],
      ['Two', 2],
      ['Three', 3],
    ]);
  });

  test.each([
    ['byte', 64],
    ['line', 7],
    ['call', undefined],
  ])('a %s to point at', (at, target) => {
    const is = target === undefined ? '' : ` is="${target}"`;
    const read = question(`:::point{#how at="${at}"}\nHow?\n\n${ANSWER}${is}}${END}`);
    expect(read).toMatchObject({ ...asked, kind: 'point', at, answer: { cue } });
    expect(read.kind === 'point' && read.target).toBe(target);
  });
});

const number = (attributes: string, answer = `${ANSWER} fact="n" is="12"}`) =>
  `:::number{${attributes}}\nHow?\n\n${answer}${END}`;
const choice = (...options: string[]) =>
  `:::choice{#how}\nHow?\n\n${options.join('\n\n')}\n\n${ANSWER}}${END}`;

describe('a fault names the line and what to write', () => {
  test.each([
    ['no id', number(''), '10: a question has an id: :::number{#some-words}'],
    ['an odd id', number('#How'), '10: an id is small letters, digits and -, not "How"'],
    [
      'an attribute it has not',
      number('#how cells=3'),
      '10: :::number has no "cells"; it has #id, unit',
    ],
    [
      'no text',
      `:::number{#how}\n${ANSWER} fact="n" is="1"}${END}`,
      '10: a question begins with its',
    ],
    ['no answer', `:::number{#how}\nHow?${END}`, '10: a question has one ::answer'],
    [
      'two answers',
      number('#how', `${ANSWER} fact="n" is="1"}\n\n${ANSWER}}`),
      '15: a question has one ::answer, not two',
    ],
    [
      'no reason',
      `:::number{#how}\nHow?\n\n${ANSWER} fact="n" is="1"}\n:::\n`,
      '10: a question ends with ::because',
    ],
    [
      'no fact',
      number('#how', `${ANSWER} is="1"}`),
      '13: the ::answer says what is asked for: fact="n"',
    ],
    [
      'a fact that is a word',
      number('#how', `${ANSWER} fact="thread" is="1"}`),
      '13: "thread" is no number',
    ],
    [
      'a time',
      number('#how', `${ANSWER} fact="ms" is="40"}`),
      '13: no two runs take the same time',
    ],
    [
      'no claim',
      number('#how', `${ANSWER} fact="n"}`),
      '13: the ::answer says what you take for right',
    ],
    [
      'a claim in words',
      number('#how', `${ANSWER} fact="n" is="few"}`),
      '13: is must be a whole number',
    ],
    [
      'a cue that is none',
      number('#how', '::answer{kind="x" fact="n" is="1"}'),
      '13: no event is of kind "x"',
    ],
    [
      'an after without a step',
      number('#how', '::answer{kind="recv" after="a" fact="n" is="1"}'),
      '13: no step above has the cue #a',
    ],
    ['one option', choice('::option[a]{right n=1}'), '10: a :::choice has two ::option'],
    [
      'no right one',
      choice('::option[a]{n=1}', '::option[b]{n=2}'),
      '10: exactly one ::option is marked',
    ],
    [
      'two right ones',
      choice('::option[a]{right n=1}', '::option[b]{right n=2}'),
      '15: exactly one ::option',
    ],
    [
      'an option for nothing',
      choice('::option[a]{right}', '::option[b]{n=2}'),
      '13: an ::option says when it is right',
    ],
    [
      'an option without words',
      choice('::option{right n=1}', '::option[b]{n=2}'),
      '13: write what is shown: ::option',
    ],
    [
      'an unknown condition',
      choice('::option[a]{right size=1}', '::option[b]{n=2}'),
      '13: an event has no "size"',
    ],
    [
      'text behind the options',
      choice('::option[a]{right n=1}', 'More.', '::option[b]{n=2}'),
      '15: text comes before the options',
    ],
    [
      'an option after because',
      `:::choice{#how}\nHow?\n\n::because\n\n::option[a]{n=1}\n:::\n`,
      '15: ::option comes before ::because',
    ],
    [
      'an item in a choice',
      choice('::item[a]{kind="send"}', '::option[b]{n=2}'),
      '13: ::item belongs in an :::order',
    ],
    [
      'a directive of steps',
      choice('::cue{kind="send"}', '::option[b]{n=2}'),
      '13: "::cue" is written ::cue, in a step',
    ],
    [
      'two items',
      `:::order{#how}\nHow?\n\n::item[a]{kind="send"}\n\n::item[b]{kind="recv"}${END}`,
      '10: an :::order has three to six',
    ],
    [
      'no number of bytes',
      `:::bytes{#how}\nHow?\n\n::answer{kind="send" is="31"}${END}`,
      '13: the ::answer of :::bytes says how many',
    ],
    [
      'bytes that are no hex',
      `:::bytes{#how}\nHow?\n\n::answer{kind="send" len=64 is="12 g"}${END}`,
      '13: is has the first bytes in hex',
    ],
    [
      'nothing to point at',
      `:::point{#how}\nHow?\n\n${ANSWER}}${END}`,
      '10: at is one of byte, line, call',
    ],
    [
      'a claim about a call',
      `:::point{#how at="call"}\nHow?\n\n${ANSWER} is="1"}${END}`,
      '13: the event of the ::answer is the call',
    ],
    ['a second question', `${number('#how')}\n${number('#when')}`, '20: a step has one question'],
  ])('%s', (_, text, message) => expect(fault(text)).toContain(`lesson.md:${message}`));
});
