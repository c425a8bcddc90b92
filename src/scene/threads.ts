/** The threads of a trace, and each as it is at a position. */
import type { EventOf, Kind } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { badgeOf } from './badge.ts';
import { ThreadFrames, lastSite } from './frames.ts';
import { holding } from './holding.ts';
import type { Held } from './holding.ts';
import { HELD, NONE, openCall, openCallAt } from './open-calls.ts';
import { keep } from './kept.ts';
import type { Program } from './programs.ts';
import type { Local, OpenCall, SourceLine, ThreadScene, ThreadState } from './scene.ts';
import { standInName, standIns } from './stand-ins.ts';
import type { StandIn } from './stand-ins.ts';

interface Thread {
  readonly id: number;
  readonly program: number;
  readonly name: string;
  readonly badge: string;
  /** Position of its `thread.start`, or of its first event. */
  readonly born: number;
  /** Position of its end, in order or by an exception; infinite while it runs. */
  readonly exits: number;
  readonly dies: number;
  /** Position of its program's end. */
  readonly until: number;
  readonly own: Int32Array;
  readonly frames: ThreadFrames;
  /** It stands in for one that was not recorded. */
  readonly standIn: boolean;
}

/** Every thread that is there at a position, in the order in which they were born. */
export function indexThreads(
  trace: Trace,
  programs: ReadonlyMap<number, Program>,
): (position: number) => readonly ThreadScene[] {
  const threads = listThreads(trace, programs);
  const births = threads.map(({ born }) => born);
  return holding(births, (n, position) => threadAt(trace, threads[n] as Thread, position));
}

function listThreads(trace: Trace, programs: ReadonlyMap<number, Program>): readonly Thread[] {
  const starts = new Map<number, number>();
  for (const position of trace.ofKind('thread.start')) {
    const child = trace.sizes[position] as number;
    if (!starts.has(child)) starts.set(child, position);
  }
  const runs = firsts(trace, 'thread.run');
  const deaths = firsts(trace, 'thread.err');
  const ends = firsts(trace, 'thread.exit');
  const threads: Thread[] = [];
  const stands = standIns(trace);
  const perProgram = new Map<number, number>();
  for (const id of new Set([...trace.threadIds, ...starts.keys()])) {
    const start = starts.get(id);
    const own = trace.ofThread(id);
    const born = Math.min(start ?? Infinity, own[0] ?? Infinity);
    const program = trace.programs[born] as number;
    const ordinal = perProgram.get(program) ?? 0;
    perProgram.set(program, ordinal + 1);
    const { clientNumber = 0, until = Infinity } = programs.get(program) ?? {};
    const standIn = stands.get(id);
    let name: string | undefined;
    threads.push({
      id,
      program,
      get name() {
        return (name ??= standIn
          ? standInName(
              standIn,
              programs.get(program)?.name ?? '',
              trace.ofKind('connection').length,
            )
          : nameOf(trace, start ?? runs.get(id), ordinal));
      },
      get badge() {
        if (standIn) return standInBadge(standIn);
        return badgeOf(this.name, ordinal, clientNumber);
      },
      born,
      exits: ends.get(id) ?? Infinity,
      dies: deaths.get(id) ?? Infinity,
      until,
      own,
      get frames() {
        return keep(trace, `frames of ${id}`, () => new ThreadFrames(id));
      },
      standIn: standIn !== undefined,
    });
  }
  return threads.sort((a, b) => a.born - b.born);
}

/** By thread: the position of its first event of a kind. */
function firsts(trace: Trace, kind: Kind): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const position of trace.ofKind(kind)) {
    const thread = trace.threads[position] as number;
    if (!found.has(thread)) found.set(thread, position);
  }
  return found;
}

/** @param named position of the event that names it */
function nameOf(trace: Trace, named: number | undefined, ordinal: number): string {
  if (named === undefined) return ordinal === 0 ? 'MainThread' : `Thread-${ordinal}`;
  return (trace.at(named) as EventOf<'thread.start' | 'thread.run'>).name;
}

function standInBadge({ client, connection }: StandIn): string {
  return `${client ? 'C' : 'S'}${connection}`;
}

function threadAt(trace: Trace, thread: Thread, position: number): Held<ThreadScene> {
  const { own, born, until } = thread;
  const count = countUpTo(own, position);
  const ended = until <= position;
  return {
    from: Math.max(own[count - 1] ?? born, ended ? until : 0),
    until: Math.min(own[count] ?? Infinity, ended ? Infinity : until),
    scene: sceneOf(trace, thread, count, position),
  };
}

function sceneOf(trace: Trace, thread: Thread, count: number, position: number): ThreadScene {
  const { id, program, own } = thread;
  const inCall = openCallAt(trace, own, count);
  const over = Math.min(thread.exits, thread.until) <= position;
  const state = thread.standIn
    ? 'not recorded'
    : stateOf(count > 0, inCall, thread.dies <= position, over);
  if (state === 'finished' || state === 'new' || state === 'not recorded') {
    return {
      id,
      program,
      get name() {
        return thread.name;
      },
      get badge() {
        return thread.badge;
      },
      state,
      locals: [],
    };
  }
  let line: SourceLine | undefined;
  let locals: readonly Local[] | undefined;
  let call: OpenCall | undefined;
  return {
    id,
    program,
    get name() {
      return thread.name;
    },
    get badge() {
      return thread.badge;
    },
    state,
    get call() {
      if (state === 'blocked') call ??= openCall(trace, inCall, own, count);
      return call;
    },
    get line() {
      return (line ??= lineOf(trace, own, count));
    },
    get locals() {
      return (locals ??= thread.frames.localsAt(position));
    },
    error: state === 'died' ? errorOf(trace, thread.dies) : undefined,
  };
}

function stateOf(acted: boolean, inCall: number, died: boolean, over: boolean): ThreadState {
  if (died) return 'died';
  if (over) return 'finished';
  if (!acted) return 'new';
  if (inCall === HELD) return 'held';
  return inCall === NONE ? 'running' : 'blocked';
}

function lineOf(trace: Trace, own: Int32Array, count: number): SourceLine | undefined {
  const site = lastSite(trace, own, count);
  return site && { file: site.file, line: site.line, function: site.function };
}

function errorOf(trace: Trace, dies: number): ThreadScene['error'] {
  const { name, message } = trace.at(dies) as EventOf<'thread.err'>;
  return { name, message };
}
