/** The threads of a trace, and each as it is at a position. */
import type { EventOf } from '../trace/format.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { badgeOf } from './badge.ts';
import { ThreadFrames } from './frames.ts';
import { HELD, NONE, indexOpenCalls } from './open-calls.ts';
import type { Program } from './programs.ts';
import type { OpenCall, ThreadScene, ThreadState } from './scene.ts';

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
  readonly error?: { readonly name: string; readonly message: string };
  readonly frames: ThreadFrames;
}

/** Every thread that is there at a position, in the order in which they were born. */
export function indexThreads(
  trace: Trace,
  programs: ReadonlyMap<number, Program>,
): (position: number) => readonly ThreadScene[] {
  const open = indexOpenCalls(trace);
  const threads = listThreads(trace, programs);
  const births = threads.map(({ born }) => born);
  return (position) =>
    threads
      .slice(0, countUpTo(births, position))
      .map((thread) => threadAt(trace, thread, open, programs.get(thread.program), position));
}

function listThreads(trace: Trace, programs: ReadonlyMap<number, Program>): readonly Thread[] {
  const started = new Map<number, { position: number; event: EventOf<'thread.start'> }>();
  for (const position of trace.ofKind('thread.start')) {
    const event = trace.at(position) as EventOf<'thread.start'>;
    if (!started.has(event.child)) started.set(event.child, { position, event });
  }
  const ids = new Set([...trace.threadIds, ...started.keys()]);
  const threads: Thread[] = [];
  const perProgram = new Map<number, number>();
  for (const id of ids) {
    const start = started.get(id);
    const own = trace.ofThread(id);
    const born = Math.min(start?.position ?? Infinity, own[0] ?? Infinity);
    const program = trace.programs[born] as number;
    const ordinal = perProgram.get(program) ?? 0;
    perProgram.set(program, ordinal + 1);
    const name =
      start?.event.name ??
      runName(trace, own) ??
      (ordinal === 0 ? 'MainThread' : `Thread-${ordinal}`);
    const badge = badgeOf(name, ordinal, programs.get(program)?.clientNumber ?? 0);
    const dies = firstOf(trace, own, 'thread.err');
    const exits = firstOf(trace, own, 'thread.exit');
    const death = dies === Infinity ? undefined : (trace.at(dies) as EventOf<'thread.err'>);
    const error = death && { name: death.name, message: death.message };
    const frames = new ThreadFrames(trace, id);
    threads.push({ id, program, name, badge, born, exits, dies, error, frames });
  }
  return threads.sort((a, b) => a.born - b.born);
}

function runName(trace: Trace, own: Int32Array): string | undefined {
  const position = firstOf(trace, own, 'thread.run');
  return position === Infinity ? undefined : (trace.at(position) as EventOf<'thread.run'>).name;
}

function firstOf(
  trace: Trace,
  positions: Int32Array,
  kind: 'thread.run' | 'thread.exit' | 'thread.err',
): number {
  return positions.find((position) => trace.kindAt(position) === kind) ?? Infinity;
}

function threadAt(
  trace: Trace,
  thread: Thread,
  open: Int32Array,
  program: Program | undefined,
  position: number,
): ThreadScene {
  const { id, name, badge, error } = thread;
  const own = trace.ofThread(id);
  const last = own[countUpTo(own, position) - 1];
  const inCall = last === undefined ? NONE : (open[last] as number);
  const over = Math.min(thread.exits, program?.until ?? Infinity) <= position;
  const state = stateOf(last, inCall, thread.dies <= position, over);
  const base = { id, program: thread.program, name, badge, state };
  if (state === 'finished' || state === 'new') return { ...base, locals: [] };
  const frame = thread.frames.at(position);
  return {
    ...base,
    call: state === 'blocked' ? openCall(trace, inCall, own, position) : undefined,
    line: frame?.place,
    locals: frame?.locals ?? [],
    error: state === 'died' ? error : undefined,
  };
}

function stateOf(
  last: number | undefined,
  inCall: number,
  died: boolean,
  over: boolean,
): ThreadState {
  if (died) return 'died';
  if (over) return 'finished';
  if (last === undefined) return 'new';
  if (inCall === HELD) return 'held';
  return inCall === NONE ? 'running' : 'blocked';
}

function openCall(trace: Trace, at: number, own: Int32Array, position: number): OpenCall {
  const call = trace.kindAt(at) as OpenCall['call'];
  const socket = trace.sockets[at] || undefined;
  let kernel: EventOf<'kernel'> | undefined;
  for (let n = countUpTo(own, position) - 1; (own[n] ?? -1) > at && kernel === undefined; n--) {
    const event = trace.at(own[n] as number);
    if (event.kind === 'kernel') kernel = event;
  }
  return { call, seq: trace.seqs[at] as number, at: trace.ats[at] as number, socket, kernel };
}
