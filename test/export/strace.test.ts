import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeStrace } from '../../src/export/strace.ts';
import { runs } from '../scene/generate.ts';
import { HEADER, MAIN, encode, traceOf } from '../trace/support.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { golden, partOfTrace, recording, textOf } from './parts.ts';

const SOCKET = { ...MAIN, socket: 1, fd: 5 } as const;
const bytes = encode('Hi');
const linesOf = (text: string) => text.split('\n').slice(0, -1);

test('the golden trace has this log', () => {
  expect(textOf(writeStrace(partOfTrace(golden())))).toBe(
    readFileSync('test/export/golden.strace.txt', 'utf8'),
  );
});

test('every line has the time, the thread and what it did, and a call the time that it took', () => {
  for (const line of linesOf(
    textOf(writeStrace(partOfTrace(recording('test/recordings/three.trace.jsonl')))),
  )) {
    expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{6} \[[^\]]+\] \S/);
    if (/^\S+ \[[^\]]+\] (send|recv|accept|connect)\(.* = \d/.test(line)) {
      expect(line).toMatch(/ <\d+\.\d{6}>$/);
    }
  }
});

test('one line a call: as many as there are calls, whatever the threads do', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
      const lines = linesOf(textOf(writeStrace(partOfTrace(trace))));
      const calls = (kind: string) => events.filter((event) => event.kind === kind).length;
      for (const kind of ['recv', 'send', 'accept', 'connect', 'close'] as const) {
        const written = lines.filter((line) => line.includes(`] ${kind}(`));
        expect(written).toHaveLength(calls(kind));
      }
      expect(lines.some((line) => line.includes('resumed>'))).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('an answer that is not in the part has not been seen', () => {
  const trace = traceOf([
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 1, n: 2, offset: 0, bytes },
  ]);
  const part = partOfTrace(trace, { has: (n) => n === 0, scope: { from: 1, to: 1 } });
  expect(linesOf(textOf(writeStrace(part)))).toEqual([
    '--- Only events 1 to 1. ---',
    '12:00:00.000000 [thread 1] recv(5, …, 64) = ?',
  ]);
});

test('an answer whose call is not in the part stands alone, without what the call was given', () => {
  const trace = traceOf([
    { kind: 'thread.run', ...MAIN, name: 'Thread-1', tid: 9 },
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 2, n: 2, offset: 0, bytes, at: 2_000_000 },
    { kind: 'send', ...SOCKET, len: 2, offset: 0, bytes },
    {
      kind: 'send.err',
      ...SOCKET,
      call: 4,
      name: 'EPIPE',
      number: 32,
      message: 'Broken pipe',
      at: 3_000_000,
    },
  ]);
  const part = partOfTrace(trace, { has: (n) => n === 2 || n === 4 });
  expect(linesOf(textOf(writeStrace(part)))).toEqual([
    '12:00:00.002000 [Thread-1] <... recv resumed> = 2',
    '12:00:00.003000 [Thread-1] <... send resumed> = -1 EPIPE (Broken pipe)',
  ]);
});

test('a part, a redaction and an import say so before the first line', () => {
  const imported = { from: 'strace', tool: 'strace\u202e', missing: ['queues', 'source'] } as const;
  const trace = traceOf([{ kind: 'marker', text: 'here' }], { ...HEADER, imported });
  const part = partOfTrace(trace, { redacted: true, scope: { connection: 2, thread: 3, from: 1 } });
  expect(linesOf(textOf(writeStrace(part)))).toEqual([
    '--- Only connection 2, thread 3, events 1 to 1. ---',
    '--- Redacted: payloads, prints, addresses and paths have stand-ins. ---',
    '--- Imported from a log of system calls by strace‹U+202E›. ---',
    '--- Not recorded: what was waiting, source lines. ---',
    '12:00:00.000000 [trace] --- marker: here ---',
  ]);
});

test('what came from outside cannot begin a line of its own', () => {
  const evil = 'x\n12:00:00.000000 [Thread-1] close(5) = 0\u2028\r\u0085\u001b[2J';
  const trace = traceOf([
    { kind: 'prog.start', program: 1, name: evil, role: 'server', argv: [evil] },
    { kind: 'thread.run', ...MAIN, name: evil, tid: 1 },
    { kind: 'out', ...MAIN, stream: 'stdout', text: evil },
    { kind: 'send', ...SOCKET, len: encode(evil).length, offset: 0, bytes: encode(evil) },
    { kind: 'marker', text: evil },
  ]);
  const text = textOf(writeStrace(partOfTrace(trace)));
  expect(linesOf(text)).toHaveLength(5);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Cf}]/u);
});
