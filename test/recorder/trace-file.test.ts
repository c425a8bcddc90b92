import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TraceFile } from '../../server/recorder/trace-file.ts';
import { temporaryFolder } from '../support/folder.ts';
import { bundleProbe, onSmallDisk } from './probe.ts';

const lines = (text: string): Buffer => Buffer.from(text);

test('what is appended is in the file at once, for its owner only', () => {
  const path = join(temporaryFolder(), 'a.trace.jsonl');
  const file = new TraceFile(path);
  file.append(lines('{"a":1}\n'));
  file.append(lines('{"b":2}\n'));
  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":2}\n');
  expect(file.bytes).toBe(16);
  file.close();
});

test('an existing file is never overwritten', () => {
  const path = join(temporaryFolder(), 'a.trace.jsonl');
  writeFileSync(path, 'precious');
  expect(() => new TraceFile(path)).toThrow(/a\.trace\.jsonl exists already: choose another name/);
  expect(readFileSync(path, 'utf8')).toBe('precious');
});

test.each([
  ['a folder that is missing', 'missing/a.jsonl', /its folder does not exist/],
  ['a file where a folder should be', 'file/a.jsonl', /part of its path is a file/],
])('%s is said in a sentence', (_what, name, sentence) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(() => new TraceFile(join(folder, name))).toThrow(sentence);
});

test('a file deleted while it is written is noticed within a second', () => {
  const folder = join(temporaryFolder(), 'data');
  mkdirSync(folder);
  const file = new TraceFile(join(folder, 'a.jsonl'));
  file.append(lines('{"a":1}\n'));
  file.check(1000);
  rmSync(folder, { recursive: true });
  file.append(lines('{"b":2}\n'));
  expect(() => file.check(2001)).toThrow(/deleted while it was being written|does not exist/);
});

test('on a full disk the whole lines stay, the torn one goes, and a sentence says why', () => {
  const script = bundleProbe('full-disk-probe.ts');
  const told = JSON.parse(
    execFileSync(...onSmallDisk(script, 'DISK'), {
      encoding: 'utf8',
      maxBuffer: 1e8,
    }),
  ) as {
    error: string;
    text: string;
    bytes: number;
  };
  expect(told.error).toMatch(/the disk is full\. Make room, then start again/);
  expect(told.text.endsWith('}\n')).toBe(true);
  expect(told.text.length).toBe(told.bytes);
  expect(
    told.text
      .split('\n')
      .slice(0, -1)
      .every((line) => line === '{"filler":"xxxxxxxx"}'),
  ).toBe(true);
});
