import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseTrace } from '../../../src/trace/parse.ts';
import { cutTrace, endOfLine } from './cut.ts';

const folder = mkdtempSync(join(tmpdir(), 'wirestep-cut-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a cut trace has exactly the first events, and nothing torn', () => {
  const to = join(folder, 'cut.trace.jsonl');
  cutTrace('test/trace/golden.trace.jsonl', to, 100);
  const { trace, torn, ended } = parseTrace(new Uint8Array(readFileSync(to)));
  expect(trace.length).toBe(100);
  expect({ torn, ended }).toEqual({ torn: 0, ended: false });
});

test('lines are counted across blocks, and a file with too few is taken whole', () => {
  const file = join(folder, 'long');
  writeFileSync(file, 'x'.repeat(1_500_000) + '\n' + 'y\n');
  expect(endOfLine(file, 1)).toBe(1_500_001);
  expect(endOfLine(file, 2)).toBe(1_500_003);
  expect(endOfLine(file, 9)).toBe(1_500_003);
});
