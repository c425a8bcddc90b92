import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Catalogue } from '../../src/narration/catalogue.ts';
import { english } from '../../src/narration/english.ts';
import { createSentences } from '../../src/narration/sentence.ts';
import { CTRL_C_ECHO } from '../../src/trace/ctrl-c.ts';
import { KINDS } from '../../src/trace/format.ts';
import type { Kind } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { HEADER, MAIN, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';

/** A language in which every message is its own key in brackets, whatever it is given. */
function keys<Section extends object>(of: Section): Section {
  const entries = Object.entries(of).map(([key, message]) => {
    const text = `⟦${key}⟧`;
    return [key, typeof message === 'function' ? () => text : text];
  });
  return Object.fromEntries(entries) as Section;
}
const keysOnly: Catalogue = {
  ...english,
  language: 'x-keys',
  names: keys(english.names),
  events: keys(english.events),
};

const SOCKET = { ...MAIN, socket: 1, fd: 5 } as const;
const PLACE = { ...MAIN, file: 1, line: 1, function: 'f' } as const;
const AT = ['127.0.0.1', 5050] as const;
const NONE = new Uint8Array(0);
const FAILED = { ...SOCKET, call: 1, name: 'EIO', number: 5, message: 'no' } as const;
const error = (kind: Kind) => ({ ...FAILED, kind }) as Unnumbered;
const EVERY: readonly Unnumbered[] = [
  { kind: 'file', program: 1, file: 1, path: 'p', language: 'python', source: '' },
  { kind: 'prog.start', program: 1, name: 'server', role: 'server', argv: [] },
  { kind: 'prog.exit', program: 1, code: 0 },
  { kind: 'thread.start', ...MAIN, child: 9, name: 'Thread-1' },
  { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 1 },
  { kind: 'thread.exit', ...MAIN },
  { kind: 'thread.err', ...MAIN, name: 'ValueError', message: 'm', file: 1, line: 1 },
  { kind: 'held', ...MAIN, before: 'recv' },
  { kind: 'socket', ...MAIN, family: 'AF_INET', type: 'SOCK_STREAM' },
  { kind: 'socket.ret', ...SOCKET, call: 1 },
  { kind: 'bind', ...SOCKET, address: AT },
  { kind: 'bind.ret', ...SOCKET, call: 1, local: AT },
  { kind: 'connect', ...SOCKET, address: AT },
  { kind: 'connect.ret', ...SOCKET, call: 1, local: AT, peer: AT },
  { kind: 'listen', ...SOCKET, backlog: 1 },
  { kind: 'listen.ret', ...SOCKET, call: 1 },
  { kind: 'accept', ...SOCKET },
  { kind: 'accept.ret', ...SOCKET, call: 1, accepted: 2, peer: AT, local: AT },
  { kind: 'setsockopt', ...SOCKET, level: 'a', option: 'b', value: 1 },
  { kind: 'setsockopt.ret', ...SOCKET, call: 1 },
  { kind: 'shutdown', ...SOCKET, how: 'SHUT_WR' },
  { kind: 'shutdown.ret', ...SOCKET, call: 1 },
  { kind: 'close', ...SOCKET },
  { kind: 'close', ...SOCKET, by: 'collector' },
  { kind: 'close', ...SOCKET, by: 'exit' },
  { kind: 'close', ...SOCKET, by: 'wirestep' },
  { kind: 'close.ret', ...SOCKET, call: 1 },
  { kind: 'recv', ...SOCKET, max: 0 },
  { kind: 'recv', ...SOCKET, max: -1 },
  { kind: 'recv', ...SOCKET, max: '99999999999999999999' },
  { kind: 'recv', ...SOCKET, max: 64 },
  { kind: 'recv.ret', ...SOCKET, call: 31, n: 0, offset: 0, bytes: NONE },
  { kind: 'recv.ret', ...SOCKET, call: 28, n: 0, offset: 0, bytes: NONE },
  { kind: 'recv.ret', ...SOCKET, call: 999, n: 0, offset: 0, bytes: NONE },
  { kind: 'recv.ret', ...SOCKET, call: 31, n: 1, offset: 0, bytes: Uint8Array.of(65), queued: 3 },
  { kind: 'send', ...SOCKET, len: 1, offset: 0, bytes: Uint8Array.of(65) },
  { kind: 'send.ret', ...SOCKET, call: 36, n: 1 },
  ...(['socket', 'bind', 'connect', 'listen', 'accept', 'setsockopt'] as const).map((call) =>
    error(`${call}.err`),
  ),
  ...(['shutdown', 'close', 'recv', 'send'] as const).map((call) => error(`${call}.err`)),
  { ...FAILED, kind: 'recv.err', name: 'STOPPED', number: 0 },
  { ...FAILED, kind: 'recv.err', name: 'KeyboardInterrupt', number: 0, message: '' },
  { kind: 'kernel', ...MAIN, call: 1, state: 'S', syscall: 'recvfrom', args: [] },
  { kind: 'out', ...MAIN, stream: 'stdout', text: 'x' },
  { kind: 'out', ...MAIN, stream: 'stderr', text: 'x', by: 'wirestep' },
  { kind: 'out', ...MAIN, stream: 'stderr', text: CTRL_C_ECHO, by: 'wirestep' },
  { kind: 'input', ...MAIN, prompt: '' },
  { kind: 'input.ret', ...MAIN, call: 1 },
  { kind: 'input.ret', ...MAIN, call: 1, text: '' },
  { kind: 'input.ret', ...MAIN, call: 1, text: 'x' },
  { kind: 'line', ...PLACE },
  { kind: 'fn.call', ...PLACE },
  { kind: 'fn.return', ...PLACE },
  { kind: 'exc', ...PLACE, name: 'E', message: '' },
  { kind: 'connection', ...MAIN, socket: 1, accepted: 2, local: AT, peer: AT },
  { kind: 'connection.end', ...MAIN, socket: 1, how: 'FIN' },
  { kind: 'connection.end', ...MAIN, socket: 1, how: 'RST' },
  { kind: 'note', text: 'x' },
  { kind: 'marker', text: 'x' },
  { kind: 'fold', ...SOCKET, of: 'recv', count: 2, first: 0, last: 1 },
  { kind: 'gap', count: 2, why: 'x' },
  { kind: 'end' },
];
const every = traceOf(EVERY);
const captured = traceOf(
  [{ kind: 'send', ...SOCKET, len: 2, offset: 0, bytes: Uint8Array.of(65), cut: 1 }],
  { ...HEADER, imported: { from: 'capture', tool: '', missing: ['calls'] } },
);

test('the list of this test has every kind of event', () => {
  const kinds = new Set(Array.from({ length: every.length }, (_, n) => every.kindAt(n)));
  expect([...KINDS].filter((kind) => !kinds.has(kind))).toEqual([]);
});

test('a sentence is one message of the catalogue and nothing else: no word of English leaks', () => {
  const sentences = createSentences(every, keysOnly);
  for (let position = -1; position < every.length; position++) {
    expect(sentences(position), every.at(Math.max(position, 0)).kind).toMatch(/^⟦\w+⟧$/);
  }
});

test('every message about events is used by some event', () => {
  const sentences = createSentences(every, keysOnly);
  const used = new Set(Array.from({ length: every.length + 1 }, (_, n) => sentences(n - 1)));
  used.add(createSentences(captured, keysOnly)(0));
  const known = Object.keys(english.events).map((key) => `⟦${key}⟧`);
  expect(known.filter((key) => !used.has(key))).toEqual([]);
});

test('threads and programs without a name are named by the catalogue', () => {
  const named: string[] = [];
  const listening: Catalogue = {
    ...keysOnly,
    events: { ...keysOnly.events, threadEnds: ({ who }) => (named.push(who), '⟦⟧') },
  };
  createSentences(traceOf([{ kind: 'thread.exit', program: 1, thread: 77 }]), listening)(0);
  expect(named).toEqual(['⟦thread⟧']);
});

test('a second language is one more object: here three German messages over the English ones', () => {
  const german: Catalogue = {
    ...english,
    language: 'de',
    events: {
      ...english.events,
      asks: ({ who, max, waiting }) =>
        `${who} bittet den Kernel um ${max === 1 ? 'ein Byte' : `bis zu ${max} Bytes`}` +
        (waiting === undefined ? '.' : `; ${waiting} sind schon da.`),
      threadEnds: ({ who }) => `${who} ist zu Ende.`,
      end: 'Hier endet die Aufzeichnung.',
    },
  };
  const trace = traceOf([
    { kind: 'thread.run', ...MAIN, name: 'Thread-1 (handle_client)', tid: 1 },
    { kind: 'recv', ...SOCKET, max: 64, queued: 69 },
    { kind: 'recv', ...SOCKET, max: 1 },
    { kind: 'thread.exit', ...MAIN },
    { kind: 'end' },
  ]);
  const sentences = createSentences(trace, german);
  expect([1, 2, 3, 4].map(sentences)).toEqual([
    'Thread-1 bittet den Kernel um bis zu 64 Bytes; 69 sind schon da.',
    'Thread-1 bittet den Kernel um ein Byte.',
    'Thread-1 ist zu Ende.',
    'Hier endet die Aufzeichnung.',
  ]);
});

test.each(['test/trace/golden.trace.jsonl', 'test/recordings/three.trace.jsonl'])(
  'the events of %s, as recorded, speak only through the catalogue',
  (file) => {
    const { trace } = parseTrace(readFileSync(file));
    const sentences = createSentences(trace, keysOnly);
    for (let n = -1; n < trace.length; n++) expect(sentences(n)).toMatch(/^⟦\w+⟧$/);
  },
);
