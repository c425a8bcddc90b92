import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FOREIGN, OWN, isNestedDeeper } from '../../src/trace/limits.ts';
import { encode } from './support.ts';

function isDeep(text: string, limit: number): boolean {
  const bytes = encode(text);
  return isNestedDeeper(bytes, 0, bytes.length, limit);
}

/** How deep objects and lists stand in a value, counted the slow way. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('files from elsewhere have limits, our own recordings none', () => {
  expect(FOREIGN).toEqual({ bytes: 256 * 1024 * 1024, lineBytes: 1024 * 1024, nesting: 16 });
  expect(Object.values(OWN)).toEqual([Infinity, Infinity, Infinity]);
});

test.each([
  ['{}', 0, true],
  ['{}', 1, false],
  ['[[]]', 1, true],
  ['[[]]', 2, false],
  ['[][][]', 1, false],
  ['{"a":[{"b":1}]}', 2, true],
  ['{"a":[{"b":1}]}', 3, false],
  ['"[[[["', 1, false],
  ['["\\"[[[["]', 1, false],
  ['["\\\\",[]]', 1, true],
  ['["\\\\\\"[["]', 1, false],
])('%s is nested deeper than %i: %s', (text, limit, deep) => {
  expect(isDeep(text, limit)).toBe(deep);
});

test('of any JSON, the depth that is found is that of its value', () => {
  const deep = fc.jsonValue({ maxDepth: 8 });
  fc.assert(
    fc.property(deep, fc.nat(8), (value, limit) => {
      expect(isDeep(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
    }),
  );
});

test('only the line’s own bytes count', () => {
  const bytes = encode('[[[\n{}\n]]]');
  expect(isNestedDeeper(bytes, 4, 6, 1)).toBe(false);
  expect(isNestedDeeper(bytes, 0, 3, 2)).toBe(true);
});
