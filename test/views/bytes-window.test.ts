import { describe, expect, test } from 'vitest';
import {
  columnsFor,
  lastTop,
  moved,
  pitchFor,
  pixelsOf,
  rowsOf,
} from '../../src/views/bytes/window.ts';
import { scrollHeight, topAt, topFor, typedNumber } from '../../src/views/bytes/window.ts';

const small = { length: 20, columns: 8, visible: 2 };
const huge = { length: 10_000_000, columns: 8, visible: 4 };

describe('rows in sight', () => {
  test('the last row may be short', () => {
    expect([rowsOf(small), lastTop(small), lastTop({ ...small, visible: 9 })]).toEqual([3, 1, 0]);
  });

  test('move as little as needed to have a cell in sight', () => {
    expect(topFor(small, 0, 15)).toBe(0);
    expect(topFor(small, 0, 16)).toBe(1);
    expect(topFor(small, 1, 3)).toBe(0);
    expect(topFor(huge, 0, 9_999_999)).toBe(lastTop(huge));
  });
});

describe('keys', () => {
  const from = (index: number) => (key: string) => moved(small, key, index);

  test('lead to the neighbours, and stay inside', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map(from(9))).toEqual([
      8, 10, 1, 17,
    ]);
    expect(['ArrowLeft', 'ArrowUp'].map(from(0))).toEqual([0, 0]);
    expect(['ArrowRight', 'ArrowDown'].map(from(19))).toEqual([19, 19]);
  });

  test('lead to both ends and by pages', () => {
    expect(['Home', 'End', 'PageUp', 'PageDown'].map((key) => moved(huge, key, 100))).toEqual([
      0, 9_999_999, 76, 124,
    ]);
    expect(from(3)('PageUp')).toBe(0);
  });

  test('others are not of the grid', () => {
    expect(from(3)('x')).toBeUndefined();
  });
});

describe('the scroll bar', () => {
  const row = 34;

  test('of a payload of 10 MB is no taller than browsers can draw', () => {
    expect(scrollHeight(huge, row)).toBe(4_000_000);
    expect(scrollHeight(small, row)).toBe(3 * row);
  });

  test.each([
    ['short', small],
    ['huge', huge],
  ])('reaches every end of a %s payload', (_, geometry) => {
    const room = scrollHeight(geometry, row) - geometry.visible * row;
    expect(topAt(geometry, row, 0)).toBe(0);
    expect(topAt(geometry, row, room)).toBe(lastTop(geometry));
  });

  test('leads back to the row that it was set to', () => {
    for (const top of [0, 1, 4321, 1_000_000, lastTop(huge)]) {
      expect(topAt(huge, row, pixelsOf(huge, row, top))).toBe(top);
    }
  });

  test('of what is all in sight has no room', () => {
    expect(pixelsOf({ ...small, visible: 3 }, row, 0)).toBe(0);
    expect(topAt({ ...small, visible: 3 }, row, 9)).toBe(0);
  });
});

test('columns are a power of two that fits', () => {
  expect([100, 236, 237, 477, 960].map((width) => columnsFor(width, 27, 3))).toEqual([
    4, 4, 8, 16, 32,
  ]);
});

test.each([
  [12, 8, 'fits'],
  [24, 8, 'just fits'],
  [25, 10, 'fits if its cells are narrower'],
  [30, 10, 'just fits then'],
  [31, 8, 'is scrolled anyhow'],
])('a field of %i bytes in 3 rows has %i columns: it %s', (length, columns) => {
  expect(pitchFor(length, 3, 241).columns).toBe(columns);
});

test.each([
  ['128', 128],
  [' 10_000 ', 10_000],
  ['0x10', 16],
  ['1,024', 1024],
  ['', undefined],
  ['12a', undefined],
  ['-1', undefined],
])('an offset typed as %j', (text, offset) => {
  expect(typedNumber(text)).toBe(offset);
});
