import type { Trace } from '../../trace/trace.ts';
import type { Arrow } from './arrows.ts';
import { isSeveral, type Box } from './boxes.ts';
import { label, markName } from './labels.ts';
import * as calls from './thread-calls.ts';
import { durationText } from './ticks.ts';

/** What is said of a box when it is pointed at or has the focus. */
export interface Tip {
  readonly head: string;
  readonly text: string;
}

/** The sentence of a box's event, its place and time, and how long it took. */
export function tipOf(
  trace: Trace,
  box: Box,
  sentences: (position: number) => string,
  horizon: number,
  arrows: readonly Arrow[],
): Tip {
  const { position, count, later } = box;
  const seq = trace.seqs[position] ?? 0;
  const at = `+${(((trace.ats[position] ?? 0) as number) / 1e6).toFixed(3)} ms`;
  const sentence = sentences(position);
  const when = later ? 'not yet happened' : undefined;
  if (isSeveral(box)) {
    const text = `The first: ${sentence} Zoom in to tell them apart.`;
    return { head: joined(`${count} events from #${seq}`, at, when), text };
  }
  const took = tookText(trace, box, horizon);
  const from = arrows.filter((arrow) => arrow.recv === seq).map(({ send }) => `send #${send}`);
  const to = arrows.filter((arrow) => arrow.send === seq).map(({ recv }) => `recv #${recv}`);
  const ends = [...from.map((end) => `from ${end}`), ...to.map((end) => `taken by ${end}`)];
  return { head: joined(`#${seq}`, at, took, ...ends, when), text: sentence };
}

/** A box's name where its sentence is not asked for: its words, or what kind of mark it is. */
export function boxName(trace: Trace, box: Box): string {
  const { position, count, later } = box;
  const name = isSeveral(box)
    ? `${count} events`
    : (label(trace, position) ?? markName(trace.kindAt(position)));
  return later ? `not yet: ${name}` : name;
}

function tookText(trace: Trace, { position, index, open, later }: Box, horizon: number) {
  if (!calls.lasts(trace, trace.kindAt(position))) return undefined;
  if (open && !later) return 'not returned yet';
  const own = trace.ofThread(trace.threads[position] as number);
  const end = calls.endOfCall(trace, own, index);
  const answer = own[end] ?? Infinity;
  if (answer > horizon) return undefined;
  const lasted = Math.max(0, (trace.ats[answer] as number) - (trace.ats[position] as number));
  return `took ${durationText(lasted)}`;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}
