import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSentences } from '../../src/narration/sentence.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { MAIN, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

const RUN: Unnumbered = { kind: 'thread.run', ...MAIN, name: 'Thread-1 (handle_client)', tid: 1 };
const SOCKET = { ...MAIN, socket: 1, fd: 5 } as const;
const NOTHING = new Uint8Array(0);
const HI = Uint8Array.of(0x48, 0x69);

/** The sentence of the last of these events, which Thread-1 does. */
function sentence(...events: readonly Unnumbered[]): string {
  return createSentences(traceOf([RUN, ...events]))(events.length);
}

test.each<[string, number | string, number | undefined]>([
  ['Thread-1 asks the kernel for up to 64 bytes. None have arrived, so it waits.', 64, 0],
  ['Thread-1 asks the kernel for up to 64 bytes. 69 bytes are already waiting.', 64, 69],
  ['Thread-1 asks the kernel for up to 64 bytes. 1 byte is already waiting.', 64, 1],
  ['Thread-1 asks the kernel for up to 1 byte.', 1, undefined],
  ['Thread-1 asks for 0 bytes: Python answers that without the kernel.', 0, undefined],
  ['Thread-1 asks for -5 bytes: a length below zero.', -5, undefined],
])('%s', (text, max, queued) => {
  expect(sentence({ kind: 'recv', ...SOCKET, max, queued })).toBe(text);
});

test('bytes are said to wait only where the recording measured it', () => {
  expect(sentence({ kind: 'recv', ...SOCKET, max: 64 })).not.toMatch(/wait|arrived/);
});

test.each<[string, number, Uint8Array, number | undefined]>([
  ['Thread-1 got 2 bytes of up to 64: "Hi".', 64, HI, undefined],
  ['Thread-1 got 2 bytes: "Hi".', 2, HI, 0],
  ['Thread-1 got 2 bytes: "Hi". 5 more bytes wait.', 2, HI, 5],
  [
    'Thread-1 got 0 bytes: the end of the stream. The other side sends no more.',
    64,
    NOTHING,
    undefined,
  ],
  ['Thread-1 got 0 bytes, as it asked for.', 0, NOTHING, undefined],
])('%s', (text, max, bytes, queued) => {
  const answer = { call: 2, n: bytes.length, offset: 0, bytes, queued } as const;
  expect(
    sentence({ kind: 'recv', ...SOCKET, max }, { kind: 'recv.ret', ...SOCKET, ...answer }),
  ).toBe(text);
});

test.each<[string, number]>([
  ['The kernel took both bytes of Thread-1. That does not mean that they have arrived.', 2],
  ['The kernel took only 1 of the 2 bytes of Thread-1.', 1],
])('%s', (text, n) => {
  const send: Unnumbered = { kind: 'send', ...SOCKET, len: 2, offset: 0, bytes: HI };
  expect(sentence(send, { kind: 'send.ret', ...SOCKET, call: 2, n })).toBe(text);
});

test.each<[string, number]>([
  ['The kernel took the byte of Thread-1. That does not mean that it has arrived.', 1],
  ['The kernel took all 64 bytes of Thread-1. That does not mean that they have arrived.', 64],
])('%s', (text, n) => {
  const bytes = new Uint8Array(n);
  const send: Unnumbered = { kind: 'send', ...SOCKET, len: n, offset: 0, bytes };
  expect(sentence(send, { kind: 'send.ret', ...SOCKET, call: 2, n })).toBe(text);
});

test('a return whose call is lost claims nothing about what was asked', () => {
  const lost = { ...SOCKET, call: 900, offset: 0 } as const;
  expect(sentence({ kind: 'recv.ret', ...lost, n: 0, bytes: NOTHING })).toBe(
    'Thread-1 got 0 bytes.',
  );
  expect(sentence({ kind: 'recv.ret', ...lost, n: 2, bytes: HI })).toBe(
    'Thread-1 got 2 bytes: "Hi".',
  );
  expect(sentence({ kind: 'send.ret', ...lost, n: 64 })).toMatch(/^The kernel took all 64 bytes/);
});

test('an empty queue is no waiting where the call found the end of the stream', () => {
  const asks: Unnumbered = { kind: 'recv', ...SOCKET, max: 64, queued: 0 };
  const end = { call: 2, n: 0, offset: 0, bytes: NOTHING } as const;
  const trace = traceOf([RUN, asks, { kind: 'recv.ret', ...SOCKET, ...end }]);
  expect(createSentences(trace)(1)).toBe(
    'Thread-1 asks the kernel for up to 64 bytes. None have arrived.',
  );
});

test.each<[number | string, string]>([
  ['99999999999999999999', 'OverflowError'],
  [2 ** 40, 'MemoryError'],
])('a recv of %s bytes never reaches the kernel', (max, name) => {
  const failed = { call: 2, name, number: 0, message: '' } as const;
  const trace = traceOf([
    RUN,
    { kind: 'recv', ...SOCKET, max },
    { kind: 'recv.err', ...SOCKET, ...failed },
  ]);
  const sentences = createSentences(trace);
  expect(sentences(1)).toBe(
    `Thread-1 asks for ${max} bytes: too many, so Python does not even ask the kernel.`,
  );
  expect(sentences(2)).toBe(`recv fails in Thread-1: ${name}.`);
});

test('a line is named by the number it has in the Python program, which is shown first', () => {
  const file: Unnumbered = {
    kind: 'file',
    program: MAIN.program,
    file: 7,
    path: 'server.ts',
    language: 'typescript',
    source: '',
    twin: 8,
    twin_lines: [0, 20, 0],
  };
  const at = { ...MAIN, file: 7, function: 'handle_client' } as const;
  const line = (n: number): string => sentence(file, { kind: 'line', ...at, line: n });
  expect(line(2)).toBe('Thread-1 is about to run line 20 of handle_client.');
  expect(line(3)).toBe('Thread-1 is about to run line 3 of handle_client.');
  const raised = { kind: 'exc', ...at, line: 2, name: 'ValueError', message: 'no' } as const;
  expect(sentence(file, raised)).toBe('Line 20 raised an exception in Thread-1: ValueError: no.');
});

test('a call that wirestep stopped is not blamed on the peer', () => {
  const stopped = { name: 'STOPPED', number: 0, message: 'Stopped by wirestep.' };
  expect(sentence({ kind: 'recv.err', ...SOCKET, call: 1, ...stopped })).toBe(
    'wirestep stopped Thread-1 in recv: that is not the other side’s doing.',
  );
});

test('a call that Ctrl-C broke off did not fail', () => {
  const broken = { name: 'KeyboardInterrupt', number: 0, message: '' };
  expect(sentence({ kind: 'recv.err', ...SOCKET, call: 1, ...broken })).toBe(
    'Ctrl-C breaks recv off in Thread-1.',
  );
});

test.each<[string, Unnumbered]>([
  ['The program server ends with exit code 0.', { kind: 'prog.exit', program: 1, code: 0 }],
  [
    'The program server ends with exit code 130: Ctrl-C ended it.',
    { kind: 'prog.exit', program: 1, code: 130 },
  ],
  [
    'The program server ends with exit code 129: its terminal was closed.',
    { kind: 'prog.exit', program: 1, code: 129 },
  ],
  [
    'Ctrl-C is pressed on the terminal of Thread-1.',
    { kind: 'out', ...MAIN, stream: 'stderr', text: '^C', by: 'wirestep' },
  ],
  ['Thread-1 prints "^C".', { kind: 'out', ...MAIN, stream: 'stdout', text: '^C\n' }],
  [
    'recv fails in Thread-1: reset (ECONNRESET).',
    { kind: 'recv.err', ...SOCKET, call: 1, name: 'ECONNRESET', number: 104, message: 'reset' },
  ],
  [
    'Thread-1 is held before send: it waits for wirestep, not for the kernel.',
    { kind: 'held', ...MAIN, before: 'send' },
  ],
  ['Thread-1 waits for a connection.', { kind: 'accept', ...SOCKET }],
  [
    'Nothing refers to the socket any more, so Python closes it, in Thread-1.',
    { kind: 'close', ...SOCKET, by: 'collector' },
  ],
  ['Thread-1 closes its socket.', { kind: 'close', ...SOCKET }],
  [
    'Thread-1 dies of an exception: MemoryError.',
    { kind: 'thread.err', ...MAIN, name: 'MemoryError', message: '', file: 1, line: 1 },
  ],
  ['Enter was pressed; Thread-1 goes on.', { kind: 'input.ret', ...MAIN, call: 1, text: '' }],
  ['Thread-1 reads the end of its input.', { kind: 'input.ret', ...MAIN, call: 1 }],
  ['Thread-1 prints "Hello".', { kind: 'out', ...MAIN, stream: 'stdout', text: 'Hello\n' }],
  [
    'wirestep notes on the terminal: "note".',
    { kind: 'out', ...MAIN, stream: 'stderr', text: 'note', by: 'wirestep' },
  ],
  [
    'Thread-1 called recv once more, with the same result.',
    { kind: 'fold', ...SOCKET, of: 'recv', count: 1, first: 0, last: 0 },
  ],
  ['1 event is missing here: lost.', { kind: 'gap', count: 1, why: 'lost' }],
  ['2 events are missing here: lost.', { kind: 'gap', count: 2, why: 'lost' }],
  [
    'The kernel confirms: Thread-1 waits in recvfrom.',
    { kind: 'kernel', ...MAIN, call: 1, state: 'S', syscall: 'recvfrom', args: [] },
  ],
  [
    'The kernel says: Thread-1 is in recvfrom, but does not sleep.',
    { kind: 'kernel', ...MAIN, call: 1, state: 'R', syscall: 'recvfrom', args: [] },
  ],
  [
    'The program has ended: the operating system closes the socket of Thread-1.',
    { kind: 'close', ...SOCKET, by: 'exit' },
  ],
  [
    'Thread-1 called recv 50 more times, each with the same result.',
    { kind: 'fold', ...SOCKET, of: 'recv', count: 50, first: 0, last: 1 },
  ],
])('%s', (text, event) => {
  expect(sentence(event)).toBe(text);
});

test('every event of the golden trace has a whole sentence without hidden characters', () => {
  const { trace } = parseTrace(readFileSync('test/trace/golden.trace.jsonl'));
  const sentences = createSentences(trace);
  for (let position = 0; position < trace.length; position++) {
    expect(sentences(position)).toMatch(/^\P{Cc}{4,}[.…]$/u);
    expect(sentences(position)).not.toMatch(/undefined|\[object|thread \d/);
  }
});

test('control characters from outside are visible in sentences', () => {
  expect(sentence({ kind: 'note', text: '\x1b]0;title\x07' })).toBe('␛]0;title␇');
  expect(sentence({ kind: 'out', ...MAIN, stream: 'stdout', text: '\u202eevil' })).toContain(
    '‹U+202E›',
  );
});
