/** Which connection each event is about. */
import { pairSockets } from '../scene/pairs.ts';
import { KINDS } from '../trace/format.ts';
import type { Trace } from '../trace/trace.ts';
import { once } from './find-once.ts';

const ACCEPT_RET = KINDS.indexOf('accept.ret');

/** The connections of a trace, by their numbers from 1. */
export const connectionsOf = once(pairSockets);

/**
 * By position: the number of the connection that the event is about, 0 for none. An event of one of
 * the two sockets is, and so is accept's return. What a thread does besides (a line, a print) is
 * about the connection of its call before; at its beginning, of its first.
 */
export const connectionColumn = once((trace: Trace): Int32Array => {
  const column = new Int32Array(trace.length);
  const bySocket = new Map<number, number>();
  const byAccept = new Map<number, number>();
  for (const { id, client, server, accepted } of connectionsOf(trace)) {
    if (client !== undefined) bySocket.set(client, id);
    if (server !== undefined) bySocket.set(server, id);
    byAccept.set(accepted, id);
  }
  const now = new Map<number, number>();
  const early = new Map<number, number[]>();
  for (let position = 0; position < trace.length; position++) {
    const thread = trace.threads[position] as number;
    if (thread === 0) continue;
    const socket = trace.sockets[position] as number;
    const before = now.get(thread);
    if (socket === 0) {
      if (before !== undefined) column[position] = before;
      else note(early, thread, position);
      continue;
    }
    const accepts = trace.kinds[position] === ACCEPT_RET;
    const id = (accepts ? byAccept.get(position) : bySocket.get(socket)) ?? 0;
    column[position] = id;
    now.set(thread, id);
    if (before === undefined) for (const at of early.get(thread) ?? []) column[at] = id;
  }
  return column;
});

function note(lists: Map<number, number[]>, key: number, position: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [position]);
  else list.push(position);
}

/** The connection at the playhead: that of its event, else of the last one that has any; undefined
 *  where there was none in the last thousands of events. */
export function connectionAt(trace: Trace, position: number): number | undefined {
  const column = connectionColumn(trace);
  const oldest = Math.max(0, position - 5000);
  for (let at = position; at >= oldest; at--) {
    if ((column[at] as number) > 0) return column[at];
  }
  return undefined;
}

/** A part of the trace: one thread's events, or those about one connection; all without either. */
export interface Within {
  readonly thread?: number;
  readonly connection?: number;
}

/** Says of a position whether it is in that part. */
export function inside(trace: Trace, { thread, connection }: Within): (at: number) => boolean {
  const { threads } = trace;
  const column = connection === undefined ? undefined : connectionColumn(trace);
  return (at) =>
    (thread === undefined || threads[at] === thread) &&
    (column === undefined || column[at] === connection);
}
