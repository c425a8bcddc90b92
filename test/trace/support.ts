import type { TraceEvent, TraceHeader } from '../../src/trace/format.ts';
import { writeTrace } from '../../src/trace/write.ts';
import { parseTrace } from '../../src/trace/parse.ts';
import type { Trace } from '../../src/trace/trace.ts';

export const HEADER: TraceHeader = {
  format: 'wirestep-trace',
  version: 1,
  id: 'test',
  title: 'a test',
  epoch_ns: '1789387200000000000',
  mono_ns: '5000000000',
  clock: 'CLOCK_MONOTONIC',
  generator: 'test',
  host: { os: 'linux', arch: 'x64', runtime: 'node' },
  pid: 1,
  programs: [{ p: 1, role: 'server', name: 'server' }],
  protocol: { header_bytes: 64, pad: '20', encoding: 'utf-8', framed_replies: false },
  detail: 'lines',
  ext: {},
};

export const HEAD_LINE = JSON.stringify(HEADER);
export const END_LINE = '{"i":9,"t":9,"k":"end"}';

/** A trace's bytes: the header, then these lines, each with its line end. */
export function traceBytes(...lines: readonly string[]): Uint8Array {
  return encode([HEAD_LINE, ...lines].map((line) => `${line}\n`).join(''));
}

export function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** An event without `seq` and `at`: `traceOf` numbers them. */
export type Unnumbered = TraceEvent extends infer E
  ? E extends TraceEvent
    ? Omit<E, 'seq' | 'at'> & { readonly at?: number }
    : never
  : never;

/** Numbers the events from 1, a microsecond apart where they do not say. */
export function numbered(events: readonly Unnumbered[]): readonly TraceEvent[] {
  return events.map(
    (event, index) => ({ at: index * 1000, ...event, seq: index + 1 }) as TraceEvent,
  );
}

/** A trace made of events as values, through its bytes. */
export function traceOf(events: readonly Unnumbered[], header: TraceHeader = HEADER): Trace {
  return parseTrace(encode(writeTrace(header, numbered(events)))).trace;
}

/** The fields that every event of the server's main thread begins with. */
export const MAIN = { program: 1, thread: 1 } as const;
