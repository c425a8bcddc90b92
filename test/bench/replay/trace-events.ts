import { KINDS, type Kind, type TraceEvent } from '../../../src/trace/format.ts';
import type { Trace } from '../../../src/trace/trace.ts';

/** A call is open from its kind to the same kind with one of these endings. */
const ENDING = /^(?!thread\.)(.+)\.(ret|err)$/;
const CALLS: ReadonlySet<Kind> = new Set(
  KINDS.filter((kind) => KINDS.some((other) => ENDING.exec(other)?.[1] === kind)),
);

/**
 * The trace in Chrome's Trace Event Format, event for event: a call begins (`B`) when it is entered
 * and ends (`E`) when it returns, and so does a function; everything else is an instant (`i`). Times
 * in microseconds. Programs are processes, threads are threads.
 */
export function traceEventJson(trace: Trace): string {
  const lines: string[] = [];
  for (let position = 0; position < trace.length; position++) {
    lines.push(JSON.stringify(traceEvent(trace.at(position))));
  }
  return `{"traceEvents":[\n${lines.join(',\n')}\n]}\n`;
}

function traceEvent(event: TraceEvent) {
  const { kind, at } = event;
  const pid = 'program' in event ? event.program : 0;
  const tid = 'thread' in event ? event.thread : 0;
  return { ...phase(event), ts: at / 1000, pid, tid, cat: kind };
}

function phase(event: TraceEvent): { readonly ph: 'B' | 'E' | 'i'; readonly name: string } {
  const { kind } = event;
  if (event.kind === 'fn.call') return { ph: 'B', name: event.function };
  if (event.kind === 'fn.return') return { ph: 'E', name: event.function };
  if (CALLS.has(kind)) return { ph: 'B', name: kind };
  const ended = ENDING.exec(kind)?.[1];
  return ended === undefined ? { ph: 'i', name: kind } : { ph: 'E', name: ended };
}
