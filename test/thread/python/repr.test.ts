import { describe, expect, it } from 'vitest';
import { bytesRepr, repr } from '../../../server/thread/python/repr.ts';

describe('repr', () => {
  it.each([
    ['', "''"],
    ['Hello World!', "'Hello World!'"],
    ["it's", `"it's"`],
    ['say "hi"', `'say "hi"'`],
    [`it's "so"`, `'it\\'s "so"'`],
    ['C:\\', "'C:\\\\'"],
    ['\t\n\r', "'\\t\\n\\r'"],
    ['\0\x1b\x7f', "'\\x00\\x1b\\x7f'"],
    ['héllo 十 🙂', "'héllo 十 🙂'"],
    ['\u0085\u00a0\u00ad', "'\\x85\\xa0\\xad'"],
    ['\u2028\ufeff\ue000', "'\\u2028\\ufeff\\ue000'"],
    ['\ud800', "'\\ud800'"],
    ['\u{10ffff}', "'\\U0010ffff'"],
  ])('of %j is %s', (value, shown) => {
    expect(repr(value)).toBe(shown);
  });
});

describe('bytesRepr', () => {
  it.each([
    ['', "b''"],
    ['35202020', "b'5   '"],
    ['272f', `b"'/"`],
    ['2722', `b'\\'"'`],
    ['5c090a0d', "b'\\\\\\t\\n\\r'"],
    ['007f80ff', "b'\\x00\\x7f\\x80\\xff'"],
  ])('of %s is %s', (hex, shown) => {
    expect(bytesRepr(Buffer.from(hex, 'hex'))).toBe(shown);
  });
});
