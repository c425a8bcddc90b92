import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decimalDigit, isStripped, pythonInt } from '../../src/protocol/decimal.ts';

interface Reference {
  readonly digit_zeros: readonly number[];
  readonly whitespace: readonly number[];
  readonly isspace_but_rejected: readonly number[];
  readonly vectors: readonly (readonly [text: string, result: string | number])[];
}
const reference = JSON.parse(readFileSync('test/conformance/python-int.json', 'utf8')) as Reference;

test('int() of every reference text is Python’s', () => {
  expect(reference.vectors.length).toBeGreaterThan(500);
  for (const [text, result] of reference.vectors) {
    const expected = String(result).startsWith('invalid literal') ? undefined : String(result);
    expect(pythonInt(text)?.toString(), JSON.stringify(text)).toBe(expected);
  }
});

test('the digits are those of Python’s blocks, all ten of each, and no others', () => {
  const digits = new Map<number, number>();
  for (const zero of reference.digit_zeros) {
    for (let digit = 0; digit < 10; digit++) digits.set(zero + digit, digit);
  }
  for (let code = 0; code < 0x1fbff; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const digit = decimalDigit(String.fromCodePoint(code));
    if (digit !== digits.get(code)) expect(digit, `U+${code.toString(16)}`).toBe(digits.get(code));
  }
  expect(digits.size).toBe(reference.digit_zeros.length * 10);
});

test('the white space is what int() strips: not what `str.isspace` counts besides', () => {
  const stripped = Array.from({ length: 0x3100 }, (_, code) => code).filter((code) =>
    isStripped(String.fromCodePoint(code)),
  );
  expect(stripped).toEqual(reference.whitespace);
  for (const code of reference.isspace_but_rejected) {
    expect(isStripped(String.fromCodePoint(code))).toBe(false);
  }
});

test.each([
  ['12', 12n],
  [' 12 ', 12n],
  ['-0', 0n],
  ['1_000', 1000n],
  ['9'.repeat(64), BigInt('9'.repeat(64))],
])('int(%j) is %s', (text, value) => {
  expect(pythonInt(text)).toBe(value);
});

test.each(['', ' ', '_1', '1_', '1__0', '+-1', '1.0', '0x10', '1e3', '½', '一', '−1', '1\u00001'])(
  'int(%j) raises ValueError',
  (text) => {
    expect(pythonInt(text)).toBeUndefined();
  },
);
