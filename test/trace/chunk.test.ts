import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Bytes, base64Text, readableText, textBytes, utf8 } from '../../src/trace/chunk.ts';

/** Bytes of a line of hex. */
function hex(line: string): Uint8Array {
  return Uint8Array.from(line.split(' ').filter(Boolean), (byte) => parseInt(byte, 16));
}

test('base64 is Node’s, both ways', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(base64Text(bytes)).toBe(text);
      expect(base64Bytes(text)).toEqual(bytes);
    }),
  );
});

test.each([
  'A',
  'AA',
  'AAA',
  'AAAA=',
  '=AAA',
  'A=AA',
  'AA=A',
  '====',
  'AA A',
  'AA\n=',
  'AA-_',
  'AB==',
  'AAB=',
  'Ä===',
])('%j is no base64', (text) => {
  expect(base64Bytes(text)).toBeUndefined();
});

test.each([
  ['ff', undefined],
  ['c0 80', undefined],
  ['ed a0 80', undefined],
  ['f4 90 80 80', undefined],
  ['e2 98', undefined],
  ['ef bb bf 41', '\ufeffA'],
  ['e2 98 95', '☕'],
  ['', ''],
])('strict UTF-8 of %s is %j', (line, text) => {
  expect(utf8(hex(line))).toBe(text);
});

test('a text’s bytes are its UTF-8; half a surrogate pair has none', () => {
  expect(textBytes('aü☕')).toEqual(hex('61 c3 bc e2 98 95'));
  expect(textBytes('\ud83d')).toBeUndefined();
  expect(textBytes('\ud83d\udc4b')).toEqual(hex('f0 9f 91 8b'));
});

test.each([
  ['plain text', '48 69', 'Hi'],
  ['one control character in eight bytes', '41 41 41 41 41 41 41 0a', 'AAAAAAA\n'],
  ['one control character in seven bytes', '41 41 41 41 41 41 0a', undefined],
  ['a delete character alone', '7f', undefined],
  ['bytes that are no UTF-8', '41 ff', undefined],
  ['nothing', '', ''],
])('%s is written as %j → %j', (_, line, text) => {
  expect(readableText(hex(line))).toBe(text);
});

test('bytes come back from whichever of `u` and `b` they are written as', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = readableText(bytes);
      const back = text === undefined ? base64Bytes(base64Text(bytes)) : textBytes(text);
      expect(back).toEqual(bytes);
    }),
  );
});
