import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scope } from '../../src/export/part.ts';
import { ScopeError, parseMoment, partOf } from '../../src/export/scope.ts';
import type { TraceEvent } from '../../src/trace/format.ts';
import { MAIN, traceOf } from '../trace/support.ts';
import { golden } from './parts.ts';
import { perform, randomTalk, scopeOf } from './random-trace.ts';

const trace = golden();

const eventsIn = (scope: Scope, of = trace): TraceEvent[] =>
  [...partOf(of, scope).positions()].map((position) => of.at(position));
const kindsIn = (events: readonly TraceEvent[]): string[] => events.map(({ kind }) => kind);
const sentence = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ScopeError);
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

test('without a scope every event is in the part', () => {
  const part = partOf(trace, {});
  expect([...part.positions()]).toEqual(Array.from({ length: trace.length }, (_, n) => n));
  expect(part.has(0)).toBe(true);
  expect(part.has(trace.length)).toBe(false);
  expect(part).toMatchObject({ trace, redacted: false, scope: {} });
});

test('going through the positions moves from 0 to 1, each time anew', () => {
  const part = partOf(trace, { from: 100, to: 200 });
  for (let round = 0; round < 2; round++) {
    let last = 0;
    for (const position of part.positions()) {
      expect(part.done).toBe(position / trace.length);
      expect(part.done).toBeGreaterThanOrEqual(last);
      last = part.done;
    }
    expect(part.done).toBe(1);
  }
});

describe('of a connection', () => {
  const events = eventsIn({ connection: 2 });

  test('it has every event of both its sockets, and none of another connection', () => {
    const sockets = new Set(events.map((event) => ('socket' in event ? event.socket : undefined)));
    expect([...sockets].filter((socket) => socket !== undefined).sort()).toEqual([1, 4]);
    expect(events.filter((event) => 'socket' in event && event.socket === 4)).toHaveLength(
      trace.ofSocket(4).length,
    );
  });

  test('it has the accept that made it, call and return, and no other accept', () => {
    const accepts = events.filter(({ kind }) => kind.startsWith('accept'));
    expect(kindsIn(accepts)).toEqual(['accept', 'accept.ret']);
    expect(accepts[1]).toMatchObject({ accepted: 4, call: accepts[0]?.seq });
  });

  test('it has how the listener and the own socket came to be', () => {
    const own = kindsIn(eventsIn({ connection: 1 }));
    expect(own.filter((kind) => kind === 'socket.ret')).toHaveLength(2);
    expect(own).toEqual(expect.arrayContaining(['bind', 'bind.ret', 'listen', 'connect.ret']));
  });

  test('it has lines and prints of threads that have to do with no other connection', () => {
    const printing = events.filter(({ kind }) => kind === 'out');
    expect(printing.length).toBeGreaterThan(0);
    for (const event of printing) expect(event).toMatchObject({ thread: 4 });
    // The main thread accepted three.
    const main = events.filter((event) => 'thread' in event && event.thread === 1);
    expect(kindsIn(main)).not.toContain('line');
  });

  test('a main thread that accepted one connection only belongs to it', () => {
    const talk = perform([{ do: 'recv', who: 0, up: true, max: 1 }]);
    expect(eventsIn({ connection: 1 }, talk.trace)).toHaveLength(talk.trace.length);
  });

  test("its client's end is there: exit of the program too", () => {
    const all = eventsIn({ connection: 3 });
    expect(all).toContainEqual(expect.objectContaining({ kind: 'prog.exit', program: 3 }));
    expect(all).not.toContainEqual(expect.objectContaining({ kind: 'prog.exit', program: 2 }));
  });

  test('programs that have nothing to do with it are not named', () => {
    const started = events.filter(({ kind }) => kind === 'prog.start');
    expect(started.map((event) => 'program' in event && event.program)).toEqual([1]);
  });
});

describe('of a thread', () => {
  const events = eventsIn({ thread: 3 });

  test('it has all of its events, and of others only what names it', () => {
    const own = events.filter((event) => 'thread' in event && event.thread === 3);
    expect(own).toHaveLength(trace.ofThread(3).length);
    const others = events.filter((event) => 'thread' in event && event.thread !== 3);
    expect(kindsIn(others).sort()).toEqual(
      ['accept', 'accept.ret', 'bind', 'bind.ret', 'listen', 'listen.ret', 'socket', 'socket.ret']
        .concat(['thread.run', 'thread.start'])
        .sort(),
    );
  });

  test('it has the sources that its lines name', () => {
    const files = events.filter((event) => event.kind === 'file').map(({ file }) => file);
    expect(files).toEqual([1, 2]);
  });

  test('what hangs on an event of the thread comes with it', () => {
    const died = eventsIn({ thread: 4 });
    expect(died).toContainEqual(expect.objectContaining({ kind: 'marker', text: 'Thread-2 died' }));
    expect(events).not.toContainEqual(
      expect.objectContaining({ kind: 'marker', text: 'Thread-2 died' }),
    );
  });
});

describe('of a range', () => {
  test('it has every event of the range, both ends included', () => {
    const part = partOf(trace, { from: 100, to: 120 });
    for (let seq = 100; seq <= 120; seq++) expect(part.has(trace.positionOf(seq))).toBe(true);
  });

  test('outside of the range it has only what names something in it', () => {
    const outside = eventsIn({ from: 102, to: 120 }).filter(({ seq }) => seq < 102 || seq > 120);
    expect(new Set(kindsIn(outside))).toEqual(
      new Set(
        [
          'file',
          'prog.start',
          'thread.run',
          'thread.start',
          'socket',
          'socket.ret',
          'bind',
          'bind.ret',
        ].concat(['listen', 'listen.ret', 'accept', 'accept.ret', 'connect', 'connect.ret', 'end']),
      ),
    );
    // Connection 3 is not there yet.
    expect(outside).not.toContainEqual(
      expect.objectContaining({ kind: 'accept.ret', accepted: 6 }),
    );
    expect(outside).toContainEqual(expect.objectContaining({ kind: 'accept.ret', accepted: 3 }));
  });

  test('a range without its last event goes to the end, one without its first from the beginning', () => {
    expect(eventsIn({ from: 300 }).filter(({ seq }) => seq >= 300)).toHaveLength(7);
    expect(eventsIn({ to: 5 }).filter(({ seq }) => seq <= 5)).toHaveLength(5);
  });

  test('a range of nothing but a gap, or the end, is a part', () => {
    expect(kindsIn(eventsIn({ from: 291, to: 291 }))).toEqual(['gap', 'end']);
    expect(kindsIn(eventsIn({ from: 306 }))).toEqual(['end']);
  });
});

describe('of a capture', () => {
  const ends = { local: ['10.0.0.2', 40_000], peer: ['10.0.0.1', 5050] } as const;
  const sent = { fd: 0, len: 1, offset: 0, bytes: Uint8Array.of(65) };
  const capture = traceOf([
    { kind: 'connection', ...MAIN, socket: 1, accepted: 2, ...ends },
    { kind: 'connection', program: 2, thread: 2, socket: 3, accepted: 4, ...ends },
    { kind: 'send', ...MAIN, socket: 1, ...sent },
    { kind: 'send', program: 3, thread: 3, socket: 4, ...sent },
    { kind: 'connection.end', ...MAIN, socket: 1, how: 'FIN' },
  ]);
  const seqsOf = (scope: Scope) => eventsIn(scope, capture).map(({ seq }) => seq);

  test('a connection has both its ends, and how they ended', () => {
    expect(seqsOf({ connection: 1 })).toEqual([1, 3, 5]);
    expect(seqsOf({ connection: 2 })).toEqual([2, 4]);
  });

  test('a range has the connections that its bytes belong to', () => {
    expect(seqsOf({ from: 4, to: 4 })).toEqual([2, 4]);
    expect(seqsOf({ from: 5 })).toEqual([1, 5]);
  });
});

test('words about the whole recording belong to every part of their range', () => {
  const noted = traceOf([
    { kind: 'note', text: 'the whole' },
    { kind: 'thread.run', ...MAIN, name: 'MainThread', tid: 1 },
    { kind: 'thread.run', ...MAIN, thread: 2, name: 'Other', tid: 2 },
  ]);
  expect(kindsIn(eventsIn({ thread: 1 }, noted))).toEqual(['note', 'thread.run']);
  expect(kindsIn(eventsIn({ from: 2 }, noted))).toEqual(['thread.run', 'thread.run']);
});

test('of several scopes the part has what all of them have', () => {
  const both = partOf(trace, { connection: 1, from: 60, to: 90 });
  const [one, other] = [partOf(trace, { connection: 1 }), partOf(trace, { from: 60, to: 90 })];
  for (let seq = 60; seq <= 90; seq++) {
    const at = trace.positionOf(seq);
    expect(both.has(at)).toBe(one.has(at) && other.has(at));
  }
});

test('whatever is in a part, its program, thread and socket are named there', () => {
  fc.assert(
    fc.property(
      randomTalk.chain((talk) => fc.tuple(fc.constant(talk), scopeOf(talk))),
      ([talk, scope]) => {
        let events: TraceEvent[];
        try {
          events = eventsIn(scope, talk.trace);
        } catch (error) {
          expect(error).toBeInstanceOf(ScopeError);
          return;
        }
        const runs = new Set(
          events.map((event) => (event.kind === 'thread.run' ? event.thread : undefined)),
        );
        const starts = new Set(
          events.map((event) => (event.kind === 'prog.start' ? event.program : undefined)),
        );
        const made = new Set(
          events.map((event) =>
            event.kind === 'accept.ret'
              ? event.accepted
              : event.kind === 'socket.ret'
                ? event.socket
                : undefined,
          ),
        );
        for (const event of events) {
          if ('thread' in event) expect(runs).toContain(event.thread);
          if ('program' in event) expect(starts).toContain(event.program);
          if ('socket' in event && event.socket !== undefined) expect(made).toContain(event.socket);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('every send and every recv is in the part of exactly one connection', () => {
  fc.assert(
    fc.property(randomTalk, (talk) => {
      const parts = talk.streams.map((_, n) => partOf(talk.trace, { connection: n + 1 }));
      for (const kind of ['send', 'recv.ret', 'send.ret'] as const) {
        for (const position of talk.trace.ofKind(kind)) {
          expect(parts.filter((part) => part.has(position))).toHaveLength(1);
        }
      }
    }),
    { numRuns: 60 },
  );
});

describe('what is not there is said in one sentence, with what is', () => {
  test.each([
    [{ connection: 9 }, 'This recording has no connection 9: it has connections 1 to 3.'],
    [{ from: 0 }, 'This recording has no event 0: it has events 1 to 306.'],
    [{ to: 999 }, 'This recording has no event 999: it has events 1 to 306.'],
    [{ from: 9, to: 3 }, 'Event 9 comes after event 3: give the earlier one first.'],
    [
      { connection: 3, thread: 4 },
      'No event of this recording is of connection 3 and of thread 4.',
    ],
    [{ connection: 3, to: 9 }, 'No event of this recording is of connection 3 and in that range.'],
  ])('%j', (scope, words) => {
    expect(sentence(() => partOf(trace, scope))).toBe(words);
  });

  test('threads with their names', () => {
    expect(sentence(() => partOf(trace, { thread: 77 }))).toBe(
      'This recording has no thread 77: it has threads 1 (MainThread), 2 (client-1), 3 (Thread-1), ' +
        '4 (Thread-2), 5 (client-2), 6 (Thread-3).',
    );
  });

  test('of many threads the first twelve', () => {
    const many = traceOf(
      Array.from({ length: 20 }, (_, n) => ({
        ...{ kind: 'thread.run' as const, program: 1, thread: n + 1 },
        ...{ name: `Thread-${n + 1}`, tid: n + 1 },
      })),
    );
    expect(sentence(() => partOf(many, { thread: 77 }))).toMatch(
      /, 12 \(Thread-12\) and 8 more\.$/,
    );
  });

  test('a recording without connections, with one, without events', () => {
    const none = traceOf([{ kind: 'end' }]);
    expect(sentence(() => partOf(none, { connection: 1 }))).toMatch(/: it has none\.$/);
    expect(sentence(() => partOf(perform([]).trace, { connection: 2 }))).toMatch(
      /: it has connection 1 only\.$/,
    );
    expect(sentence(() => partOf(traceOf([]), { from: 1 }))).toMatch(/: it has none at all\.$/);
  });
});

describe('a moment', () => {
  test('is the number of an event', () => {
    expect(parseMoment(trace, '21')).toBe(21);
    expect(parseMoment(trace, ' 21 ')).toBe(21);
    expect(sentence(() => parseMoment(trace, '999'))).toBe(
      'This recording has no event 999: it has events 1 to 306.',
    );
  });

  test('is the text of a marker: the event that it hangs on', () => {
    expect(parseMoment(trace, 'The server listens')).toBe(27);
  });

  test('is the marker itself where it hangs on nothing', () => {
    const marked = traceOf([
      { kind: 'note', text: 'here' },
      { kind: 'marker', text: 'here' },
    ]);
    expect(parseMoment(marked, 'here')).toBe(2);
  });

  test('of two markers that say the same, the first', () => {
    const marked = traceOf([
      { kind: 'marker', text: 'here' },
      { kind: 'marker', text: 'here' },
    ]);
    expect(parseMoment(marked, 'here')).toBe(1);
  });

  test('that is no marker is refused with the markers there are', () => {
    expect(sentence(() => parseMoment(trace, 'nowhere'))).toBe(
      'No marker of this recording says "nowhere": it has the markers "The server listens", ' +
        '"The client waits for Enter", "Thread-2 died".',
    );
    expect(sentence(() => parseMoment(traceOf([]), 'a\u202eb'))).toBe(
      'No marker of this recording says "a‹U+202E›b": it has no markers; give the number of an event.',
    );
  });
});
