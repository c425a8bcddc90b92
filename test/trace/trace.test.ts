import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Groups, countUpTo } from '../../src/trace/group.ts';
import type { EventOf, TraceEvent } from '../../src/trace/format.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import { MAIN, traceBytes, traceOf } from './support.ts';

const { trace } = parseTrace(readFileSync('test/trace/golden.trace.jsonl'));

/** The fields of an event that its site has too. */
function pick(event: TraceEvent): object {
  const { file, line, function: name } = event as EventOf<'line'>;
  return { file, line, function: name };
}

test('the columns say of each event what the event says', () => {
  for (let position = 0; position < trace.length; position++) {
    const event = trace.at(position);
    const of = (name: string, none: number) =>
      (Reflect.get(event, name) as number | undefined) ?? none;
    expect(trace.kindAt(position)).toBe(event.kind);
    expect(trace.seqs[position]).toBe(event.seq);
    expect(trace.ats[position]).toBe(event.at);
    expect(trace.programs[position]).toBe(of('program', 0));
    expect(trace.threads[position]).toBe(of('thread', 0));
    expect(trace.sockets[position]).toBe(of('socket', 0));
    expect(trace.calls[position]).toBe(of('call', 0));
    expect(trace.offsets[position]).toBe(of('offset', -1));
    expect(trace.queued[position]).toBe(of('queued', -1));
    const text = 'text' in event && event.kind !== 'note' && event.kind !== 'marker';
    const shown = event.kind === 'input' ? event.prompt : text ? event.text : undefined;
    const size = of(
      'n',
      of('len', of('max', of('count', of('accepted', of('child', shown?.length ?? -1))))),
    );
    expect(trace.sizes[position]).toBe(size);
    const site = trace.siteAt(position);
    expect(site?.line).toBe(event.kind === 'thread.err' ? undefined : Reflect.get(event, 'line'));
    if (site === undefined) continue;
    const locals = 'locals' in event ? Object.keys(event.locals ?? {}) : [];
    expect(site).toEqual({ ...pick(event), locals });
  }
});

test('a length beyond 2^53 is infinite in its column, exact in its event', () => {
  const socket = { ...MAIN, socket: 1, fd: 3 };
  const events = traceOf([
    { kind: 'recv', ...socket, max: '99999999999999999999' },
    { kind: 'recv', ...socket, max: '-99999999999999999999' },
  ]);
  expect([...events.sizes]).toEqual([Infinity, -Infinity]);
  expect(events.at(0)).toMatchObject({ max: '99999999999999999999' });
});

test('an event is the same whenever it is looked at', () => {
  const first = Array.from({ length: trace.length }, (_, position) => trace.at(position));
  first.forEach((event, position) => expect(trace.at(position)).toEqual(event));
  expect(trace.at(7), 'kept').toBe(trace.at(7));
});

test('there is no event outside the trace', () => {
  expect(() => trace.at(-1)).toThrow(`no event at -1 of ${trace.length}`);
  expect(() => trace.at(trace.length)).toThrow(RangeError);
});

test('an event is found by its number, over holes too', () => {
  for (let position = 0; position < trace.length; position++) {
    expect(trace.positionOf(trace.seqs[position] as number)).toBe(position);
  }
  const seen = new Set(trace.seqs);
  const missing = Array.from({ length: 400 }, (_, seq) => seq).filter((seq) => !seen.has(seq));
  expect(missing.length).toBeGreaterThan(2);
  for (const seq of [-1, 0.5, NaN, ...missing]) expect(trace.positionOf(seq)).toBe(-1);
});

test('an event is found behind a hole larger than the trace', () => {
  const note = (seq: number) => `{"i":${seq},"t":1,"k":"note","text":"${seq}"}`;
  const far = parseTrace(traceBytes(note(5), note(1_000_000), note(2_000_000))).trace;
  expect([5, 1_000_000, 2_000_000, 6].map((seq) => far.positionOf(seq))).toEqual([0, 1, 2, -1]);
});

test('each thread, socket and kind has its own events, in order', () => {
  const where = (column: ArrayLike<unknown>, wanted: unknown) =>
    Array.from({ length: trace.length }, (_, n) => n).filter((n) => column[n] === wanted);
  for (const id of trace.threadIds)
    expect([...trace.ofThread(id)]).toEqual(where(trace.threads, id));
  for (const id of [1, 2, 3]) expect([...trace.ofSocket(id)]).toEqual(where(trace.sockets, id));
  const kinds = Array.from({ length: trace.length }, (_, n) => trace.kindAt(n));
  for (const kind of ['recv', 'file', 'end'] as const) {
    expect([...trace.ofKind(kind)]).toEqual(where(kinds, kind));
  }
  expect([...trace.ofThread(99)]).toEqual([]);
  expect([...trace.ofKind('shutdown')]).toEqual([]);
});

function groupsOf(column: Int32Array, groups: Groups): ReadonlyMap<number, readonly number[]> {
  groups.extend((from) => column.subarray(from), column.length);
  return new Map(groups.keys.map((key) => [key, [...groups.of(key, column.length)]]));
}

/** Small keys, and some that are too large for a table. */
const keysOf = fc.array(fc.constantFrom(0, 1, 2, 3, 70_000, 2 ** 31 - 1), { maxLength: 40 });

test('groups hold every position once, under its own key, but for key 0', () => {
  fc.assert(
    fc.property(keysOf, (keys) => {
      const groups = groupsOf(Int32Array.from(keys), new Groups());
      expect(groups.has(0)).toBe(false);
      for (const [key, positions] of groups) {
        expect(positions).toEqual(keys.flatMap((own, n) => (own === key ? [n] : [])));
      }
      expect([...groups.keys()]).toEqual([...new Set(keys)].filter((key) => key !== 0));
    }),
  );
});

test('groups that grow with their column are those of the whole, and keep what they gave', () => {
  fc.assert(
    fc.property(keysOf, fc.array(fc.nat(40), { maxLength: 5 }), (keys, cuts) => {
      const column = Int32Array.from(keys);
      const growing = new Groups();
      const edges = [...cuts.filter((cut) => cut < keys.length), keys.length].sort((a, b) => a - b);
      const given = edges.map((edge) => groupsOf(column.subarray(0, edge), growing));
      edges.forEach((edge, n) => {
        expect(given[n]).toEqual(groupsOf(column.subarray(0, edge), new Groups()));
        for (const key of keys) {
          const below = keys.flatMap((own, at) =>
            own === key && key > 0 && at < edge ? [at] : [],
          );
          expect([...growing.of(key, edge)]).toEqual(below);
        }
      });
    }),
  );
});

test('counting up to a place is counting', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.integer({ min: -1, max: 51 }), (list, place) => {
      const sorted = list.toSorted((a, b) => a - b);
      expect(countUpTo(sorted, place)).toBe(sorted.filter((one) => one <= place).length);
    }),
  );
});
