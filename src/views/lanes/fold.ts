import type { ConnectionScene, Scene, ThreadScene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';

export const MOST_LANES = 6;
/** How far back the threads that did something last are looked for. */
const LOOK_BACK = 4000;

export interface LanePick {
  /** Those that have a lane: of the followed connection, then clients, then as they were born. */
  readonly shown: readonly ThreadScene[];
  readonly folded: readonly ThreadScene[];
}

export interface Wanted {
  /** The thread in focus. */
  readonly selected: number | undefined;
  readonly pins: readonly number[];
  readonly followed: ConnectionScene | undefined;
}

/**
 * Who has a lane where not all have room: the pinned, the selected, those of the followed connection,
 * then those that did something last. Pins beyond six have a lane too.
 */
export function pickLanes(trace: Trace, scene: Scene, wanted: Wanted): LanePick {
  const ofFollowed = new Set(connectionThreads(trace, scene, wanted.followed));
  const ordered = inOrder(scene, ofFollowed);
  const { selected, pins } = wanted;
  if (ordered.length <= MOST_LANES) return { shown: ordered, folded: [] };
  const there = new Set(ordered.map(({ id }) => id));
  const kept = new Set(pins.filter((id) => there.has(id)));
  const rest = [selected, ...ofFollowed, ...recent(trace, scene.position), ...idle(ordered)];
  for (const id of rest) {
    if (kept.size >= MOST_LANES && id !== selected) break;
    if (id !== undefined && there.has(id)) kept.add(id);
  }
  return {
    shown: ordered.filter(({ id }) => kept.has(id)),
    folded: ordered.filter(({ id }) => !kept.has(id)),
  };
}

/** "54 more: 40 blocked, 3 finished": the largest number first. */
export function foldLine(folded: readonly ThreadScene[]): string {
  const counts = new Map<string, number>();
  for (const { state } of folded) counts.set(state, (counts.get(state) ?? 0) + 1);
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([state, count]) => `${count} ${state}`);
  return `${folded.length} more: ${parts.join(', ')}`;
}

/** The threads that last used either end of a connection. */
function connectionThreads(
  trace: Trace,
  { position }: Scene,
  connection: ConnectionScene | undefined,
): readonly number[] {
  const ends = [connection?.client, connection?.server];
  return ends.flatMap((socket) => {
    const uses = socket === undefined ? undefined : trace.ofSocket(socket);
    // By its first use: later the main thread may close it for Python's collector.
    const first = uses?.[0];
    return first === undefined || first > position ? [] : [trace.threads[first] as number];
  });
}

function inOrder(scene: Scene, first: ReadonlySet<number>): readonly ThreadScene[] {
  const servers = new Set(
    scene.programs.filter(({ role }) => role === 'server').map(({ id }) => id),
  );
  const groups: [ThreadScene[], ThreadScene[], ThreadScene[]] = [[], [], []];
  for (const thread of scene.threads)
    groups[first.has(thread.id) ? 0 : servers.has(thread.program) ? 2 : 1].push(thread);
  return groups.flat();
}

/** Threads in the order of their last event, the latest first. */
function* recent(trace: Trace, position: number): Iterable<number> {
  const seen = new Set<number>();
  for (let at = position; at >= 0 && at > position - LOOK_BACK; at--) {
    const thread = trace.threads[at] as number;
    if (thread === 0 || seen.has(thread)) continue;
    seen.add(thread);
    yield thread;
  }
}

/** Those that can still do something, then the others; the youngest first. */
function* idle(threads: readonly ThreadScene[]): Iterable<number> {
  const over = ({ state }: ThreadScene): boolean => state === 'finished' || state === 'died';
  for (const thread of threads.toReversed()) if (!over(thread)) yield thread.id;
  for (const thread of threads.toReversed()) if (over(thread)) yield thread.id;
}
