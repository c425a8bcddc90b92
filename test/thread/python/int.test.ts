import { describe, expect, it } from 'vitest';
import { int } from '../../../server/thread/python/int.ts';
import { orError } from './oracle.ts';

const said = (text: string): number | bigint | string => orError(() => int(text));
const invalid = (shown: string): string =>
  `ValueError: invalid literal for int() with base 10: ${shown}`;

describe('int', () => {
  it('reads a padded header', () => {
    expect(said('12'.padEnd(64))).toBe(12);
    expect(said('12'.padStart(64))).toBe(12);
  });

  it.each([
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    ['-1', -1],
    ['0012', 12],
    ['1_2', 12],
    [' \t\n\v\f\r12\r\f\v\n\t ', 12],
    ['١٢', 12],
    ['１２', 12],
    ['𝟙𝟚', 12],
    ['1٢', 12],
    ['\u00a012\u3000', 12],
    ['\u008512\u2028', 12],
  ])('accepts %j', (text, value) => {
    expect(said(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    '+',
    '-',
    '_1',
    '1_',
    '1__2',
    '+_1',
    '+ 1',
    '1 2',
    '1,2',
    '1.0',
    '1e3',
    '0x0c',
  ])('refuses %j', (text) => {
    expect(said(text)).toBe(invalid(`'${text}'`));
  });

  it('refuses what str.isspace() counts as space and int() does not', () => {
    expect(said('\x1c12')).toBe(invalid("'\\x1c12'"));
    expect(said('12\x1f')).toBe(invalid("'12\\x1f'"));
  });

  it('refuses what JavaScript counts as space and Python does not', () => {
    expect(said('\ufeff12')).toBe(invalid("'\\ufeff12'"));
  });

  it('refuses digits that are not decimal', () => {
    expect(said('¹²')).toBe(invalid("'¹²'"));
    expect(said('⑫')).toBe(invalid("'⑫'"));
  });

  it('is exact beyond 2^53', () => {
    expect(said('9007199254740991')).toBe(9007199254740991);
    expect(said('9007199254740993')).toBe(9007199254740993n);
    expect(said('-9223372036854775808')).toBe(-(2n ** 63n));
    expect(said('9'.repeat(64))).toBe(10n ** 64n - 1n);
  });

  it('keeps leading zeros from making a number large', () => {
    expect(said('0'.repeat(64))).toBe(0);
    expect(said('12'.padStart(64, '0'))).toBe(12);
  });

  it('quotes the text as repr() does', () => {
    expect(said("'12'")).toBe(invalid(`"'12'"`));
    expect(said('12\0')).toBe(invalid("'12\\x00'"));
  });

  it('cuts the repr at 200 code points, its last quote included', () => {
    expect(said('x'.repeat(300))).toBe(invalid(`'${'x'.repeat(199)}`));
    expect(said('🙂'.repeat(300))).toBe(invalid(`'${'🙂'.repeat(199)}`));
  });

  it('refuses more than 4300 digits, before it looks at what follows them', () => {
    expect(said('1'.repeat(4300))).toBe(BigInt('1'.repeat(4300)));
    expect(said('1'.repeat(4301))).toMatch(
      /^ValueError: Exceeds the limit \(4300 digits\) .* 4301/,
    );
    expect(said(`${'1'.repeat(4301)}x`)).toMatch(/Exceeds/);
    expect(said(`${'1'.repeat(4301)}_`)).toMatch(/invalid literal/);
  });
});
