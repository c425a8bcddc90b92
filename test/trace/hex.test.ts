import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfHex, hexOf, hexOfText } from '../../src/trace/hex.ts';

test('hex is what Node writes, with or without something between the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const hex = Buffer.from(bytes).toString('hex');
      expect(hexOf(bytes)).toBe(hex);
      expect(hexOf(bytes, ' ')).toBe(hex.replace(/..(?=.)/g, '$& '));
    }),
  );
});

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

test('half a surrogate pair becomes the replacement character', () => {
  expect(hexOfText('\ud800')).toBe('efbfbd');
});
