import { describe, expect, test } from 'vitest';
import { compareTraces } from '../../src/analysis/compare.ts';
import { explain, explainThread, incomparable } from '../../src/analysis/compare-words.ts';
import { openBytes } from '../../src/import/open.ts';
import type { Catalogue } from '../../src/narration/catalogue.ts';
import { english } from '../../src/narration/english.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { pcap, shortTalk } from '../import/capture-builder.ts';
import { readTrace } from '../support/trace.ts';
import { MAIN, traceOf } from '../trace/support.ts';
import type { Unnumbered } from '../trace/support.ts';
import { head, Talk } from './talk.ts';

const traceIn = (talk: Talk): Trace => parseTrace(talk.add('end', {}).events.bytes()).trace;

/** The first difference in words, and what is said of each thread that has one. */
function compared(left: Trace, right: Trace) {
  const comparison = compareTraces(left, right);
  const all = comparison.threads.map((thread) => explainThread(thread, left, right));
  return { comparison, text: explain(comparison, left, right), all };
}

const good = () => new Talk().message('Hello World!').message('!DISCONNECT');

describe('recordings that agree', () => {
  test('say so, whatever ports, descriptors and times they have', () => {
    const other = new TextDecoder()
      .decode(good().add('end', {}).events.bytes())
      .replaceAll('58994', '40000')
      .replaceAll('"fd":24', '"fd":99')
      .replace(/"t":(\d+)/g, (_, at: string) => `"t":${Number(at) * 3}`);
    const right = parseTrace(new TextEncoder().encode(other)).trace;
    expect(compared(traceIn(good()), right).text).toBe(english.differences.none);
  });

  test('but whose threads took turns differently are told apart by that alone', () => {
    const step = (thread: number): Unnumbered => ({
      kind: 'input',
      program: 1,
      thread,
      prompt: '',
    });
    const run = (thread: number, name: string): Unnumbered => ({
      kind: 'thread.run',
      program: 1,
      thread,
      name,
      tid: thread,
    });
    const born = [run(1, 'MainThread'), run(2, 'Thread-1 (handle_client)')];
    const left = traceOf([...born, step(1), step(2), step(1)]);
    const right = traceOf([...born, step(1), step(1), step(2)]);
    const { text, comparison } = compared(left, right);
    expect(comparison.first).toBeUndefined();
    expect(text).toMatch(
      /same results, but .* at call 2 of all, it is Thread-1’s turn on the left and MainThread’s on the right\.$/,
    );
  });

  test('differ not by who closed a socket for them, nor by how often a loop was folded', () => {
    const fold = { p: 1, th: 3, s: 3, fd: 24, of: 'recv', count: 50, first: 0, last: 1 };
    const left = good().add('fold', fold);
    const right = good().add('fold', fold).add('fold', fold);
    right.add('close', { p: 1, th: 1, s: 3, fd: 24, by: 'collector' });
    right.add('close', { p: 2, th: 2, s: 2, fd: 22, by: 'wirestep' });
    expect(compared(traceIn(left), traceIn(right)).text).toBe(english.differences.none);
  });
});

describe('the first difference', () => {
  test('of a split header is named with its reason', () => {
    const left = new Talk().message('Hi').message('Hello World!');
    const right = new Talk().message('Hi').send(head(12)).send('Hello World!').take(64, '1');
    const { text, comparison } = compared(traceIn(left), traceIn(right.ask(1)));
    expect(text).toBe(
      'In Thread-1, call 4: on the left recv(64) returned 64 bytes, on the right only 1: the header was split.',
    );
    expect(comparison.first).toMatchObject({ step: 3, thread: { key: 'T1', differs: 'count' } });
  });

  test('is the one that showed first: what the client sent, before what the server took', () => {
    const left = new Talk().message('Hello World!');
    const right = new Talk().message('Hello Worlds');
    const { text, all } = compared(traceIn(left), traceIn(right));
    expect(text).toBe(
      'In client-1, call 4: the bytes of send differ: "!" on the left, "s" on the right.',
    );
    expect(all.filter((one) => one !== undefined)).toHaveLength(2);
  });

  test('of two sends of different length is the call', () => {
    const { text } = compared(traceIn(new Talk().send('12')), traceIn(new Talk().send(head(12))));
    expect(text).toBe(
      'In client-1, call 3: on the left it is send("12"), on the right send("12"…).',
    );
  });

  test('of another argument is the call', () => {
    const { text } = compared(
      traceIn(new Talk().message('Hi').ask(64)),
      traceIn(new Talk().message('Hi').ask(1024)),
    );
    expect(text).toBe('In Thread-1, call 4: on the left it is recv(64), on the right recv(1024).');
  });

  test('may be that one thread makes no more calls', () => {
    const { text } = compared(
      traceIn(new Talk().message('Hi').ask(64)),
      traceIn(new Talk().message('Hi')),
    );
    expect(text).toBe(
      'In Thread-1, call 4: on the left it is recv(64); on the right the thread makes no more calls.',
    );
  });

  test('may be that a call had not returned, or was only ended by wirestep', () => {
    const left = new Talk().message('Hi').send(head(2)).take(64, head(2));
    const right = new Talk().message('Hi').send(head(2)).ask(64);
    expect(compared(traceIn(left), traceIn(right)).text).toBe(
      'In Thread-1, call 4: on the left recv(64) returned; on the right it had not, when the recording ended.',
    );
    right.stopped();
    expect(compared(traceIn(left), traceIn(right)).text).toMatch(/on the right it had not/);
  });

  test('may be a death', () => {
    const left = new Talk().message('Hi').dies('ValueError', 'x');
    const right = new Talk().message('Hi').message('again');
    right.dies('KeyError');
    const { all } = compared(traceIn(left), traceIn(right));
    expect(all).toContain(
      'Thread-1 dies of ValueError on the left; on the right it goes on with call 4.',
    );
  });

  test('may be an error', () => {
    const connect: Unnumbered = { kind: 'connect', ...MAIN, socket: 1, fd: 3, address: ['h', 1] };
    const answer = { ...MAIN, socket: 1, fd: 3, call: 1 } as const;
    const refused = { name: 'ECONNREFUSED', number: 111, message: 'no' } as const;
    const left = traceOf([connect, { kind: 'connect.err', ...answer, ...refused }]);
    const right = traceOf([
      connect,
      { kind: 'connect.ret', ...answer, local: ['h', 2], peer: ['h', 1] },
    ]);
    expect(compared(left, right).text).toMatch(
      /connect\(\('h', 1\)\) failed with ECONNREFUSED, on the right it succeeded\.$/,
    );
  });
});

describe('threads', () => {
  test('are the same by role and rank, not by number', () => {
    const lines = new TextDecoder().decode(good().add('end', {}).events.bytes());
    const right = lines.replaceAll('"th":3', '"th":77').replaceAll('"child":3', '"child":77');
    const { comparison } = compared(
      traceIn(good()),
      parseTrace(new TextEncoder().encode(right)).trace,
    );
    expect(comparison.threads.map(({ key }) => key)).toEqual(['M', 'C1', 'T1']);
    expect(comparison.first).toBeUndefined();
  });

  test('that one side has alone are named, after all that both have', () => {
    const both = good().events;
    const more = good().add('thread.run', {
      p: 1,
      th: 9,
      name: 'Thread-2 (handle_client)',
      tid: 9,
    });
    more.add('recv', { p: 1, th: 9, s: 9, fd: 9, max: 64 });
    const { text, comparison } = compared(parseTrace(both.bytes()).trace, traceIn(more));
    expect(comparison.alone.map(({ key }) => key)).toEqual(['T2']);
    expect(text).toBe('Thread-2 is only in the recording on the right.');
  });
});

test('of lesson 1 and lesson 2 the first difference is that somebody pressed Enter', () => {
  const left = readTrace('test/recordings/hello.trace.jsonl').trace;
  const right = readTrace('test/recordings/three.trace.jsonl').trace;
  const { text } = compared(left, right);
  expect(text).toMatch(
    /^In client-1, call \d: on the right input\(\) returned; on the left it had not/,
  );
});

test('a lesson against a bad run: the split header, not how the server was set up', () => {
  const left = readTrace('test/recordings/three.trace.jsonl').trace;
  const right = readTrace('test/analysis/five-mistakes.trace.jsonl').trace;
  expect(compared(left, right).text).toBe(
    'In Thread-1, call 1: on the left recv(64) returned 64 bytes, on the right only 1: the header was split.',
  );
});

test('the words are the catalogue’s alone', () => {
  const only = (of: object) =>
    Object.fromEntries(
      Object.entries(of).map(([key, message]) => {
        const text = `⟦${key}⟧`;
        return [key, typeof message === 'function' ? () => text : text];
      }),
    );
  const keys = { ...english, differences: only(english.differences) } as unknown as Catalogue;
  const left = traceIn(new Talk().message('Hello World!'));
  const right = traceIn(new Talk().message('Hello Worlds'));
  const comparison = compareTraces(left, right);
  expect(explain(comparison, left, right, keys)).toBe('⟦bytes⟧');
  expect(explain(compareTraces(left, left), left, left, keys)).toBe('⟦none⟧');
});

test('the same bytes are the same, written as text or as base64', () => {
  const left = new Talk().send('Hi').take(64, 'Hi');
  const right = new Talk().send(Uint8Array.of(72, 105)).take(64, Uint8Array.of(72, 105));
  expect(compared(traceIn(left), traceIn(right)).text).toBe(english.differences.none);
  const other = new Talk().send(Uint8Array.of(72, 106)).take(64, Uint8Array.of(72, 106));
  expect(compared(traceIn(left), traceIn(other)).text).toMatch(/"i" on the left, "j" on the right/);
});

test('bytes that only one recording has are not called different, those that both have are', () => {
  const whole = traceIn(good());
  const cut = changed(good(), '"u":"Hello World!"', '"cut":7,"u":"Hello"');
  expect(compared(whole, cut).text).toBe(english.differences.none);
  expect(compared(cut, whole).text).toBe(english.differences.none);
  const other = changed(good(), '"u":"Hello World!"', '"cut":7,"u":"Hullo"');
  expect(compared(whole, other).text).toMatch(/bytes of send differ: "ello World!" on the left/);
});

test('a recv that is not known to have asked for another number is the same', () => {
  const whole = traceIn(good());
  const unknown = changed(good(), '"max":64,', '');
  expect(compared(whole, unknown).text).toBe(english.differences.none);
  expect(compared(unknown, whole).text).toBe(english.differences.none);
});

test('a capture has no calls to compare: the side that is one is named', async () => {
  const captured = (await openBytes(pcap(shortTalk().packets))).trace;
  const recorded = traceIn(good());
  expect(incomparable(captured, recorded)).toMatch(/on the left is a capture .* no calls/);
  expect(incomparable(recorded, captured)).toMatch(/on the right is a capture .* no calls/);
  expect(incomparable(captured, captured)).toBeUndefined();
  expect(incomparable(recorded, recorded)).toBeUndefined();
});

/** A talk's trace with every `text` of its file in other words. */
function changed(talk: Talk, text: string, other: string): Trace {
  const file = new TextDecoder().decode(talk.add('end', {}).events.bytes());
  expect(file).toContain(text);
  return parseTrace(new TextEncoder().encode(file.replaceAll(text, other))).trace;
}
