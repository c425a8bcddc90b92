import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfHex, hexOf, hexOfText } from '../../src/lab/hex.ts';
import { readBytes, writeBytes } from '../../src/lab/link-bytes.ts';
import { readNumbers, writeNumbers } from '../../src/lab/link-numbers.ts';
import { periodOf } from '../../src/lab/repeat.ts';
import { anyHex } from './any.ts';

test('hex brings every byte back, with or without spaces', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const hex = hexOf(bytes);
      expect(bytesOfHex(hex)).toEqual(bytes);
      expect(bytesOfHex(hex.replace(/../g, '$& '))).toEqual(bytes);
    }),
  );
});

test('half a byte at the end is left out', () => {
  expect(bytesOfHex('414')).toEqual(Uint8Array.of(0x41));
});

test('the bytes of a link come back, and no more of them than asked', () => {
  fc.assert(
    fc.property(anyHex, (hex) => {
      const written = JSON.parse(JSON.stringify(writeBytes(hex))) as unknown;
      expect(readBytes(written, hex.length / 2)).toBe(hex);
      if (hex !== '') expect(readBytes(written, hex.length / 2 - 1)).toBeUndefined();
    }),
  );
});

test('numbers of a link come back, and no more of them than asked', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6)), (numbers) => {
      expect(readNumbers(writeNumbers(numbers), numbers.length)).toEqual(numbers);
      if (numbers.length > 0)
        expect(readNumbers(writeNumbers(numbers), numbers.length - 1)).toBeUndefined();
    }),
  );
});

test('the period is the shortest length whose repetition gives the bytes', () => {
  const short = fc.uint8Array({ minLength: 1, maxLength: 12, max: 1 });
  fc.assert(
    fc.property(short, (bytes) => {
      const repeats = (p: number): boolean => bytes.every((byte, at) => byte === bytes[at % p]);
      let naive = 1;
      while (!repeats(naive)) naive++;
      expect(periodOf(bytes)).toBe(naive);
    }),
  );
});

test('no bytes have no period', () => {
  expect(periodOf(new Uint8Array())).toBe(0);
});

test('half a surrogate pair becomes the replacement character', () => {
  expect(hexOfText('\ud800')).toBe('efbfbd');
});
