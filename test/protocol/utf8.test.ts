import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dissectUtf8, firstUtf8Error, utf8Piece, utf8Start } from '../../src/protocol/utf8.ts';
import type { Utf8Piece } from '../../src/protocol/utf8.ts';
import { askPython } from '../thread/python/oracle.ts';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** `0-2 U+00E9, 2-3 invalid start byte`: what each run of bytes is. */
function told(pieces: readonly Utf8Piece[]): string {
  return pieces
    .map((piece) => {
      const is = 'fault' in piece ? piece.fault : `U+${piece.code.toString(16).toUpperCase()}`;
      return `${piece.from}-${piece.to} ${is}`;
    })
    .join(', ');
}

describe('characters', () => {
  test.each([
    ['41', '0-1 U+41'],
    ['00', '0-1 U+0'],
    ['7f', '0-1 U+7F'],
    ['c2 80', '0-2 U+80'],
    ['c3 a9', '0-2 U+E9'],
    ['df bf', '0-2 U+7FF'],
    ['e0 a0 80', '0-3 U+800'],
    ['ed 9f bf', '0-3 U+D7FF'],
    ['ee 80 80', '0-3 U+E000'],
    ['ef bb bf', '0-3 U+FEFF'],
    ['f0 90 80 80', '0-4 U+10000'],
    ['f0 9f 99 82', '0-4 U+1F642'],
    ['f4 8f bf bf', '0-4 U+10FFFF'],
    ['48 c3 a9 21', '0-1 U+48, 1-3 U+E9, 3-4 U+21'],
    ['', ''],
  ])('%s is %s', (hex, pieces) => {
    expect(told(dissectUtf8(bytesOf(hex)))).toBe(pieces);
  });
});

describe('refused bytes', () => {
  test.each([
    ['80', '0-1 invalid start byte'],
    ['c0 80', '0-1 invalid start byte, 1-2 invalid start byte'],
    ['c1', '0-1 invalid start byte'],
    ['f5 41', '0-1 invalid start byte, 1-2 U+41'],
    ['ff fe', '0-1 invalid start byte, 1-2 invalid start byte'],
    ['c3', '0-1 unexpected end of data'],
    ['e4 bd', '0-2 unexpected end of data'],
    ['f0 9f 91', '0-3 unexpected end of data'],
    ['c3 41', '0-1 invalid continuation byte, 1-2 U+41'],
    ['e4 bd 41', '0-2 invalid continuation byte, 2-3 U+41'],
    ['f0 9f 91 c3 a9', '0-3 invalid continuation byte, 3-5 U+E9'],
    // Overlong, a surrogate, above U+10FFFF: the second byte is already out of its range.
    ['e0 80 80', '0-1 invalid continuation byte, 1-2 invalid start byte, 2-3 invalid start byte'],
    ['ed a0 80', '0-1 invalid continuation byte, 1-2 invalid start byte, 2-3 invalid start byte'],
    ['f4 90', '0-1 invalid continuation byte, 1-2 invalid start byte'],
    ['f0 80', '0-1 invalid continuation byte, 1-2 invalid start byte'],
  ])('%s: %s', (hex, pieces) => {
    expect(told(dissectUtf8(bytesOf(hex)))).toBe(pieces);
  });

  test('the first of them is found behind good text', () => {
    expect(firstUtf8Error(bytesOf('41 c3 a9 ff c3'))).toMatchObject({ from: 3, to: 4 });
    expect(firstUtf8Error(bytesOf('41 c3 a9'))).toBeUndefined();
  });
});

/** Bytes with many leads and continuations, so that sequences begin, break and end often. */
const unruly = fc
  .array(
    fc.oneof(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc2, 0xe0, 0xa0, 0xed, 0xf0, 0x90, 0xf4, 0x8f, 0xff),
      fc.integer({ min: 0, max: 255 }),
    ),
    { maxLength: 24 },
  )
  .map((values) => Uint8Array.from(values));

test('whatever the bytes are, the pieces cover each of them once, in order', () => {
  fc.assert(
    fc.property(unruly, (bytes) => {
      let next = 0;
      for (const { from, to } of dissectUtf8(bytes)) {
        expect(from).toBe(next);
        expect(to).toBeGreaterThan(from);
        next = to;
      }
      expect(next).toBe(bytes.length);
    }),
  );
});

test('a part of a text read from the start that is found has the pieces of the whole', () => {
  fc.assert(
    fc.property(unruly, (bytes) => {
      const whole = dissectUtf8(bytes);
      for (let at = 0; at < bytes.length; at++) {
        const start = utf8Start(bytes, at);
        let piece = utf8Piece(bytes, start);
        while (piece !== undefined && piece.to <= at) piece = utf8Piece(bytes, piece.to);
        expect(piece).toEqual(whole.find(({ to }) => to > at));
      }
    }),
  );
});

test('a decoder that stops at nothing finds no fault, and one that does finds the same', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decodes = (bytes: Uint8Array): boolean => {
    try {
      strict.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(unruly, (bytes) => {
      expect(firstUtf8Error(bytes) === undefined).toBe(decodes(bytes));
    }),
  );
});

test('boundaries and reasons are those of this machine’s Python', () => {
  const samples = fc.sample(unruly, { numRuns: 2000, seed: 5 });
  const faults = (bytes: Uint8Array) =>
    dissectUtf8(bytes).flatMap((piece) =>
      'fault' in piece ? [[piece.from, piece.to, piece.fault]] : [],
    );
  const answers = askPython(samples.map((bytes) => ['utf8-faults', bytes]));
  expect(samples.map(faults)).toEqual(answers);
});
