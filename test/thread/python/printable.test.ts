import { expect, it } from 'vitest';
import { isPrintable } from '../../../server/thread/python/printable.ts';
import { UNICODE_VERSION } from '../../../server/thread/python/printable-table.ts';
import { askPython } from './oracle.ts';

it('agrees with str.isprintable on every code point, but for what Unicode added since', () => {
  const [version, printable] = askPython([['unicode'], ['printable', [0, 0x110000]]]) as [
    string,
    boolean[],
  ];
  const differing = printable.flatMap((theirs, code) =>
    theirs === isPrintable(code) ? [] : [code],
  );
  if (version === UNICODE_VERSION) expect(differing).toEqual([]);
  else expect(differing.filter((code) => isPrintable(code))).toEqual([]);
});

it('holds at both edges of a run', () => {
  expect([0x1f, 0x20, 0x7e, 0x7f, 0xa0, 0xa1].map(isPrintable)).toEqual([
    false,
    true,
    true,
    false,
    false,
    true,
  ]);
  expect(isPrintable(0x10ffff)).toBe(false);
});
