/** What threads are called in a line: `Thread-1` in a server, `client-1` for a client's own thread. */
import { standInName, standIns } from '../scene/stand-ins.ts';
import type { EventOf, TraceEvent } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { visible } from '../trace/visible.ts';
import type { NameMessages } from './catalogue.ts';
import { englishEvents } from './english-events.ts';

export interface Names {
  thread(id: number): string;
  program(id: number): string;
}

/** Collects the names that a trace gives, once. */
export function createNames(trace: Trace, unnamed: NameMessages = englishEvents.names): Names {
  const programs = new Map<number, { readonly name: string; readonly client: boolean }>();
  for (const { p, name, role } of trace.header.programs) {
    programs.set(p, { name: visible(name), client: role === 'client' });
  }
  for (const position of trace.ofKind('prog.start')) {
    const { program, name, role } = trace.at(position) as EventOf<'prog.start'>;
    programs.set(program, { name: visible(name), client: role === 'client' });
  }
  const threads = new Map<number, string>();
  for (const kind of ['thread.run', 'thread.start'] as const) {
    for (const position of trace.ofKind(kind)) {
      const event = trace.at(position);
      const [id, name] = named(event);
      const program = programs.get(trace.programs[position] as number);
      // Python adds the target's name in parentheses: long, and the same for every handler.
      const short = visible(name).replace(/ \(.*\)$/, '');
      const main = short === 'MainThread';
      threads.set(id, program?.client ? (main ? program.name : `${program.name} ${short}`) : short);
    }
  }
  const connections = trace.ofKind('connection').length;
  for (const [id, standIn] of standIns(trace)) {
    const program = programs.get(standIn.program)?.name ?? '';
    threads.set(id, standInName(standIn, program, connections));
  }
  return {
    thread: (id) => threads.get(id) ?? unnamed.thread({ id }),
    program: (id) => programs.get(id)?.name ?? unnamed.program({ id }),
  };
}

function named(event: TraceEvent): readonly [id: number, name: string] {
  if (event.kind === 'thread.start') return [event.child, event.name];
  return event.kind === 'thread.run' ? [event.thread, event.name] : [0, ''];
}
