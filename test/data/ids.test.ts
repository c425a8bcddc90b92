import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isRecordingId,
  newRecordingId,
  RECORDING_ID,
  recordingFile,
} from '../../server/data/ids.ts';

test('a new id matches the one pattern', () => {
  for (let n = 0; n < 200; n++) expect(newRecordingId()).toMatch(RECORDING_ID);
});

test('ids do not repeat and use every letter of the alphabet', () => {
  const ids = Array.from({ length: 500 }, newRecordingId);
  expect(new Set(ids).size).toBe(500);
  expect(new Set(ids.join('')).size).toBe(36);
});

const hostile = [
  '',
  '.',
  '..',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '..\\..\\windows\\system.ini',
  '/etc/passwd',
  'C:',
  'CON',
  'a'.repeat(21),
  'a'.repeat(23),
  'A'.repeat(22),
  '-'.repeat(22),
  'a'.repeat(21) + '/',
  'a'.repeat(21) + '.',
  'a'.repeat(21) + '\0',
  'a'.repeat(22) + '\n',
  '\u0430'.repeat(22),
  undefined,
  22,
  ['a'.repeat(22)],
];

test.each(hostile)('%j is no id', (value) => {
  expect(isRecordingId(value)).toBe(false);
});

test.each(hostile)('no path is built from %j', (value) => {
  expect(() => recordingFile('/data', value as string)).toThrow("not a recording's id");
});

test('the path of an id lies in the folder', () => {
  const id = newRecordingId();
  expect(recordingFile('/data', id)).toBe(join('/data', `${id}.trace.jsonl`));
});
