import fc from 'fast-check';
import { expect, test } from 'vitest';
import { periodOf } from '../../src/trace/repeat.ts';

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
