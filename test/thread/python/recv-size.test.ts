import { expect, it } from 'vitest';
import { checkRecvSize, MEMORY_LIMIT } from '../../../server/thread/python/recv-size.ts';
import { askPython, orError } from './oracle.ts';

const SIZES = [
  0,
  1,
  64,
  2048,
  2 ** 31,
  -1,
  -64,
  2 ** 53,
  -(2n ** 63n),
  -(2n ** 63n) - 1n,
  -(10n ** 64n),
  2n ** 62n,
  2n ** 63n - 34n,
  2n ** 63n - 33n,
  2n ** 63n - 1n,
  2n ** 63n,
  10n ** 64n - 1n,
] as const;

const said = (n: number | bigint): string => orError(() => checkRecvSize(n)) ?? 'asked';

it('refuses what Python refuses before the system call, in its words', () => {
  expect(SIZES.map(said)).toEqual(askPython(SIZES.map((n) => ['recv-size', n])));
});

it('refuses a buffer beyond the limit, its 33 bytes of overhead counted', () => {
  expect(said(MEMORY_LIMIT - 33)).toBe('asked');
  expect(said(MEMORY_LIMIT - 32)).toBe('MemoryError');
  expect(said(10 ** 15)).toBe('MemoryError');
});

it('lets 4 GiB pass: asked for, never allocated', () => {
  expect(said(2 ** 32)).toBe('asked');
});
