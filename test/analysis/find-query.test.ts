import { expect, test } from 'vitest';
import { describeQuery, Needle, readQuery } from '../../src/analysis/find-query.ts';
import type { Query } from '../../src/analysis/find-query.ts';
import { encode } from '../trace/support.ts';

const query = (find: string): Query => readQuery(find) as Query;

test.each([
  ['0d 0a', 'bytes 0d 0a'],
  ['0x21', 'bytes 21'],
  ['0x0D0A', 'bytes 0d 0a'],
  ['\\x0d\\x0a', 'bytes 0d 0a'],
  ['0xff, 0x00', 'bytes ff 00'],
  ['48 65 6C', 'bytes 48 65 6c'],
  ['Hello', 'text'],
  ['12', 'text'],
  ['face', 'text'],
  ['0x2', 'text'],
  ['"0d 0a"', 'text'],
])('%s is searched as %s', (find, as) => expect(describeQuery(query(find))).toBe(as));

test('nothing but space asks for nothing', () => {
  expect(readQuery('  ')).toBeUndefined();
});

test('text is found in both cases, bytes exactly', () => {
  const hay = encode('Hello World!');
  expect(new Needle(query('hello')).isIn(hay)).toBe(true);
  expect(new Needle(query('WORLD!')).isIn(hay)).toBe(true);
  expect(new Needle(query('48 65')).isIn(hay)).toBe(true);
  expect(new Needle(query('68 65')).isIn(hay)).toBe(false);
  expect(new Needle(query('World!!')).isIn(hay)).toBe(false);
});

test('a text outside ASCII is found by its UTF-8 bytes', () => {
  expect(new Needle(query('né')).isIn(encode('Olá, René'))).toBe(true);
});
