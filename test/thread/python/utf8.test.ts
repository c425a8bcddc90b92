import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../../server/thread/python/utf8.ts';
import { orError } from './oracle.ts';

const decoded = (hex: string): string => orError(() => decode(Buffer.from(hex, 'hex'), 'utf-8'));
const refused = (rest: string): string => `UnicodeDecodeError: 'utf-8' codec can't decode ${rest}`;

describe('decode', () => {
  it('keeps a byte order mark', () => {
    expect(decoded('efbbbf3132')).toBe('\ufeff12');
  });

  it('keeps NUL', () => {
    expect(decoded('610062')).toBe('a\0b');
  });

  it('reads one to four bytes a character', () => {
    expect(decoded('41c3a9e58d81f09f9982')).toBe('Aé十🙂');
  });

  it.each([
    ['ff', 'byte 0xff in position 0: invalid start byte'],
    ['3180', 'byte 0x80 in position 1: invalid start byte'],
    ['c0b1', 'byte 0xc0 in position 0: invalid start byte'],
    ['f5808080', 'byte 0xf5 in position 0: invalid start byte'],
    ['636166e9', 'byte 0xe9 in position 3: unexpected end of data'],
    ['f09f', 'bytes in position 0-1: unexpected end of data'],
    ['f09f99', 'bytes in position 0-2: unexpected end of data'],
    ['c341', 'byte 0xc3 in position 0: invalid continuation byte'],
    ['e58d41', 'bytes in position 0-1: invalid continuation byte'],
    ['f09f9941', 'bytes in position 0-2: invalid continuation byte'],
    ['f4908080', 'byte 0xf4 in position 0: invalid continuation byte'],
    ['eda080', 'byte 0xed in position 0: invalid continuation byte'],
    ['e08080', 'byte 0xe0 in position 0: invalid continuation byte'],
  ])('refuses %s: %s', (hex, rest) => {
    expect(decoded(hex)).toBe(refused(rest));
  });

  it('knows no other encoding', () => {
    const latin1 = orError(() => decode(new Uint8Array(), 'latin-1'));
    expect(latin1).toBe('LookupError: unknown encoding: latin-1');
  });
});

describe('encode', () => {
  it('gives UTF-8', () => {
    expect(Buffer.from(encode('Aé十🙂')).toString('hex')).toBe('41c3a9e58d81f09f9982');
  });

  it.each([
    ['a\ud800', "character '\\ud800' in position 1"],
    ['🙂\udc00b', "character '\\udc00' in position 1"],
    ['\ud800\ud800', 'characters in position 0-1'],
  ])('refuses a lone surrogate in %j, counting code points', (text, which) => {
    expect(orError(() => encode(text))).toBe(
      `UnicodeEncodeError: 'utf-8' codec can't encode ${which}: surrogates not allowed`,
    );
  });
});
