import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Composition } from '../../src/lab/composition.ts';
import { hexOfText } from '../../src/trace/hex.ts';
import { LONGEST_TEXT, readComposition, writeComposition } from '../../src/lab/link.ts';
import { LIMITS } from '../../src/lab/limits.ts';
import { messageOf } from '../../src/lab/message.ts';
import { anyComposition } from './any.ts';

const hello: Composition = {
  clients: 1,
  nodelay: false,
  messages: [messageOf('Hello World!')],
  end: 'goodbye',
  server: { program: 'course' },
};

function textOf(value: unknown): string {
  return `1.${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
}

test('a link brings back every composition as it was', () => {
  fc.assert(
    fc.property(anyComposition, (composition) => {
      expect(readComposition(writeComposition(composition))).toEqual(composition);
    }),
  );
});

test('a link needs no character that an address would have to escape', () => {
  fc.assert(
    fc.property(anyComposition, (composition) => {
      expect(writeComposition(composition)).toMatch(/^1\.[\w-]*$/);
    }),
  );
});

test('a link says nothing of what is as the course has it', () => {
  const text = writeComposition(hello);
  expect(Buffer.from(text.slice(2), 'base64url').toString()).toBe('{"m":[{"p":"Hello World!"}]}');
});

test('a long repetition and a cut after every byte make a short link', () => {
  const payload = hexOfText('0123456789'.repeat(20_000));
  const big = { ...hello, messages: [messageOf('', { payload })] };
  expect(writeComposition(big).length).toBeLessThan(100);
  const cuts = Array.from({ length: 75 }, (_, n) => n + 1);
  const pauses = cuts.map(() => 10);
  const slow = { ...hello, messages: [messageOf('Hello World!', { cuts, pauses })] };
  expect(writeComposition(slow).length).toBeLessThan(120);
  expect(readComposition(writeComposition(slow))).toEqual(slow);
});

test('any text gives a composition or one sentence, never an exception', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `1.${rest}`),
    fc.json().map((json) => `1.${Buffer.from(json).toString('base64url')}`),
    fc.uint8Array().map((bytes) => `1.${Buffer.from(bytes).toString('base64url')}`),
    anyComposition.map((composition) => writeComposition(composition).slice(0, -3)),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      const read = readComposition(text);
      if (typeof read === 'string') expect(read).toMatch(/^[A-Z].*\.$/);
      else expect(readComposition(writeComposition(read))).toEqual(read);
    }),
  );
});

test.each<[what: string, value: unknown]>([
  ['nothing', null],
  ['no messages', {}],
  ['a number of clients that is none', { n: '2', m: [] }],
  ['an unknown end', { e: 'explode', m: [] }],
  ['an unknown server', { s: 'mine', m: [] }],
  ['a recv size that is none', { h: [], m: [] }],
  ['a message that is none', { m: [null] }],
  ['half a surrogate pair', { m: [{ p: '\ud800' }] }],
  ['hex that is none', { m: [{ p: { x: 'zz' } }] }],
  ['a header that is none', { m: [{ p: 'a', h: null }] }],
  ['cuts that are none', { m: [{ p: 'a', c: ['x'] }] }],
  ['a run of cuts without an end', { m: [{ p: 'a', c: [[1, 9e15]] }] }],
  ['repetitions without an end', { m: [{ p: { r: ['a', 9e15, ''] } }] }],
  ['fewer than no repetitions', { m: [{ p: { r: ['a', -1, ''] } }] }],
  ['a repetition in a repetition', { m: [{ p: { r: [{ r: ['a', 9, ''] }, 9, ''] } }] }],
  ['a wait that is none', { m: [{ p: 'a', b: 'long' }] }],
  ['more messages than there may be', { m: Array(LIMITS.messages + 1).fill({ p: 'a' }) }],
])('a link with %s is refused as broken', (_what, value) => {
  expect(readComposition(textOf(value))).toMatch(/^This link holds no composition/);
});

test('a link beyond the limits is refused with the limit', () => {
  expect(readComposition(textOf({ n: 9, m: [] }))).toBe('There can be 1 to 8 clients.');
});

test('a link of another version says so', () => {
  expect(readComposition('2.abc')).toMatch(/another version/);
});

test('a link that is too long is not even read', () => {
  expect(readComposition(`1.${'A'.repeat(LONGEST_TEXT)}`)).toBe('This composition is too long.');
});
