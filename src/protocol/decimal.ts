/**
 * The texts that Python's `int()` takes for a number (its language reference and `int` in Python
 * 3.8 to 3.13): `white* [+-]? digit+ ('_' digit+)* white*`, digits of any script.
 */

/** Zero of every block of ten decimal digits (category Nd) in Unicode 14, as in Python 3.11. */
// prettier-ignore
export const ZEROS: readonly number[] = [
  48, 1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792, 3872,
  4160, 4240, 6112, 6160, 6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264, 43472,
  43504, 43600, 44016, 65296, 66720, 68912, 69734, 69872, 69942, 70096, 70384, 70736, 70864, 71248,
  71360, 71472, 71904, 72016, 72784, 73040, 73120, 92768, 92864, 93008, 120782, 120792, 120802,
  120812, 120822, 123200, 123632, 125264, 130032,
];

/** What int() strips: not U+001C to U+001F, though `str.isspace` counts those. */
const WHITE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** True for white space that int() strips. */
export function isStripped(character: string): boolean {
  return WHITE.test(character);
}

/** 0 … 9 for a decimal digit of any script; undefined for every other character. */
export function decimalDigit(character: string): number | undefined {
  const code = character.codePointAt(0) ?? 0;
  // Nearly every header is ASCII, which has one block of digits.
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : undefined;
  const zero = ZEROS.findLast((first) => first <= code);
  return zero !== undefined && code - zero <= 9 ? code - zero : undefined;
}

/** What int() makes of a text; undefined where it raises ValueError. */
export function pythonInt(text: string): bigint | undefined {
  let plain = '';
  for (const character of text) {
    plain += isStripped(character) ? ' ' : String(decimalDigit(character) ?? character);
  }
  const match = /^ *([+-]?)(\d+(?:_\d+)*) *$/.exec(plain);
  if (match === null) return undefined;
  const value = BigInt((match[2] as string).replaceAll('_', ''));
  return match[1] === '-' ? -value : value;
}
