import { describe, expect, test } from 'vitest';
import type { Given } from '../../src/course/given.ts';
import { answerOf, isRight } from '../../src/course/grade.ts';
import type { CuedQuestion, Option } from '../../src/course/lesson.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { oneMessage } from '../support/conversation.ts';

const { trace } = parseTrace(oneMessage().bytes());
const asked = { id: 'a', prompt: [], reason: [] };
const seq = (kind: Parameters<typeof trace.ofKind>[0], nth = 0) =>
  trace.seqs[trace.ofKind(kind)[nth] ?? -1] ?? 0;

/** Whether the recording's answer is `right`, is graded as right, and `wrong` is not. */
function grades(question: CuedQuestion, right: Given, wrong: Given) {
  expect(answerOf(trace, question)).toEqual(right);
  expect(isRight(trace, question, right)).toBe(true);
  expect(isRight(trace, question, wrong)).toBe(false);
}

describe("the right answer is the recording's", () => {
  test('a number', () => {
    const question = { ...asked, kind: 'number', fact: 'n', answer: seq('recv.ret') } as const;
    grades(question, { kind: 'number', value: 64 }, { kind: 'number', value: 12 });
  });

  test('a text, whatever white space is around it', () => {
    const question = { ...asked, kind: 'text', fact: 'text', answer: seq('out', 3) } as const;
    const right = { kind: 'text', value: 'Msg received' } as const;
    grades(question, right, { kind: 'text', value: 'msg' });
    expect(isRight(trace, question, { kind: 'text', value: ' Msg received\n' })).toBe(true);
  });

  test('the only option that holds', () => {
    const options: readonly Option[] = [
      { label: 'at once', conditions: { waited: 'no' } },
      { label: 'after a while', conditions: { waited: 'yes', n: '64' } },
    ];
    const question = { ...asked, kind: 'choice', options, answer: seq('recv.ret') } as const;
    grades(question, { kind: 'choice', option: 1 }, { kind: 'choice', option: 0 });
    const both = [...options, { label: 'sixty-four', conditions: { n: '>12' } }];
    expect(answerOf(trace, { ...question, options: both })).toBeUndefined();
  });

  test('bytes, in whatever case and with whatever blanks', () => {
    const question = { ...asked, kind: 'bytes', cells: 2, answer: seq('send', 1) } as const;
    grades(question, { kind: 'bytes', hex: '4865' }, { kind: 'bytes', hex: '4866' });
    expect(isRight(trace, question, { kind: 'bytes', hex: '48 65' })).toBe(true);
  });

  test('an order', () => {
    const items = ['send', 'recv.ret', 'out'] as const;
    const question = {
      ...asked,
      kind: 'order',
      items: items.map((kind) => ({ label: kind, event: seq(kind, kind === 'out' ? 3 : 0) })),
    } as const;
    grades(question, { kind: 'order', items: [0, 1, 2] }, { kind: 'order', items: [1, 0, 2] });
  });

  test("a byte to point at: the event's first one, or another", () => {
    const question = { ...asked, kind: 'point', at: 'byte', answer: seq('recv.ret', 1) } as const;
    const right = { kind: 'point', at: 'byte', way: 'up', offset: 64 } as const;
    grades(question, right, { ...right, way: 'down' });
    expect(answerOf(trace, { ...question, target: 70 })).toEqual({ ...right, offset: 70 });
    const reply = { ...question, answer: seq('send', 2) };
    expect(answerOf(trace, reply)).toEqual({ ...right, way: 'down', offset: 0 });
  });

  test('a line to point at, of the Python source', () => {
    const question = { ...asked, kind: 'point', at: 'line', answer: seq('recv') } as const;
    const right = { kind: 'point', at: 'line', line: 7 } as const;
    grades(question, right, { ...right, line: 8 });
  });

  test('a call to point at, by itself or by its return', () => {
    const question = { ...asked, kind: 'point', at: 'call', answer: seq('recv.ret') } as const;
    const right = { kind: 'point', at: 'call', seq: seq('recv') } as const;
    grades(question, right, { ...right, seq: seq('recv', 1) });
    expect(isRight(trace, question, { ...right, seq: seq('recv.ret') })).toBe(true);
  });
});

test('an event that is not there, or has not what is asked for, has no answer', () => {
  const question = { ...asked, kind: 'number', fact: 'n', answer: seq('accept') } as const;
  expect(answerOf(trace, question)).toBeUndefined();
  expect(answerOf(trace, { ...question, answer: 9999 })).toBeUndefined();
  expect(isRight(trace, question, { kind: 'number', value: NaN })).toBe(false);
});

test('an answer of another kind is wrong', () => {
  const question = { ...asked, kind: 'number', fact: 'n', answer: seq('recv.ret') } as const;
  expect(isRight(trace, question, { kind: 'text', value: '64' })).toBe(false);
});
