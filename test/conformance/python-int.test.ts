import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { int } from '../../server/thread/python/int.ts';
import { PythonError } from '../../server/thread/python/errors.ts';

interface Table {
  readonly digit_zeros: readonly number[];
  readonly whitespace: readonly number[];
  readonly isspace_but_rejected: readonly number[];
  /** The text, and its value or the text of the ValueError. */
  readonly vectors: readonly (readonly [text: string, answer: number | string])[];
}

const table = JSON.parse(
  readFileSync(new URL('python-int.json', import.meta.url), 'utf8'),
) as Table;

// A million refusals: nobody reads their stacks.
const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = 0));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

function said(text: string): number | bigint | string {
  try {
    return int(text);
  } catch (error) {
    if (error instanceof PythonError && error.type === 'ValueError') return error.text;
    throw error;
  }
}

it(`answers all ${table.vectors.length} vectors as recorded from Python`, () => {
  expect(table.vectors).toHaveLength(1000);
  expect(table.vectors.map(([text]) => [text, said(text)])).toEqual(table.vectors);
});

it('accepts the ten digits of every block, and no neighbour of a block', () => {
  for (const zero of table.digit_zeros) {
    const block = Array.from({ length: 10 }, (_, n) => String.fromCodePoint(zero + n));
    expect(block.map(said)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  const digits = new Set(
    table.digit_zeros.flatMap((zero) => Array.from({ length: 10 }, (_, n) => zero + n)),
  );
  const accepted: number[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    if (typeof said(String.fromCodePoint(code)) === 'number') accepted.push(code);
  }
  expect(new Set(accepted)).toEqual(digits);
}, 60_000);

it('strips exactly the white space of the table', () => {
  const stripped: number[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    if (said(`${String.fromCharCode(code)}7`) === 7) stripped.push(code);
  }
  const zeros = table.digit_zeros.filter((zero) => zero <= 0xffff);
  expect(stripped).toEqual([...table.whitespace, 0x2b, ...zeros].sort((a, b) => a - b));
  for (const code of table.isspace_but_rejected) expect(stripped).not.toContain(code);
}, 60_000);
