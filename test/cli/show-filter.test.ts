import { readFileSync } from 'node:fs';
import { assert, constantFrom, option, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Misuse } from '../../server/cli/outcome.ts';
import { Filter } from '../../server/cli/show-filter.ts';
import type { Wanted } from '../../server/cli/show-filter.ts';
import { createCallLog, formatLogLine } from '../../src/narration/call-log.ts';
import type { LogLine } from '../../src/narration/call-log.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { MAIN, traceOf } from '../trace/support.ts';

const golden = parseTrace(readFileSync('test/trace/golden.trace.jsonl')).trace;
const lines = linesOf(golden);

/** Every line of a trace's log. */
function linesOf(trace: Trace): readonly LogLine[] {
  const log = createCallLog(trace);
  return Array.from({ length: trace.length }, (_, position) => log.line(position)).filter(
    (line) => line !== undefined,
  );
}

/** Those that a filter takes. */
function taken(trace: Trace, wanted: Wanted): readonly LogLine[] {
  const filter = new Filter(trace, wanted);
  return linesOf(trace).filter((line) => filter.mayTake(line.position) && filter.takes(line));
}

/** A chunk of a stream that was sent. */
function sent(text: string, offset: number) {
  const bytes = new TextEncoder().encode(text);
  return { kind: 'send', ...MAIN, socket: 1, fd: 5, len: bytes.length, offset, bytes } as const;
}

test('several filters take exactly the lines that each of them takes', () => {
  const wanted = record(
    {
      thread: constantFrom('M', 'T1', 'T2', 'client-1', '4'),
      connection: constantFrom(1, 2, 3),
      kind: constantFrom('recv', 'recv,send', 'accept', 'out', 'recv.ret', 'recv.err', 'send.ret'),
      grep: constantFrom('hello', '= 64', '/Thread-\\d/', '/^12:00:03/', '"'),
      bytes: constantFrom('Hello', '0x31', '20 20', '!DISCONNECT'),
    },
    { requiredKeys: [] },
  );
  assert(
    property(wanted, (filters) => {
      const alone = Object.entries(filters).map(
        ([name, value]) => new Set(taken(golden, { [name]: value }).map(({ seq }) => seq)),
      );
      const expected = lines.filter(({ seq }) => alone.every((one) => one.has(seq)));
      expect(taken(golden, filters).map(formatLogLine)).toEqual(expected.map(formatLogLine));
    }),
    { numRuns: 300 },
  );
});

test('without filters every line is taken', () => {
  expect(taken(golden, {})).toEqual(lines);
});

test('a filter that grows with its trace takes what one of the whole trace takes', () => {
  const bytes = readFileSync('test/trace/golden.trace.jsonl');
  const half = parseTrace(bytes.subarray(0, bytes.indexOf('\n', bytes.length / 2) + 1)).trace;
  assert(
    property(
      record({
        thread: option(constantFrom('T1', 'T3'), { nil: undefined }),
        bytes: option(constantFrom('Hello', '!DISCONNECT'), { nil: undefined }),
      }),
      ({ thread, bytes: wanted }) => {
        const filters = {
          ...(thread === undefined ? {} : { thread }),
          ...(wanted === undefined ? {} : { bytes: wanted }),
        };
        const filter = new Filter(half, filters);
        filter.grow(golden);
        const grown = lines.filter((line) => filter.mayTake(line.position) && filter.takes(line));
        expect(grown).toEqual(taken(golden, filters));
      },
    ),
    { numRuns: 20 },
  );
});

describe('bytes', () => {
  test('that three chunks share are found at the third', () => {
    const trace = traceOf([sent('say he', 0), sent('ll', 6), sent('o!', 8)]);
    expect(taken(trace, { bytes: 'hello' }).map(({ seq }) => seq)).toEqual([3]);
    expect(taken(trace, { bytes: 'hell' }).map(({ seq }) => seq)).toEqual([2]);
  });

  test('are not found across a hole in the stream', () => {
    const trace = traceOf([sent('say he', 0), sent('llo!', 7)]);
    expect(taken(trace, { bytes: 'hello' })).toEqual([]);
  });

  test('are taken as text in quotes, though they look like hex', () => {
    const trace = traceOf([sent('0d 0a', 0), sent('\r\n', 5)]);
    expect(taken(trace, { bytes: '0d 0a' }).map(({ seq }) => seq)).toEqual([2]);
    expect(taken(trace, { bytes: '"0d 0a"' }).map(({ seq }) => seq)).toEqual([1]);
  });
});

describe('misuse', () => {
  test.each<[Wanted, string]>([
    [{ kind: '' }, 'There are no lines of the kind ""'],
    [{ kind: 'line' }, 'There are no lines of the kind "line"'],
    [{ grep: '/[/' }, '/[/ is no pattern'],
    [{ bytes: '' }, '--bytes needs bytes'],
  ])('%j is found before anything is printed', (wanted, sentence) => {
    expect(() => new Filter(golden, wanted)).toThrow(Misuse);
    expect(() => new Filter(golden, wanted)).toThrow(sentence);
  });

  test('of a thread or a connection ends when the trace has it', () => {
    const empty = traceOf([]);
    const filter = new Filter(empty, { thread: 'T1', connection: 2 });
    expect(filter.missing).toBe('This recording has no thread "T1": it has none.');
    filter.grow(golden);
    expect(filter.missing).toBeUndefined();
  });

  test('a trace without connections says so', () => {
    const filter = new Filter(traceOf([]), { connection: 1 });
    expect(filter.missing).toBe('This recording has no connection 1: it has none.');
  });
});
