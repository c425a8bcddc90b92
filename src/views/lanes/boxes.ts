import type { TraceEvent } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Scene } from '../../scene/scene.ts';
import { playheadX, type Column } from './columns.ts';
import { isCall, label, TELLING_RETURNS } from './labels.ts';

/** `wait`: the thread sits in the call. `mark`: an event without a word, such as a line. */
export type Look = 'call' | 'wait' | 'result' | 'failure' | 'mark';

export interface Box {
  /** `seq` of the event it stands for. */
  readonly seq: number;
  readonly thread: number;
  readonly x: number;
  readonly width: number;
  readonly text: string;
  readonly look: Look;
  /** It is the event at the playhead: the one highlight of this step. */
  readonly now: boolean;
}

/** Returned sooner than this, a call is drawn as not having waited: recording it takes that long. */
const NO_WAIT_NS = 1_000_000;
const GAP = 3;
const OFF_SCREEN = -3;

/** The boxes of all lanes. A call is one box up to its return; a return that tells has its own. */
export function boxesOf(trace: Trace, columns: readonly Column[], scene: Scene): readonly Box[] {
  const playhead = playheadX(columns);
  const current = columns.at(-1)?.event;
  const answers = new Map<number, Column>();
  for (const column of columns) {
    if ('call' in column.event && column.event.call !== undefined)
      if (column.event.kind !== 'kernel') answers.set(column.event.call, column);
  }
  const begun = [...callsBegunBefore(trace, columns, scene), ...columns];
  return begun.flatMap((column): readonly Box[] => {
    const { event } = column;
    if (!('thread' in event)) return [];
    if (isCall(event.kind)) return [callBox(column, answers.get(event.seq), playhead, current)];
    if (event.kind === 'held') return [heldBox(column, columns, playhead, current)];
    if (answers.get(seqOfCall(event)) === column && !hasOwnBox(event)) return [];
    return [ownBox(column, event === current)];
  });
}

function callBox(
  { event, x }: Column,
  answer: Column | undefined,
  playhead: number,
  current: TraceEvent | undefined,
): Box {
  const own = answer !== undefined && hasOwnBox(answer.event);
  const end = answer === undefined ? playhead : own ? answer.x : answer.x + answer.width;
  const now = event === current || (!own && answer?.event === current && current !== undefined);
  return {
    seq: event.seq,
    thread: (event as { thread: number }).thread,
    x,
    width: Math.max(end - x - GAP, GAP),
    text: label(event) ?? event.kind,
    look: waited(event, answer?.event, current) ? 'wait' : 'call',
    now,
  };
}

function ownBox({ event, x, width }: Column, now: boolean): Box {
  const text = label(event);
  const failed = event.kind.endsWith('.err') || event.kind === 'exc';
  const look = failed ? 'failure' : TELLING_RETURNS.has(event.kind) ? 'result' : 'call';
  return {
    seq: event.seq,
    thread: (event as { thread: number }).thread,
    x,
    width: width - GAP,
    text: text ?? '',
    look: text === undefined ? 'mark' : look,
    now,
  };
}

function heldBox(
  { event, x }: Column,
  columns: readonly Column[],
  playhead: number,
  current: TraceEvent | undefined,
): Box {
  const { thread } = event as { thread: number };
  const next = columns.find((later) => later.x > x && threadOf(later.event) === thread);
  const width = (next?.x ?? playhead) - x - GAP;
  return { seq: event.seq, thread, x, width, text: 'held', look: 'wait', now: event === current };
}

/** Calls that are still on screen but whose own column has left it at the left. */
function callsBegunBefore(
  trace: Trace,
  columns: readonly Column[],
  scene: Scene,
): readonly Column[] {
  const first = columns[0]?.index ?? 0;
  const seqs = new Set<number>();
  for (const { event } of columns) seqs.add(seqOfCall(event));
  for (const { call } of scene.threads) if (call !== undefined) seqs.add(call.seq);
  return [...seqs].flatMap((seq): readonly Column[] => {
    const index = trace.positionOf(seq);
    if (index < 0 || index >= first) return [];
    const event = trace.at(index);
    return isCall(event.kind) ? [{ index, event, x: OFF_SCREEN, width: 0 }] : [];
  });
}

function waited(
  event: TraceEvent,
  answer: TraceEvent | undefined,
  current: TraceEvent | undefined,
): boolean {
  if (event === current) return false;
  // Where the kernel's queue was measured, it says whether there was anything to wait for.
  if (event.kind === 'recv' && event.queued !== undefined) return event.queued === 0;
  return answer === undefined || answer.at - event.at >= NO_WAIT_NS;
}

function hasOwnBox(answer: TraceEvent): boolean {
  return TELLING_RETURNS.has(answer.kind) || answer.kind.endsWith('.err');
}

function seqOfCall(event: TraceEvent): number {
  return 'call' in event && event.call !== undefined ? event.call : -1;
}

function threadOf(event: TraceEvent): number | undefined {
  return 'thread' in event ? event.thread : undefined;
}
