import type { ThreadScene } from '../../scene/scene.ts';
import { countUpTo } from '../../trace/group.ts';
import type { EventOf } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Extent, Ruler } from './ruler.ts';

/** A thread's line in its lane, in pixels: there is none before its birth and after its end. */
export interface Life {
  /** Started by its parent, not yet running: [born, runs). */
  readonly born: number;
  readonly runs: number;
  /** To the playhead, or to its end. */
  readonly to: number;
  /** With the future shown: how far it goes on after the playhead. */
  readonly later?: number;
  /** How it ended, where that is in sight. */
  readonly end?: 'finished' | 'died';
}

/** From the parent's `thread.start` down to where the child's line begins. */
export interface Birth {
  readonly child: number;
  readonly parent: number;
  readonly x: number;
  readonly later: boolean;
}

/** Between a `thread.start` and the child's first event others start threads too, but not many. */
const STARTS_BETWEEN = 64;

/** Position of the `thread.start` that gave birth to a thread; undefined for a program's first. */
export function startOf(trace: Trace, thread: number): number | undefined {
  const starts = trace.ofKind('thread.start');
  const first = trace.ofThread(thread)[0] ?? trace.length;
  const near = countUpTo(starts, first);
  for (let n = near - 1; n >= Math.max(0, near - STARTS_BETWEEN); n--) {
    const position = starts[n] as number;
    const event = trace.at(position) as EventOf<'thread.start'>;
    if (event.child === thread) return position;
  }
  return undefined;
}

/** Each thread's `startOf`. */
export function startsOf(
  trace: Trace,
  threads: readonly { readonly id: number }[],
): ReadonlyMap<number, number | undefined> {
  return new Map(threads.map(({ id }) => [id, startOf(trace, id)]));
}

/** The line of a thread that is there at the playhead. */
export function lifeOf(
  trace: Trace,
  thread: ThreadScene,
  start: number | undefined,
  ruler: Ruler,
  { position, horizon }: Extent,
): Life {
  const own = trace.ofThread(thread.id);
  const over = thread.state === 'finished' || thread.state === 'died' ? thread.state : undefined;
  const last = own[countUpTo(own, position) - 1];
  const first = own[0] ?? Infinity;
  const seen = (x: number): number => Math.max(-8, Math.min(x, ruler.room + 8));
  const runs = first <= position ? ruler.left(first) : ruler.playhead;
  const to = over !== undefined && last !== undefined ? ruler.right(last) : ruler.playhead;
  const goesOn = horizon > position && over === undefined;
  return {
    born: seen(start === undefined ? runs : ruler.right(start)),
    runs: seen(runs),
    to: seen(to),
    later: goesOn ? seen(ruler.right(own.at(-1) ?? position)) : undefined,
    end: to >= 0 && to <= ruler.room + 8 ? over : undefined,
  };
}

/** The births to draw between these lanes: those whose `thread.start` is in sight. */
export function birthsOf(
  trace: Trace,
  starts: ReadonlyMap<number, number | undefined>,
  ruler: Ruler,
  { position, horizon }: Extent,
): readonly Birth[] {
  return [...starts].flatMap(([child, start]): readonly Birth[] => {
    if (start === undefined || start > horizon) return [];
    const parent = trace.threads[start] as number;
    const x = ruler.timed ? ruler.left(start) : ruler.right(start) - ruler.gap - 8;
    if (!starts.has(parent) || x < 0 || x > ruler.room) return [];
    return [{ child, parent, x, later: start > position }];
  });
}
