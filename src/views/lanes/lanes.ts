import type { OpenCall, ProgramScene, Scene, ThreadScene } from '../../scene/scene.ts';
import type { Column } from './columns.ts';

export const MOST_LANES = 6;

export interface LanePick {
  /** Those that have a lane, clients first, each in the order in which it came. */
  readonly shown: readonly ThreadScene[];
  readonly folded: readonly ThreadScene[];
}

/** Up to six threads: the selected one, then those that did something last. */
export function pickLanes(
  { threads, programs }: Scene,
  columns: readonly Column[],
  selected: number | undefined,
): LanePick {
  const role = new Map(programs.map(({ id, role }) => [id, role]));
  const ordered = [...threads].sort(
    (a, b) => Number(role.get(a.program) === 'server') - Number(role.get(b.program) === 'server'),
  );
  if (ordered.length <= MOST_LANES) return { shown: ordered, folded: [] };
  const recency = new Map<number, number>();
  columns.forEach(({ event }, place) => {
    if ('thread' in event) recency.set(event.thread, place);
  });
  const rank = ({ id, state }: ThreadScene): number =>
    id === selected ? Infinity : (recency.get(id) ?? (state === 'finished' ? -2 : -1));
  const kept = new Set([...ordered].sort((a, b) => rank(b) - rank(a)).slice(0, MOST_LANES));
  return {
    shown: ordered.filter((thread) => kept.has(thread)),
    folded: ordered.filter((thread) => !kept.has(thread)),
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

/** "client-1" for the only thread of a client; Python's name without its target otherwise. */
export function laneName(thread: ThreadScene, programs: readonly ProgramScene[]): string {
  const program = programs.find(({ id }) => id === thread.program);
  if (program?.role === 'client' && thread.name === 'MainThread') return program.name;
  return thread.name.replace(/ \(.*\)$/, '');
}

/** What the thread does, in three words; `seq` is the event at the playhead. */
export function laneState(thread: ThreadScene, seq: number | undefined): string {
  const { call, error, line, state } = thread;
  if (state === 'died') return `died: ${error?.name ?? 'exception'}`;
  if (state === 'held') return 'held by the presenter';
  if (call !== undefined)
    return call.seq === seq ? `entering ${call.call}` : `blocked in ${word(call)}`;
  if (state === 'running' && line !== undefined) return `running ${line.function}`;
  return state === 'new' ? 'not running yet' : state;
}

function word({ call }: OpenCall): string {
  return call === 'input' ? 'input: waits for Enter' : call;
}
