/** What of a recording can be chosen to be taken away. */
import type { Scope } from '../../export/part.ts';
import { pairSockets } from '../../scene/pairs.ts';
import type { Scene } from '../../scene/scene.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';
import type { Mark } from '../player/pages.ts';

export const REACHES = ['whole', 'connection', 'thread', 'range'] as const;
/** How much of the recording: all of it, or a part by its connection, thread or moments. */
export type Reach = (typeof REACHES)[number];

/** More than these are typed, not picked. */
export const MOST_PICKED = 300;

/** A thing to pick: a connection, a thread. */
export interface Choice {
  readonly id: number;
  readonly name: string;
}

/** A moment that a range begins or ends with. */
export interface Moment {
  readonly id: string;
  /** Number of its event; undefined: the very first or the very last. */
  readonly seq: number | undefined;
  readonly name: string;
}

/** `1 · from 127.0.0.1:58994` */
export function connectionsOf(trace: Trace): readonly Choice[] {
  return pairSockets(trace).map(({ id, clientAddress }) => ({
    id,
    name: visible(`${id} · from ${clientAddress[1] === 0 ? 'a client' : clientAddress.join(':')}`),
  }));
}

/** `T1 · Thread-1 (handle_client)`: the threads of a scene. */
export function threadsOf({ threads }: Pick<Scene, 'threads'>): readonly Choice[] {
  return threads.map(({ id, badge, name }) => ({ id, name: `${badge} · ${visible(name)}` }));
}

/** Where the marks and the playhead are, and how events are counted for people. */
export interface Places {
  readonly marks: readonly Mark[];
  readonly playhead: number;
  readonly rank: (position: number) => number;
}

/** First, the markers of the lesson or the recording, the playhead, last. */
export function momentsOf(trace: Trace, { marks, playhead, rank }: Places): readonly Moment[] {
  const at = (id: string, position: number, name: string): readonly Moment[] => {
    const seq = trace.seqs[position];
    return seq === undefined ? [] : [{ id, seq, name: `${name} · event ${rank(position)}` }];
  };
  return [
    { id: 'first', seq: undefined, name: 'the first event' },
    ...marks.flatMap(({ position, title }, n) => at(`mark-${n}`, position, `“${visible(title)}”`)),
    ...at('playhead', playhead, 'the playhead'),
    { id: 'last', seq: undefined, name: 'the last event' },
  ];
}

/** The scope of a choice, of all that was picked for it. */
export function scopeOf(reach: Reach, { connection, thread, from, to }: Scope): Scope {
  if (reach === 'connection') return { connection };
  if (reach === 'thread') return { thread };
  return reach === 'range' ? { from, to } : {};
}
