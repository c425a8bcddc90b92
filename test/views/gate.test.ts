import { describe, expect, test } from 'vitest';
import {
  hiddenAfter,
  landing,
  openBefore,
  openPage,
  pageOfEvent,
  type IsOpen,
} from '../../src/views/lesson/gate.ts';
import { howMany, lesson, step } from '../support/lesson.ts';

/** Two recordings; `a` is come back to after `b`. Questions on pages 2, 4 and 5. */
const course = lesson([
  step({ recording: 'a', seq: 10 }),
  step({ recording: 'a', seq: 20, body: [howMany('one', 21)] }),
  step({ recording: 'b', seq: 5 }),
  step({ recording: 'b', seq: 15, body: [howMany('two', 16)] }),
  step({ recording: 'a', seq: 40, body: [howMany('three', 41)] }),
  step({ recording: 'a', seq: 50 }),
]);
const settled = (...ids: readonly string[]): IsOpen => {
  return ({ id }) => !ids.includes(id);
};

describe('nothing is seen past the first open question', () => {
  test.each([
    [[], 2],
    [['one'], 4],
    [['two'], 2],
    [['one', 'two'], 5],
    [['one', 'two', 'three'], undefined],
  ])('with %j settled the lesson is open up to page %s', (ids, page) => {
    expect(openPage(course, settled(...ids))).toBe(page);
  });

  test.each([
    [[], 20, 0],
    [['one'], 40, 15],
    [['one', 'two'], 40, undefined],
    [['one', 'two', 'three'], undefined, undefined],
  ])('with %j settled, `a` is hidden after %s and `b` after %s', (ids, a, b) => {
    const isOpen = settled(...ids);
    expect(hiddenAfter(course, 'a', isOpen)).toBe(a);
    expect(hiddenAfter(course, 'b', isOpen)).toBe(b);
  });

  test('a recording that no page is about is not hidden', () => {
    expect(hiddenAfter(course, 'c', settled())).toBeUndefined();
  });
});

describe('a link', () => {
  const before = (page: number, seq?: number, ...ids: readonly string[]) =>
    openBefore(course, { page, seq }, settled(...ids)).map(({ id }) => id);

  test('to a page has the questions of the pages before it in its way, not its own', () => {
    expect([before(1), before(2), before(3), before(5)]).toEqual([[], [], ['one'], ['one', 'two']]);
  });

  test('to an event has those in its way that its recording asks before the event', () => {
    expect([before(2, 20), before(2, 21), before(1, 45)]).toEqual([[], ['one'], ['one', 'three']]);
    expect(before(6, 45, 'one', 'three')).toEqual(['two']);
  });

  test('leads to the question that is in its way', () => {
    const wanted = { page: 6, seq: 55 };
    expect(landing(course, wanted, settled('one'))).toEqual({
      moment: { page: 4, seq: undefined },
      beyond: wanted,
    });
    expect(landing(course, wanted, settled('one', 'two', 'three'))).toEqual({
      moment: wanted,
      beyond: undefined,
    });
  });

  test('to a page that the lesson does not have leads to its last', () => {
    const isOpen = settled('one', 'two', 'three');
    expect(landing(course, { page: 99, seq: undefined }, isOpen).moment.page).toBe(6);
    expect(landing(course, { page: 99, seq: undefined }, settled()).beyond?.page).toBe(6);
  });
});

test('an event belongs to the last page of its recording that began before it', () => {
  const pages = [1, 10, 19, 20, 45, 99].map((seq) => pageOfEvent(course, 'a', seq));
  expect(pages).toEqual([1, 1, 1, 2, 5, 6]);
  expect([1, 15].map((seq) => pageOfEvent(course, 'b', seq))).toEqual([3, 4]);
  expect(pageOfEvent(course, 'c', 1)).toBe(1);
});
