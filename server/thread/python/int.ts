import { PythonError } from './errors.ts';
import { repr } from './repr.ts';

/** Zero of every block of ten decimal digits (category Nd) in Unicode 14, as in Python 3.11. */
const DIGIT_ZEROS: readonly number[] = [
  48, 1632, 1776, 1984, 2406, 2534, 2662, 2790, 2918, 3046, 3174, 3302, 3430, 3558, 3664, 3792,
  3872, 4160, 4240, 6112, 6160, 6470, 6608, 6784, 6800, 6992, 7088, 7232, 7248, 42528, 43216, 43264,
  43472, 43504, 43600, 44016, 65296, 66720, 68912, 69734, 69872, 69942, 70096, 70384, 70736, 70864,
  71248, 71360, 71472, 71904, 72016, 72784, 73040, 73120, 92768, 92864, 93008, 120782, 120792,
  120802, 120812, 120822, 123200, 123632, 125264, 130032,
];

/** What int() strips. Not U+001C to U+001F, which str.isspace() and str.strip() do count. */
const WHITE_SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `PADDING[n]` is n spaces: the usual end of a header, compared in one native step. */
const PADDING: readonly string[] = Array.from({ length: 65 }, (_, n) => ' '.repeat(n));

/** Digits that a number holds exactly, whatever they are. */
const SAFE_DIGITS = 15;
/** sys.int_info.default_max_str_digits */
const MAX_DIGITS = 4300;
/** The message's format is "%.200R": the repr is cut, in code points, and loses its last quote. */
const MAX_REPR = 200;

/**
 * Python 3.11's `int(str)`: `ws* [+-]? digit+ ('_' digit+)* ws*`, where digits are those of any
 * script. A number where that is exact, else a bigint.
 * @throws PythonError ValueError, in Python's words.
 */
export function int(text: string): number | bigint {
  let value = 0;
  let i = 0;
  for (; i < SAFE_DIGITS; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
  }
  const rest = PADDING[text.length - i];
  if (i > 0 && rest !== undefined && text.endsWith(rest)) return value;
  return scan(text);
}

/** The same for any text: a walk over what CPython's PyLong_FromString sees, in its order. */
function scan(text: string): number | bigint {
  const chars = Array.from(text, simplified);
  let i = 0;
  while (chars[i] === ' ') i++;
  const negative = chars[i] === '-';
  if (negative || chars[i] === '+') i++;
  let digits = '';
  let previous = '_';
  for (let char = chars[i]; char !== undefined && /[0-9_]/.test(char); char = chars[++i]) {
    if (char !== '_') digits += char;
    else if (previous === '_') throw invalid(text);
    previous = char;
  }
  if (previous === '_') throw invalid(text);
  if (digits.length > MAX_DIGITS) throw tooLong(digits.length);
  while (chars[i] === ' ') i++;
  if (i < chars.length) throw invalid(text);
  return valueOf(digits, negative);
}

/** Any white space as a space, any decimal digit as an ASCII one, everything else as it is. */
function simplified(char: string): string {
  if (WHITE_SPACE.test(char)) return ' ';
  const code = char.codePointAt(0) ?? 0;
  const zero = DIGIT_ZEROS.findLast((first) => first <= code);
  return zero !== undefined && code - zero <= 9 ? String(code - zero) : char;
}

function valueOf(digits: string, negative: boolean): number | bigint {
  const value = Number(digits);
  if (Number.isSafeInteger(value)) return negative ? 0 - value : value;
  return negative ? -BigInt(digits) : BigInt(digits);
}

function invalid(text: string): PythonError {
  const shown = Array.from(repr(text)).slice(0, MAX_REPR).join('');
  return new PythonError('ValueError', `invalid literal for int() with base 10: ${shown}`);
}

function tooLong(digits: number): PythonError {
  return new PythonError(
    'ValueError',
    `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion: value has ${digits} ` +
      'digits; use sys.set_int_max_str_digits() to increase the limit',
  );
}
