import { decimalDigit, isStripped } from '../../../src/protocol/decimal.ts';
import { PythonError } from './errors.ts';
import { repr } from './repr.ts';

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
  return isStripped(char) ? ' ' : String(decimalDigit(char) ?? char);
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
