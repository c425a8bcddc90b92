/** What can be said of one event of a recording, by name: its fields, and what follows from them. */
import { createScenes } from '../scene/scenes.ts';
import { dissectHeader } from '../protocol/header.ts';
import { utf8 } from '../trace/chunk.ts';
import type { EventOf, TraceEvent } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import type { Fact } from './conditions.ts';

/** The fact `name` of the event at a position; undefined where it has none. */
export type Facts = (position: number, name: string) => Fact | undefined;

/** Reads facts of a whole recording; what is indexed once is indexed when first asked for. */
export function createFacts(trace: Trace): Facts {
  const names = namesOf(trace);
  let scenes: ReturnType<typeof createScenes> | undefined;
  const threadAt = (position: number) => {
    scenes ??= createScenes(trace);
    const thread = trace.threads[position];
    return scenes(position).threads.find(({ id }) => id === thread);
  };
  return (position, name) => {
    if (name === 'kind') return trace.kindAt(position);
    if (name === 'thread') return names.threads.get(trace.threads[position] ?? 0);
    if (name === 'program') return names.programs.get(trace.programs[position] ?? 0);
    if (name.startsWith('local.')) {
      const locals = threadAt(position)?.locals ?? [];
      return locals.find((local) => local.name === name.slice('local.'.length))?.value;
    }
    const event = trace.at(position);
    switch (name) {
      case 'waited':
        return waited(trace, event, position);
      case 'ms':
        return 'call' in event && event.call !== undefined ? msSince(trace, event) : undefined;
      case 'threads':
        return threadsAlive(trace, position);
      case 'child':
        return event.kind === 'thread.start' ? names.threads.get(event.child) : undefined;
      case 'line':
        return lineOf(trace, event, () => threadAt(position)?.line);
      default:
        return fieldOf(event, name);
    }
  };
}

/** A thread's name without the `(target)` that Python adds. */
export function shortName(name: string): string {
  return name.replace(/ \(.*$/, '');
}

/** The line of the Python source; undefined where Python has no such line. */
export function pythonLine(trace: Trace, file: number, line: number): number | undefined {
  for (const position of trace.ofKind('file')) {
    const source = trace.at(position) as EventOf<'file'>;
    if (source.file !== file) continue;
    if (source.twin_lines === undefined) return line;
    return source.twin_lines[line - 1] || undefined;
  }
  return line;
}

function namesOf(trace: Trace) {
  const programs = new Map(trace.header.programs.map(({ p, name }) => [p, name]));
  const threads = new Map<number, string>();
  for (const position of trace.ofKind('prog.start')) {
    const { program, name } = trace.at(position) as EventOf<'prog.start'>;
    programs.set(program, name);
  }
  for (const position of trace.ofKind('thread.start')) {
    const { child, name } = trace.at(position) as EventOf<'thread.start'>;
    threads.set(child, shortName(name));
  }
  for (const position of trace.ofKind('thread.run')) {
    const { thread, name } = trace.at(position) as EventOf<'thread.run'>;
    threads.set(thread, shortName(name));
  }
  return { programs, threads };
}

function fieldOf(event: TraceEvent, name: string): Fact | undefined {
  switch (event.kind) {
    case 'send':
    case 'recv.ret': {
      const fact = chunkFact(event, name);
      if (fact !== undefined) return fact;
      break;
    }
    case 'connect':
    case 'bind':
      if (name === 'host') return event.address[0];
      if (name === 'port') return event.address[1];
      break;
    default:
  }
  const value = (event as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

function chunkFact(event: EventOf<'send'> | EventOf<'recv.ret'>, name: string): Fact | undefined {
  const { offset, bytes } = event;
  switch (name) {
    case 'off':
      return offset;
    case 'end':
      return offset + (event.kind === 'send' ? event.len : event.n);
    case 'text':
      return utf8(bytes);
    case 'digits':
    case 'padding': {
      const parts = dissectHeader(bytes).parts.filter(({ role }) => role === name);
      return parts.reduce((sum, { from, to }) => sum + to - from, 0);
    }
    default:
      return undefined;
  }
}

function msSince(trace: Trace, { at, call }: { readonly at: number; readonly call?: number }) {
  const called = trace.positionOf(call ?? -1);
  return called < 0 ? undefined : (at - (trace.ats[called] ?? at)) / 1e6;
}

/**
 * Whether a call waited. A recv that got bytes did where none were queued before it; of all others it
 * is only seen that another thread did something between call and return.
 */
function waited(trace: Trace, event: TraceEvent, position: number): 'yes' | 'no' | undefined {
  if (!('call' in event) || event.call === undefined) return undefined;
  const called = trace.positionOf(event.call);
  if (called < 0) return undefined;
  if (event.kind === 'recv.ret' && event.n > 0) {
    const { queued } = trace.at(called) as EventOf<'recv'>;
    if (queued !== undefined) return queued === 0 ? 'yes' : 'no';
  }
  const own = trace.threads[position];
  for (let at = called + 1; at < position; at++) {
    const other = trace.threads[at] ?? 0;
    if (other !== 0 && other !== own) return 'yes';
  }
  return 'no';
}

/** Threads of the event's program that have been started and have not ended, as Python counts. */
function threadsAlive(trace: Trace, position: number): number {
  const program = trace.programs[position];
  const alive = new Set<number>();
  const each = (kind: 'thread.start' | 'thread.run' | 'thread.exit' | 'thread.err') => {
    const all = trace.ofKind(kind);
    return [...all.subarray(0, countUpTo(all, position))].map((at) => trace.at(at));
  };
  for (const event of [...each('thread.start'), ...each('thread.run')]) {
    if (!('thread' in event) || event.program !== program) continue;
    alive.add(event.kind === 'thread.start' ? event.child : event.thread);
  }
  for (const event of [...each('thread.exit'), ...each('thread.err')]) {
    if ('thread' in event) alive.delete(event.thread);
  }
  return alive.size;
}

function lineOf(
  trace: Trace,
  event: TraceEvent,
  site: () => { readonly file: number; readonly line: number } | undefined,
): number | undefined {
  const place = 'line' in event ? event : site();
  return place && pythonLine(trace, place.file, place.line);
}
