import { describe, expect, test } from 'vitest';
import {
  bounds,
  EDGES,
  readSizes,
  sizeAfterDrag,
  sizeAfterKey,
  styleOf,
  writeSizes,
  type Edge,
} from '../../src/views/player/panes.ts';

const ROOM = { width: 1000, height: 600 };
const edge = (view: keyof typeof EDGES): Edge => EDGES[view] as Edge;

describe('a pane is never larger than its share of the room, nor smaller than useful', () => {
  test.each([
    ['lesson', 200, 300],
    ['terminals', 200, 400],
    ['threads', 72, 240],
  ] as const)('%s: %i to %i pixels', (view, min, max) => {
    expect(bounds(edge(view), ROOM)).toEqual({ min, max });
  });

  test('in a room that is too small the least size wins', () => {
    expect(bounds(edge('lesson'), { width: 300, height: 300 })).toEqual({ min: 200, max: 200 });
  });

  test('two columns and two rows at their largest leave room for what is between', () => {
    expect((EDGES.lesson?.share ?? 1) + (EDGES.terminals?.share ?? 1)).toBeLessThanOrEqual(0.7);
    expect((EDGES.threads?.share ?? 1) + (EDGES.bytes?.share ?? 1)).toBeLessThanOrEqual(0.8);
  });
});

describe('an arrow moves the edge the way it points', () => {
  test.each([
    ['lesson', 'ArrowRight', 250, 266],
    ['lesson', 'ArrowLeft', 250, 234],
    ['terminals', 'ArrowLeft', 250, 266],
    ['terminals', 'ArrowRight', 250, 234],
    ['bytes', 'ArrowDown', 100, 116],
    ['bytes', 'ArrowUp', 100, 84],
    ['lesson', 'ArrowRight', 299, 300],
    ['lesson', 'Home', 250, 200],
    ['lesson', 'End', 250, 300],
    ['lesson', 'ArrowDown', 250, undefined],
    ['bytes', 'ArrowLeft', 100, undefined],
    ['bytes', 'Tab', 100, undefined],
  ] as const)('%s: %s from %i to %s', (view, key, from, to) => {
    expect(sizeAfterKey(edge(view), key, from, ROOM)).toBe(to);
  });
});

test('dragging follows the pointer on either side, within the bounds', () => {
  expect(sizeAfterDrag(edge('lesson'), 250, 20, ROOM)).toBe(270);
  expect(sizeAfterDrag(edge('terminals'), 250, 20, ROOM)).toBe(230);
  expect(sizeAfterDrag(edge('bytes'), 100, -500, ROOM)).toBe(72);
});

test('what is written is read again; nothing chosen is nothing to remember', () => {
  const sizes = { lesson: 240, bytes: 180.4 };
  expect(readSizes(writeSizes(sizes))).toEqual({ lesson: 240, bytes: 180 });
  expect(writeSizes({})).toBeUndefined();
});

test.each([undefined, '', 'lesson', 'lesson=x', 'calls=200', 'lesson=-3', 'lesson=999999', '{}'])(
  'what was remembered as %j is no size',
  (text) => expect(readSizes(text)).toEqual({}),
);

test('a chosen size stays within the room by itself', () => {
  expect(styleOf({ lesson: 240, threads: 90 })).toBe(
    '--lesson: clamp(200px, 240px, 30%); --threads: clamp(72px, 90px, 40%)',
  );
  expect(styleOf({})).toBe('');
});
