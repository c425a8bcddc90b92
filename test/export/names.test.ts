import { expect, test } from 'vitest';
import { FORMATS, formatOf } from '../../src/export/formats.ts';
import { fileName, sortable } from '../../src/export/names.ts';
import { partOf } from '../../src/export/scope.ts';
import { HEADER, MAIN, traceOf } from '../trace/support.ts';
import { perform } from './random-trace.ts';

const LINE = { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 1 } as const;
const titled = (title: string, more = {}) =>
  partOf(traceOf([LINE], { ...HEADER, title, ...more }), {});

test('a name begins with when the recording was made, in UTC: names sort by time', () => {
  const name = (epoch_ns: string) => fileName(titled('Hello', { epoch_ns }), 'csv');
  expect(name('1789387200000000000')).toBe('2026-09-14T12-00-00-hello.csv');
  expect(name('1789387201999999999')).toBe('2026-09-14T12-00-01-hello.csv');
});

test('a time that is none is said to be none', () => {
  const epoch_ns = '9'.repeat(30);
  expect(fileName(titled('Hello', { epoch_ns }), 'csv')).toBe('undated-hello.csv');
});

test('the scope is in the name', () => {
  const { trace } = perform([{ do: 'connect', recorded: true, host: '10.0.0.9' }]);
  const name = (scope: object, how = {}) => fileName(partOf(trace, scope, how), 'jsonl');
  expect(name({ connection: 2 })).toBe('2026-09-14T12-00-00-a-test-connection-2.trace.jsonl');
  expect(name({ thread: 1 })).toBe('2026-09-14T12-00-00-a-test-thread-1.trace.jsonl');
  expect(name({ from: 2, to: 9 })).toBe('2026-09-14T12-00-00-a-test-events-2-to-9.trace.jsonl');
  expect(name({ to: 9 })).toBe('2026-09-14T12-00-00-a-test-events-1-to-9.trace.jsonl');
  expect(name({ connection: 1, from: 5 }, { redact: true })).toBe(
    `2026-09-14T12-00-00-a-test-connection-1-events-5-to-${trace.seqs.at(-1)}-redacted.trace.jsonl`,
  );
});

test.each([
  ['Grüße aus Köln!', 'grusse-aus-koln'],
  ['../../etc/passwd', 'etc-passwd'],
  ['CON:<>|?*"', 'con'],
  ['  .hidden', 'hidden'],
  ['日本', 'recording'],
  ['', 'recording'],
  [`${'word '.repeat(20)}`, 'word-word-word-word-word-word-word-word-word-wor'],
])('of the title %j what every file system takes is left: %s', (title, slug) => {
  expect(fileName(titled(title), 'csv')).toBe(`2026-09-14T12-00-00-${slug}.csv`);
});

test('the dissector has one name: it is the same for every recording', () => {
  expect(fileName(titled('Hello'), 'lua')).toBe('wirestep.lua');
});

test('files of one export are told apart by what they hold', () => {
  expect(fileName(titled('Hello'), 'hexdump', 'Client to server')).toBe(
    '2026-09-14T12-00-00-hello-client-to-server.hex.txt',
  );
});

test('numbers sort as numbers: zeros stand in front of short ones', () => {
  expect([1, 9, 10, 100].map((number) => sortable(number, 100))).toEqual([
    '001',
    '009',
    '010',
    '100',
  ]);
  expect(sortable(3, 7)).toBe('3');
});

test('every format has a name, an extension and a sentence of its own', () => {
  for (const key of ['id', 'name', 'extension', 'about'] as const) {
    expect(new Set(FORMATS.map((format) => format[key])).size).toBe(FORMATS.length);
  }
  for (const { extension, about, opens } of FORMATS) {
    expect(extension).toMatch(/^[a-z]+(\.[a-z]+)?$/);
    expect(about).toMatch(/^[A-Z].*\.$/);
    expect(opens).not.toBe('');
  }
});

test('a format is found by its id, nothing by another word', () => {
  expect(formatOf('csv')).toMatchObject({ id: 'csv', extension: 'csv' });
  expect(formatOf('pdf')).toBeUndefined();
  expect(formatOf('toString')).toBeUndefined();
});
