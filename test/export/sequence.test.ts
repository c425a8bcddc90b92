import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pickSteps } from '../../src/export/sequence-picked.ts';
import type { Picked } from '../../src/export/sequence-picked.ts';
import { sequence } from '../../src/export/sequence.ts';
import type { Message, Step } from '../../src/export/sequence-steps.ts';
import { arrowsOf } from '../../src/scene/provenance.ts';
import { createScenes } from '../../src/scene/scenes.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { runs } from '../scene/generate.ts';
import { HEADER, MAIN, encode, traceOf, type Unnumbered } from '../trace/support.ts';
import { golden, partOfTrace } from './parts.ts';

const messagesOf = (steps: Iterable<Step>): readonly Message[] =>
  [...steps].filter((step) => step.kind === 'message');
const told = (trace: Trace) => [...sequence(partOfTrace(trace))];
const wordsOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => {
    if (step.kind === 'message') return [`${step.from.name} → ${step.to.name}: ${step.label}`];
    return step.kind === 'remark' ? [`${step.party?.name ?? 'all'}: ${step.text}`] : [];
  });
const SOCKET = { ...MAIN, socket: 1, fd: 3 } as const;
const bytes = encode('Hi');

test('bytes go from each send to each recv that took some, and nowhere else', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
      const drawn = messagesOf(told(trace))
        .filter(
          ({ of, sent, position }) => of === 'bytes' && sent !== undefined && sent !== position,
        )
        .map(({ sent = 0, position }) => `${trace.seqs[sent]} ${trace.seqs[position]}`);
      const { connections } = createScenes(trace)(trace.length - 1);
      const wanted = connections
        .flatMap(({ up, down }) => [...arrowsOf(up), ...arrowsOf(down)])
        .map(({ send, recv }) => `${send} ${recv}`);
      expect(drawn.sort()).toEqual(wanted.sort());
    }),
    { numRuns: 150 },
  );
});

test('what arrives and what does not adds up to what was sent, for recorded ends', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
      const { connections } = createScenes(trace)(trace.length - 1);
      const counted = (of: string) =>
        messagesOf(told(trace))
          .filter((message) => message.of === of && message.from.recorded && message.to.recorded)
          .reduce((sum, { label }) => sum + Number(/\d+/.exec(label)?.[0]), 0);
      let [sent, taken] = [0, 0];
      for (const { client, server, up, down } of connections) {
        if (client === undefined || server === undefined) continue;
        sent += (up.sent ?? 0) + (down.sent ?? 0);
        taken += (up.taken ?? 0) + (down.taken ?? 0);
      }
      expect(counted('bytes')).toBe(taken);
      expect(counted('untaken')).toBe(sent - taken);
    }),
    { numRuns: 100 },
  );
});

test('a wait has an end, or none follows', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const { trace } = parseTrace(encode(writeTrace(HEADER, events)));
      const waiting = new Set<string>();
      for (const step of sequence(partOfTrace(trace))) {
        if (step.kind === 'waits') {
          expect(waiting.has(step.party.key)).toBe(false);
          waiting.add(step.party.key);
        }
        if (step.kind === 'goes on') expect(waiting.delete(step.party.key)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

describe('the golden trace', () => {
  const words = wordsOf(told(golden()));

  test('tells who connected, who was started, who died', () => {
    expect(words).toContain('client-1 → MainThread: connects');
    expect(words).toContain('MainThread → Thread-1: starts');
    expect(words).toContain('127.0.0.1:59002 → MainThread: connects');
    expect(words).toContain('Thread-2: died: ValueError');
    expect(words).toContain('MainThread: connection 2 closed by collector');
    expect(words).toContain('all: 2 events missing: withheld: two lines of the presenter');
  });

  test('tells of the end of a stream once, though it is read over and over', () => {
    const ends = words.filter((line) => line.endsWith('end of the stream'));
    expect(ends).toEqual(['client-1 → Thread-1: end of the stream']);
  });
});

test('a connection that nobody accepted yet goes to an end that is not recorded', () => {
  const steps = told(
    traceOf([
      { kind: 'connect', ...SOCKET, address: ['::1', 5050] },
      { kind: 'connect.ret', ...SOCKET, call: 1, local: ['::1', 9], peer: ['::1', 5050] },
    ]),
  );
  expect(wordsOf(steps)).toEqual(['thread 1 → [::1]:5050: connects']);
  expect(messagesOf(steps)[0]?.to).toMatchObject({ recorded: false, about: 'not recorded' });
});

test('what a recv took of sends that are not in the part comes from their thread all the same', () => {
  const trace = golden();
  const first = trace.positionOf(76);
  const steps = [...sequence(partOfTrace(trace, { has: (n) => n >= first }))];
  const [message] = messagesOf(steps);
  expect(message).toMatchObject({ label: '12 bytes "Hello World!"', got: 'recv ≤ 12 got 12' });
  expect(message?.from.name).toBe('client-1');
  expect(message?.sent).toBeUndefined();
});

test('failures are told by their names, our own stop as what it is', () => {
  const failure = { number: 1, message: 'x' };
  const steps = told(
    traceOf([
      { kind: 'recv', ...SOCKET, max: 1 },
      { kind: 'recv.err', ...SOCKET, call: 1, name: 'ECONNRESET', ...failure },
      { kind: 'accept', ...SOCKET },
      { kind: 'accept.err', ...SOCKET, call: 3, name: 'STOPPED', ...failure },
    ]),
  );
  expect(wordsOf(steps)).toEqual([
    'thread 1: recv: ECONNRESET',
    'thread 1: accept: stopped by wirestep',
  ]);
  expect(steps.flatMap((step) => (step.kind === 'remark' ? [step.tone] : []))).toEqual([
    'error',
    'plain',
  ]);
});

describe('of a sequence that is too long', () => {
  const sends = (count: number): Unnumbered[] =>
    Array.from({ length: count }, (_, n) => {
      return { kind: 'send', ...SOCKET, len: 2, offset: 2 * n, bytes };
    });
  const picking = (events: readonly Unnumbered[], steps = 10, parties = 5) =>
    pickSteps(partOfTrace(traceOf(events)), { steps, parties });
  const pick = (...given: Parameters<typeof picking>): Picked => {
    const work = picking(...given);
    for (;;) {
      const { done, value } = work.next();
      if (done === true) return value;
    }
  };

  test('it pauses while it counts what it leaves out', () => {
    expect(Array.from(picking(sends(3000))).length).toBeGreaterThan(10);
  });

  test('the first are kept, the others counted', () => {
    const { steps, left } = pick(sends(100));
    expect(messagesOf(steps)).toHaveLength(10);
    expect(left).toBe(90);
  });

  test('folds of one thread’s calls become one remark', () => {
    const fold = (of: 'recv' | 'send', count: number): Unnumbered => {
      return { kind: 'fold', ...SOCKET, of, count, first: 0, last: 0 };
    };
    const { steps } = pick([fold('recv', 50), fold('recv', 7), fold('send', 2), fold('send', 3)]);
    expect(wordsOf(steps)).toEqual([
      'thread 1: recv × 57, not written one by one',
      'thread 1: send × 5, not written one by one',
    ]);
  });

  test('no more is held than is shown, however often a thread waits or sends', () => {
    const waits = Array.from({ length: 5000 }, (_, n): Unnumbered[] => [
      { kind: 'recv', ...SOCKET, max: 0 },
      { kind: 'recv.ret', ...SOCKET, call: 2 * n + 1, n: 0, offset: 0, bytes: encode('') },
    ]).flat();
    expect(pick(waits).steps).toHaveLength(0);
    // Bytes that leave and arrive nowhere before the end.
    const peer = { ...MAIN, thread: 2, socket: 2, fd: 4 } as const;
    const ends = { local: ['h', 1], peer: ['h', 2] } as const;
    const connected: Unnumbered[] = [
      { kind: 'connect', ...SOCKET, address: ['h', 2] },
      { kind: 'connect.ret', ...SOCKET, call: 1, ...ends },
      { kind: 'accept', ...peer, socket: 3 },
      {
        kind: 'accept.ret',
        ...peer,
        socket: 3,
        call: 3,
        accepted: 2,
        peer: ['h', 1],
        local: ['h', 2],
      },
    ];
    const all: Unnumbered = {
      kind: 'recv.ret',
      ...peer,
      call: 1,
      n: 8000,
      offset: 0,
      bytes: encode('Hi'.repeat(4000)),
    };
    const { steps, left } = pick([...connected, ...sends(4000), all]);
    expect(steps.length).toBeLessThan(50);
    expect(messagesOf(steps)).toHaveLength(10);
    expect(left).toBe(4001 - 10);
  });
});
