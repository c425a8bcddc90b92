import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asciicasts } from '../../src/export/asciicast.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { sanitize } from '../../src/trace/sanitize.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { temporaryFolder } from '../support/folder.ts';
import { findPeer, runPeer } from '../support/peers.ts';
import { HEADER, MAIN, encode, traceOf, type Unnumbered } from '../trace/support.ts';
import { golden, partOfTrace, recording, textOf } from './parts.ts';

type Row = readonly [time: number, code: 'o' | 'm' | 'x', data: string];
interface Read {
  readonly head: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
}

const read = (cast: string): Read => {
  const [head = '', ...rows] = cast.trimEnd().split('\n');
  return { head: JSON.parse(head), rows: rows.map((row) => JSON.parse(row) as Row) };
};
const castsOf = (trace: Trace, version?: 2 | 3) =>
  asciicasts(partOfTrace(trace), version).map(({ name, chunks }) => ({
    name,
    text: textOf(chunks()),
  }));
const only = (events: readonly Unnumbered[], version?: 2 | 3): Read => {
  const [cast] = castsOf(traceOf(events), version);
  return read(cast?.text ?? '{}');
};
const output = ({ rows }: Read) =>
  rows.map(([, code, data]) => (code === 'o' ? data : '')).join('');
const out = (text: string): Unnumbered => ({ ...MAIN, kind: 'out', stream: 'stdout', text });

describe('each terminal has a file', () => {
  test('with all that stands on it, prompts and what was typed too', () => {
    const trace = golden();
    const { terminals } = createScenes(trace)(trace.length - 1);
    for (const version of [2, 3] as const) {
      const casts = castsOf(trace, version);
      expect(casts.map(({ name }) => name).sort()).toEqual(
        terminals.map(({ name }) => name).sort(),
      );
      for (const { name, text } of casts) {
        const whole = terminals.find((one) => one.name === name)?.text ?? '';
        expect(output(read(text))).toBe(sanitize(whole).replaceAll('\n', '\r\n'));
      }
    }
  });

  test('that all start at the moment when the first of them was written on', () => {
    const [server, client] = castsOf(golden()).map(({ text }) => read(text));
    expect(server?.rows[0]).toEqual([0, 'o', '[STARTING] server is starting...\r\n']);
    expect(client?.head['timestamp']).toBe(server?.head['timestamp']);
    expect(client?.head['timestamp']).toBe(1_789_387_200);
    const first = client?.rows.find(([, code]) => code === 'o');
    expect(first?.[0]).toBeCloseTo((2_455_595_500 - 156_700) / 1e9, 6);
  });

  test('but for programs that wrote nothing in the part', () => {
    const trace = golden();
    const part = partOfTrace(trace, { has: (n) => trace.programs[n] !== 3 });
    expect(asciicasts(part).map(({ name }) => name)).toEqual(['server', 'client-1']);
    expect(asciicasts(partOfTrace(trace, { has: () => false }))).toEqual([]);
  });

  test('whose title says of what it is a part', () => {
    const trace = traceOf([out('x')], { ...HEADER, title: 'evil\u001b]0;x' });
    const part = partOfTrace(trace, { scope: { connection: 2 }, redacted: true });
    const { head } = read(textOf(asciicasts(part)[0]?.chunks() ?? []));
    expect(head['title']).toBe(
      'evil␛]0;x: server. Only connection 2. Redacted: payloads, prints, addresses and paths have stand-ins.',
    );
  });
});

describe('version 2', () => {
  test('gives each time from the start, to the microsecond', () => {
    const { head, rows } = only([
      { ...out('a'), at: 5_000 },
      { ...out('b'), at: 1_234_572_499 },
      { ...out('c'), at: 61_000_005_600 },
    ]);
    expect(head).toMatchObject({ version: 2, width: 80, height: 24 });
    expect(rows).toEqual([
      [0, 'o', 'a'],
      [1.234567, 'o', 'b'],
      [61.000001, 'o', 'c'],
    ]);
  });

  test('never goes back in time, though threads may', () => {
    const { rows } = only([
      { ...out('a'), at: 0 },
      { ...out('b'), at: 9_000 },
      { ...out('c'), at: 7_000 },
    ]);
    expect(rows.map(([time]) => time)).toEqual([0, 0.000009, 0.000009]);
  });
});

describe('version 3', () => {
  test('gives the time since the event before, and how the program exited', () => {
    const { head, rows } = only(
      [
        { ...out('a'), at: 0 },
        { ...out('b'), at: 1_500_000_000 },
        { kind: 'prog.exit', program: 1, code: 3, at: 2_000_000_000 },
      ],
      3,
    );
    expect(head).toMatchObject({ version: 3, term: { cols: 80, rows: 24 } });
    expect(rows).toEqual([
      [0, 'o', 'a'],
      [1.5, 'o', 'b'],
      [0.5, 'x', '3'],
    ]);
  });

  test('adds up to the same times as version 2: rounding never drifts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000_000), { minLength: 1, maxLength: 200 }), (steps) => {
        let at = 0;
        const events = steps.map((step) => ({ ...out('x'), at: (at += step) }));
        let sum = 0;
        const summed = only(events, 3).rows.map(([interval]) => {
          expect(interval).toBeGreaterThanOrEqual(0);
          return (sum += Math.round(interval * 1e6));
        });
        expect(summed).toEqual(only(events, 2).rows.map(([time]) => Math.round(time * 1e6)));
      }),
    );
  });
});

test('accepts, recvs, threads and the markers of the recording can be jumped to', () => {
  const SOCKET = { ...MAIN, socket: 1, fd: 3 } as const;
  const { rows } = only([
    out('x'),
    { kind: 'accept', ...SOCKET },
    { kind: 'accept.ret', ...SOCKET, call: 2, accepted: 2, peer: ['h', 9], local: ['h', 1] },
    { kind: 'thread.start', ...MAIN, child: 2, name: 'Thread-1 (handle_client)' },
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 5, n: 2, offset: 0, bytes: encode('Hi') },
    { kind: 'recv', ...SOCKET, max: 64 },
    { kind: 'recv.ret', ...SOCKET, call: 7, n: 0, offset: 2, bytes: encode('') },
    { kind: 'recv', ...SOCKET, max: 0 },
    { kind: 'recv.ret', ...SOCKET, call: 9, n: 0, offset: 2, bytes: encode('') },
    { kind: 'recv', ...SOCKET, max: 9 },
    { kind: 'recv.ret', ...SOCKET, call: 11, n: 9, offset: 2, bytes: encode('ab'), cut: 7 },
    { kind: 'marker', text: 'The end\u0007' },
  ]);
  expect(rows.flatMap(([, code, data]) => (code === 'm' ? [data] : []))).toEqual([
    "accept: ('h', 9)",
    'starts Thread-1 (handle_client)',
    'recv: 2 bytes "Hi"',
    'recv: end of the stream',
    'recv: 0 bytes',
    'recv: 9 bytes "ab"…, 7 of them not recorded',
    'The end␇',
  ]);
});

describe('what a program wrote cannot harm the terminal that it is played on', () => {
  const OBEYED = /[\b\t\n\r]|\u001b\[[0-9;:]{0,32}m|\u001b\[[012]?K/g;
  const piece = fc.constantFrom(
    ...['\u001b', '[', ']', 'm', 'K', '31', ';', 'c', 'n', '?', 'J', '\u0007', '\u009b', '\\'],
    ...['\r', '\n', '\b', '\u202e', '\ud83d', '\ude00', 'é', 'x', '\u001b[31m', '\u001b[2K'],
    ...['\u001b[6n', '\u001b]0;', '\u001b[?1049h', '\u001bP', '1;'.repeat(20)],
  );
  const pieces = fc.array(fc.array(piece, { maxLength: 6 }), { minLength: 1, maxLength: 12 });

  test('only words, line ends, colours and "erase line" are left, whatever is cut where', () => {
    fc.assert(
      fc.property(pieces, (writings) => {
        const texts = writings.map((parts) => parts.join(''));
        const written = output(only(texts.map(out)));
        expect(written.replace(OBEYED, '')).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}]*$/u);
        expect(written).toBe(sanitize(texts.join('')).replaceAll('\n', '\r\n'));
      }),
      { numRuns: 2000 },
    );
  });

  test('a colour that comes in two writings is a colour, as on the page', () => {
    const { rows } = only([out('a\u001b[3'), out('1mb'), out('c\u001b[')]);
    expect(rows.map(([, , data]) => data)).toEqual(['a', '\u001b[31mb', 'c', '␛[']);
  });

  test('a sequence that never ends is not held back for ever', () => {
    const { rows } = only([out('\u001b['), ...Array.from({ length: 50 }, () => out('1;'))]);
    expect(rows.length).toBeGreaterThan(30);
    expect(output({ head: {}, rows })).toBe(`␛[${'1;'.repeat(50)}`);
  });
});

/** Runs a program on a terminal of its own, with its stdout in a file: `cat` asks for a terminal. */
const ON_TERMINAL = `
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    out = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
    os.dup2(out, 1)
    os.execv(sys.argv[2], sys.argv[2:])
while True:
    try:
        if not os.read(fd, 65536): break
    except OSError: break
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

test('asciinema cat gives exactly what stands on each terminal', () => {
  const folder = temporaryFolder();
  const recordings = [golden(), recording('test/recordings/three.trace.jsonl')];
  for (const [n, trace] of recordings.entries()) {
    const { terminals } = createScenes(trace)(trace.length - 1);
    for (const { name, text } of castsOf(trace)) {
      const file = join(folder, `${n}-${name}.cast`);
      writeFileSync(file, text);
      const asciinema = [findPeer('asciinema'), 'cat', file];
      runPeer('python3', ['-c', ON_TERMINAL, `${file}.out`, ...asciinema]);
      const whole = terminals.find((one) => one.name === name)?.text ?? '';
      expect(readFileSync(`${file}.out`, 'utf8')).toBe(whole.replaceAll('\n', '\r\n'));
    }
  }
});
