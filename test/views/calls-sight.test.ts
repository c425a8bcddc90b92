import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROW, rowByKey, scrollTo, sightOf } from '../../src/views/calls/sight.ts';

const lists = fc
  .record({
    count: fc.integer({ min: 101, max: 3_000_000 }),
    height: fc.integer({ min: 60, max: 900 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ count, height, part }) => {
    const { whole } = sightOf({ count, height, scrollTop: 0 });
    return { count, height, scrollTop: part * (whole - height) };
  });

/** The rows [first, last] that lie between the upper and the lower edge. */
function seen(scrolled: { count: number; height: number; scrollTop: number }) {
  const { offset } = sightOf(scrolled);
  const top = scrolled.scrollTop - offset;
  return {
    first: Math.max(0, Math.floor(top / ROW)),
    last: Math.min(scrolled.count - 1, Math.floor((top + scrolled.height - 1) / ROW)),
  };
}

test('a short list is drawn whole', () => {
  expect(sightOf({ count: 40, height: 100, scrollTop: 300 })).toMatchObject({ from: 0, to: 40 });
});

test('every row between the edges is drawn, and few more', () => {
  fc.assert(
    fc.property(lists, (scrolled) => {
      const { from, to } = sightOf(scrolled);
      const { first, last } = seen(scrolled);
      expect(from).toBeLessThanOrEqual(first);
      expect(to).toBeGreaterThan(last);
      expect(to - from).toBeLessThan(scrolled.height / ROW + 16);
    }),
  );
});

test('no list is higher than a browser can draw', () => {
  expect(sightOf({ count: 3_000_000, height: 200, scrollTop: 0 }).whole).toBeLessThan(17e6);
});

test('at the end of the longest list the last row is in sight', () => {
  const count = 1_000_000;
  const { whole } = sightOf({ count, height: 200, scrollTop: 0 });
  const { last } = seen({ count, height: 200, scrollTop: whole - 200 });
  expect(last).toBe(count - 1);
});

test('any row can be scrolled into sight', () => {
  fc.assert(
    fc.property(lists, fc.nat(), (scrolled, n) => {
      const row = n % scrolled.count;
      const { first, last } = seen({ ...scrolled, scrollTop: scrollTo(row, scrolled) });
      expect(first).toBeLessThanOrEqual(row);
      expect(last).toBeGreaterThanOrEqual(row);
    }),
  );
});

test('a row that is in sight moves nothing', () => {
  const scrolled = { count: 500, height: 240, scrollTop: 1200 };
  expect(scrollTo(52, scrolled)).toBe(1200);
});

test.each([
  ['ArrowDown', 6],
  ['ArrowUp', 4],
  ['PageDown', 9],
  ['PageUp', 0],
  ['Home', 0],
  ['End', 9],
  ['ArrowLeft', undefined],
])('%s leads from row 5 of 10 to %s', (key, to) => {
  expect(rowByKey(key, 5, 10, 7)).toBe(to);
});
