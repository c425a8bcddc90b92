import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Fields } from '../../src/trace/fields.ts';
import { FORMAT_VERSION } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { CONVERSIONS, currentHeader, currentTrace } from '../../src/trace/versions.ts';
import type { Conversion } from '../../src/trace/versions.ts';
import { encode, HEADER, traceBytes } from './support.ts';

/** A format as it might have been: times in milliseconds until 2, words for kinds until 3. */
const CHAIN: readonly Conversion[] = [
  {
    header: ({ start_ms, ...line }) => ({ ...line, epoch_ns: `${String(start_ms)}000000` }),
    event: ({ ms, ...line }) => ({ ...line, t: Number(ms) * 1e6 }),
  },
  {
    header: (line) => ({ ...line, clock: 'CLOCK_MONOTONIC' }),
    event: ({ what, ...line }) => ({ ...line, k: what }),
  },
];

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const lines = (...values: readonly Fields[]) =>
  encode(values.map((value) => `${JSON.stringify(value)}\n`).join(''));

test('there is a step for every version before the present one', () => {
  expect(CONVERSIONS).toHaveLength(FORMAT_VERSION - 1);
});

test('a golden trace of every version is read whole', () => {
  for (let version = 1; version <= FORMAT_VERSION; version++) {
    const old = `test/trace/golden-v${version}.trace.jsonl`;
    const path = existsSync(old) ? old : 'test/trace/golden.trace.jsonl';
    const bytes = readFileSync(path);
    expect(JSON.parse(text(bytes).split('\n')[0] ?? '')).toMatchObject({ version });
    const parsed = parseTrace(bytes);
    expect(parsed).toMatchObject({ damaged: 0, torn: 0, ended: true });
    expect(parsed.trace.header.version).toBe(FORMAT_VERSION);
    expect(parsed.trace.length).toBeGreaterThan(100);
  }
});

test('a header goes through every step behind its version, in order', () => {
  const old = { version: 1, start_ms: 5, title: 'a' };
  expect(currentHeader(old, CHAIN)).toEqual({
    version: 3,
    title: 'a',
    epoch_ns: '5000000',
    clock: 'CLOCK_MONOTONIC',
  });
  expect(currentHeader({ version: 2, title: 'a' }, CHAIN)).toEqual({
    version: 3,
    title: 'a',
    clock: 'CLOCK_MONOTONIC',
  });
  expect(old).toEqual({ version: 1, start_ms: 5, title: 'a' });
});

test('a header of the present version is itself', () => {
  const line = { version: 3 };
  expect(currentHeader(line, CHAIN)).toBe(line);
});

test.each([
  [4, 'made by a newer wirestep: it has version 4 of the format, this one reads up to version 3'],
  [0, '`version` must be a whole number from 1, not 0'],
  [1.5, '`version` must be a whole number from 1, not 1.5'],
  ['2', '`version` must be a whole number from 1, not "2"'],
  [undefined, '`version` must be a whole number from 1, not undefined'],
])('a header of version %s is refused in words', (version, words) => {
  expect(currentHeader({ version }, CHAIN)).toBe(words);
});

test('each line of an old trace becomes one of the present version', () => {
  const old = lines({ version: 1, start_ms: 5 }, { i: 1, ms: 2, what: 'end' });
  expect(text(currentTrace(old, CHAIN))).toBe(
    text(
      lines(
        { version: 3, epoch_ns: '5000000', clock: 'CLOCK_MONOTONIC' },
        { i: 1, t: 2e6, k: 'end' },
      ),
    ),
  );
});

test('what is no line of JSON, or still being written, stays as it is', () => {
  const old = encode('{"version":2}\nnonsense\n[1]\n\n{"what":"end"}\n{"what":');
  expect(text(currentTrace(old, CHAIN)).split('\n').slice(1)).toEqual([
    'nonsense',
    '[1]',
    '',
    '{"k":"end"}',
    '{"what":',
  ]);
});

test('bytes that need no step, or of which nobody can tell, are not even copied', () => {
  const left = ['{"version":3}\n{}\n', '{"version":9}\n', 'nonsense\n', '', '{"version":1}', '7\n'];
  for (const one of left) {
    const bytes = encode(one);
    expect(currentTrace(bytes, CHAIN)).toBe(bytes);
  }
  const present = traceBytes();
  expect(currentTrace(present)).toBe(present);
});

test('a trace from a newer wirestep is refused with a sentence that says so', () => {
  const line = JSON.stringify({ ...HEADER, version: FORMAT_VERSION + 1 });
  expect(() => parseTrace(encode(`${line}\n`))).toThrow(
    /^line 1, byte 0: made by a newer wirestep/,
  );
});
