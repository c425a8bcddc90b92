import { expect, test } from 'vitest';
import { len, min, minus } from '../../server/thread/builtins.ts';
import { Bytes } from '../../server/thread/bytes.ts';

const bytes = (text: string): Bytes => new Bytes(new TextEncoder().encode(text));
const text = ({ data }: Bytes): string => new TextDecoder().decode(data);

test.each([
  ['12   ', '12'],
  [' 12', ' 12'],
  ['', ''],
  ['   ', ''],
  ['1 2 ', '1 2'],
  ['12\n', '12\n'],
])('rstrip takes spaces off the end only: %j', (before, after) => {
  expect(text(bytes(before).rstrip(' '))).toBe(after);
});

test.each([
  ['12', true],
  ['0', true],
  ['', false],
  ['1 2', false],
  ['-1', false],
  ['+1', false],
  ['1_0', false],
  ['٢', false],
  ['²', false],
])('isdigit is true for ASCII digits only: %j', (digits, is) => {
  expect(bytes(digits).isdigit()).toBe(is);
});

test('a slice is what is left to send', () => {
  const all = bytes('Hello');
  expect(all.slice(0)).toBe(all);
  expect(text(all.slice(2))).toBe('llo');
  expect(all.slice(5).length).toBe(0);
});

test('len counts a text’s characters and bytes’ bytes, as Python does', () => {
  expect(len('Hi é! 😀')).toBe(7);
  expect(len(bytes('Hi é! 😀'))).toBe(11);
});

test('numbers beyond 2^53 stay exact', () => {
  const huge = 10n ** 40n;
  expect(min(huge, 5)).toBe(5);
  expect(min(5, huge)).toBe(5);
  expect(minus(huge, 1)).toBe(huge - 1n);
  expect(minus(64, 30)).toBe(34);
});
