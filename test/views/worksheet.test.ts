import { describe, expect, test } from 'vitest';
import type { CuedBlock, CuedQuestion, LessonNode } from '../../src/course/lesson.ts';
import { BLANK, blanked, givesAway } from '../../src/views/worksheet/blanks.ts';
import { sheetOf, shortened } from '../../src/views/worksheet/sheet.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';
import { lesson, paragraph, step } from '../support/lesson.ts';

const talk = oneMessage();
const { trace } = parseTrace(talk.bytes());
const traces = new Map([['main', trace]]);
/** The send of the header: the recording says that it has 64 bytes. */
const send = trace.seqs[trace.ofKind('send')[0] ?? 0] ?? 0;
const { len } = trace.at(trace.ofKind('send')[0] ?? 0) as { readonly len: number };

const p = (text: string): LessonNode => ({ tag: 'p', children: [text] });
const number: CuedQuestion = {
  kind: 'number',
  id: 'how-many',
  fact: 'len',
  answer: send,
  prompt: [p('How many bytes leave?')],
  reason: [p(`Because it says ${len}.`)],
};
const asked: CuedBlock = { block: 'question', question: number };

const sheet = (...steps: Parameters<typeof step>[0][]) =>
  sheetOf(lesson(steps.map((one) => step(one))), traces);

describe('a sheet', () => {
  test('has the steps with their key sentences and their questions', () => {
    const found = sheet(
      { seq: 1, title: 'Begin', body: [paragraph('One. Two.')] },
      { seq: send, title: 'Ask', body: [paragraph('Look.'), asked] },
    );
    const begin = { title: 'Begin', text: 'One. Two.', question: undefined };
    expect(found).toEqual([
      { page: 1, upTo: 1, ...begin, notes: [] },
      { page: 2, upTo: 2, title: 'Ask', text: 'Look.', question: number, notes: [] },
    ]);
  });

  test('says no answer: pages that tell what came of a question are left for the student', () => {
    const found = sheet(
      { seq: send, body: [asked, paragraph(`It was ${len}.`)] },
      { seq: 90, title: 'It came', body: [paragraph('All of it came.')] },
      { seq: 91, title: 'And went', body: [paragraph('All of it went.')] },
      { seq: 92, title: 'Change it', stage: 'modify', body: [paragraph('Send less.')] },
    );
    expect(found.map(({ page, upTo, title, text }) => [page, upTo, title, text])).toEqual([
      [1, 1, 'A step', ''],
      [2, 3, undefined, ''],
      [4, 4, 'Change it', 'Send less.'],
    ]);
  });

  test('of a later question only what it asks about is there, not what came of the one before', () => {
    const body = [paragraph('It waited.'), paragraph('Now the other side sends.'), asked];
    const found = sheet({ seq: send, body: [asked] }, { seq: send, title: 'It waited', body });
    expect(found[1]).toMatchObject({ title: 'Next question', text: 'Now the other side sends.' });
  });

  test('where a later step must speak, the answer in it is a blank', () => {
    const body = [paragraph(`Those ${len} bytes, not 1${len}.`)];
    const found = sheet(
      { seq: send, body: [asked] },
      { seq: 90, stage: 'make', title: `All ${len}`, body },
    );
    expect(found[1]?.title).toBe(`All ${BLANK}`);
    expect(found[1]?.text).toBe(`Those ${BLANK} bytes, not 1${len}.`);
  });

  test('the text before a question may hold the number: the student saw it there too', () => {
    const [first] = sheet({ seq: send, body: [paragraph(`Up to ${len}.`), asked] });
    expect(first?.text).toBe(`Up to ${len}.`);
  });

  test('the presenter’s notes are there for the teacher, also those of pages left to the student', () => {
    const notes = { minutes: 3, nodes: [p('Let them guess.')] };
    const found = sheet({ seq: send, notes, body: [asked] }, { seq: 90 }, { seq: 91, notes });
    expect(found.map((one) => one.notes)).toEqual([
      [{ minutes: 3, text: 'Let them guess.' }],
      [{ minutes: 3, text: 'Let them guess.' }],
    ]);
  });
});

test('text is cut between sentences, and the first one always stays', () => {
  expect(shortened('One two. Three four. Five.', 20)).toBe('One two. Three four.');
  expect(shortened('A very long first sentence. Then.', 3)).toBe('A very long first sentence.');
  expect(shortened('It looks so:', 50)).toBe('It looks so.');
  expect(shortened('', 50)).toBe('');
});

test.each([
  [{ kind: 'number', value: 64 }, ['64', 'sixty-four']],
  [{ kind: 'number', value: 12 }, ['12', 'twelve']],
  [{ kind: 'number', value: 40 }, ['40', 'forty']],
  [{ kind: 'number', value: 300_000 }, ['300000']],
  [{ kind: 'text', value: 'Msg received\n!' }, ['Msg received']],
  [{ kind: 'bytes', hex: '31322020' }, ['12', '31 32']],
  [{ kind: 'order', items: [1, 0] }, []],
  [{ kind: 'point', at: 'line', line: 4 }, []],
  [undefined, []],
] as const)('%j is given away by %j', (answer, words) => {
  expect(givesAway(number, answer)).toEqual(words);
});

test('the right option’s own words are an answer too', () => {
  const options = [
    { label: 'waits', conditions: {} },
    { label: 'returns', conditions: {} },
  ];
  const choice: CuedQuestion = { ...number, kind: 'choice', options };
  expect(givesAway(choice, { kind: 'choice', option: 0 })).toEqual(['waits']);
});

test('a blank stands for a whole word, signs included, and never for a part of one', () => {
  expect(blanked('It waits; 64. 164 awaits', ['64', 'waits'])).toBe(
    `It ${BLANK}; ${BLANK}. 164 awaits`,
  );
  expect(blanked('Hi é! (a+b)', ['Hi é!', '(a+b)'])).toBe(`${BLANK} ${BLANK}`);
});
