/** What is found in recordings of real programs: the lessons', and those beside this file. */
import { expect, test } from 'vitest';
import { diagnoseNow } from '../../src/analysis/diagnosis.ts';
import { readTrace } from '../support/trace.ts';

/** `kind #seq #seq …` of each finding. */
function found(file: string): readonly string[] {
  return diagnoseNow(readTrace(file).trace).map(({ kind, count, at }) =>
    [kind, ...Array.from({ length: count }, (_, n) => `#${at(n).seq}`)].join(' '),
  );
}

test('lesson 1 is in order: its client is stopped while it waits for Enter', () => {
  expect(found('test/recordings/hello.trace.jsonl')).toEqual([]);
});

test('in lesson 2 nothing is wrong, but for waits of 40 ms where the recording has them', () => {
  const lines = found('test/recordings/three.trace.jsonl');
  expect(lines.filter((line) => !line.startsWith('stall'))).toEqual([]);
});

test('a server that five clients treat badly', () => {
  expect(found('test/analysis/five-mistakes.trace.jsonl')).toEqual([
    'split-header #42',
    'thread-died #65 #92 #135 #166',
    'left-open #65 #92 #135 #166',
    'bad-header #86',
    'counted-characters #119',
    'not-utf8 #162',
    'sent-ahead #193 #208',
    'stall #241',
  ]);
});

test('clients, not recorded, that count characters, promise too much, or break off', () => {
  expect(found('test/analysis/miscounted.trace.jsonl')).toEqual([
    'counted-characters #47 #78',
    'thread-died #51 #94 #141 #167 #198 #239',
    'left-open #51 #94 #141 #167 #198 #239',
    'short-recv #121',
    'reset #137 #235',
    'bad-header #158 #189',
  ]);
});

test('a client that leaves without a goodbye sends its server’s thread into an endless loop', () => {
  expect(found('test/analysis/left-without-goodbye.trace.jsonl')).toEqual([
    'stall #111',
    'no-goodbye #126',
    'endless-loop #136',
  ]);
});

test('a client without a server, and a server whose port is taken', () => {
  expect(found('test/analysis/refused.trace.jsonl')).toEqual(['refused #11', 'thread-died #15']);
  expect(found('test/analysis/address-in-use.trace.jsonl')).toEqual([
    'address-in-use #11',
    'thread-died #15',
  ]);
});
