import { describe, expect, test } from 'vitest';
import { marksOf, nextMark, pageAt, threadAt } from '../../src/views/player/pages.ts';
import { oneMessage } from '../support/conversation.ts';
import { read, seqOf } from './at.ts';

const talk = oneMessage();
const { trace } = read(talk);

describe('pages of a lesson', () => {
  const marks = [5, 10, 20].map((position) => ({ position, title: String(position) }));

  test('the page is the last whose event has happened', () => {
    expect([-1, 5, 9, 10, 99].map((position) => pageAt(marks, position))).toEqual([1, 1, 1, 2, 3]);
  });

  test('marks are stepped both ways', () => {
    expect(nextMark(marks, 10, 1)?.position).toBe(20);
    expect(nextMark(marks, 10, -1)?.position).toBe(5);
    expect(nextMark(marks, 20, 1)).toBeUndefined();
  });

  test('a recording without lesson has its own markers', () => {
    const own = oneMessage();
    own.add('marker', { text: 'The reply', re: 3 });
    expect(marksOf(read(own).trace, undefined)).toEqual([{ position: 2, title: 'The reply' }]);
  });

  test('an event without thread leaves the thread before it in focus', () => {
    const position = trace.positionOf(seqOf(talk, { k: 'prog.start', p: 2 }));
    expect(threadAt(trace, position)).toBe(1);
    expect(threadAt(trace, 0)).toBeUndefined();
  });
});
