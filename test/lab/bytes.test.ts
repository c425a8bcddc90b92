import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBytes, writeBytes } from '../../src/lab/link-bytes.ts';
import { readNumbers, writeNumbers } from '../../src/lab/link-numbers.ts';
import { anyHex } from './any.ts';

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
