import type { EventOf } from '../../trace/format.ts';
import { countUpTo } from '../../trace/group.ts';
import type { Trace } from '../../trace/trace.ts';
import { isStopped, label, textWidth } from './labels.ts';
import type { Extent, Ruler } from './ruler.ts';
import * as calls from './thread-calls.ts';

/**
 * `wait`: the thread sits in the kernel. `held`: it waits for the presenter. `mark`: an event without
 * a word, such as a line. `proof`: the kernel's own word that the thread waits. `bar`: several events on one spot of the time scale.
 */
export type Look = 'call' | 'wait' | 'held' | 'result' | 'failure' | 'mark' | 'proof' | 'bar';

export interface Box {
  /** Unique among the boxes of all lanes, and the same from step to step. */
  readonly key: string;
  /** Position of the event that it stands for; of the first where it stands for more. */
  readonly position: number;
  /** Where it begins in the thread's own positions, and how many events of it are in this box. */
  readonly index: number;
  readonly count: number;
  readonly x: number;
  readonly width: number;
  /** Empty where there is no room for words. */
  readonly text: string;
  /** The words stand beside it: its width says nothing of how long it took. */
  readonly beside: boolean;
  readonly look: Look;
  /** It is the event at the playhead: the one highlight of this step. */
  readonly now: boolean;
  /** It is after the playhead: it has not happened yet. */
  readonly later: boolean;
  /** The thread is still in this call at the playhead. */
  readonly open: boolean;
}

/** True for a box of several events of which none is the one: more than a call and its return. */
export function isSeveral({ look, count }: Box): boolean {
  return look === 'bar' || count > 2;
}

/** Returned sooner than this, a call is drawn as not having waited: recording it takes that long. */
const NO_WAIT_NS = 1_000_000;
const LEAST = 4;
const MARK = 3;
/** Where a box that began out of sight begins: its left border cannot be seen. */
const OFF = -4;

/** The boxes of every lane, by its thread. */
export function boxesOf(
  trace: Trace,
  threads: readonly { readonly id: number }[],
  ruler: Ruler,
  extent: Extent,
): ReadonlyMap<number, readonly Box[]> {
  return new Map(
    threads.map(({ id }) => [id, laneBoxes(trace, trace.ofThread(id), ruler, extent)]),
  );
}

/** The boxes of one lane. `own`: the positions of its thread. Costs what is in sight, no more. */
export function laneBoxes(
  trace: Trace,
  own: Int32Array,
  ruler: Ruler,
  extent: Extent,
): readonly Box[] {
  const lane = new LaneBoxes(trace, own, ruler, extent);
  const [from, to] = ruler.inSight(own);
  const around = calls.callAround(trace, own, from);
  if (around >= 0 && (own[around] as number) <= extent.horizon) lane.addCall(around);
  const past = Math.max(from, Math.min(to, countUpTo(own, extent.position)));
  for (let index = from; index < past; index = lane.addSpot(index, past));
  for (let index = past; index < to; index = lane.addSpot(index, to));
  const limit = extent.horizon > extent.position ? ruler.room : ruler.playhead;
  return withRoomForText(lane.boxes, ruler, Math.min(limit, ruler.room));
}

class LaneBoxes {
  readonly boxes: Box[] = [];
  readonly #trace: Trace;
  readonly #own: Int32Array;
  readonly #ruler: Ruler;
  readonly #extent: Extent;

  constructor(trace: Trace, own: Int32Array, ruler: Ruler, extent: Extent) {
    this.#trace = trace;
    this.#own = own;
    this.#ruler = ruler;
    this.#extent = extent;
  }

  /** Adds what is on the spot of `index`; returns the index where the next spot begins. */
  addSpot(index: number, to: number): number {
    const trace = this.#trace;
    const own = this.#own;
    const end = this.#ruler.spotEnd(own, index, to);
    if (end - index === 1) return this.#addOne(index);
    const lastCall = calls.callAround(trace, own, end);
    // A call that goes on beyond this spot has a box of its own, as long as it lasts.
    const reaches = lastCall >= index && calls.endOfCall(trace, own, lastCall) >= end;
    const cut = reaches ? lastCall : end;
    const whole = calls.lasts(trace, this.#kind(index)) && calls.isPlainReturn(this.#kind(cut - 1));
    if (cut - index > (whole ? 2 : 1)) this.#addBar(index, cut);
    else if (cut > index) this.#addOne(index);
    if (reaches) this.addCall(lastCall);
    return reaches ? lastCall + 1 : end;
  }

  /** A call's box: up to its return, else to the playhead. What is beyond that is a second box. */
  addCall(index: number): void {
    const trace = this.#trace;
    const own = this.#own;
    const { position: now, horizon } = this.#extent;
    const position = own[index] as number;
    const end = calls.endOfCall(trace, own, index);
    const answer = own[end] ?? Infinity;
    const plain = calls.answers(trace, own, index, end) && !calls.tells(trace.kindAt(answer));
    const until = (limit: number): number =>
      answer > limit ? this.#edgeOf(limit) : plain ? this.#right(answer) : this.#left(answer);
    const open = position <= now && answer > now;
    const count = plain && answer <= horizon ? 2 : 1;
    const look = this.#lookOfCall(position, answer);
    const isNow = position === now || (plain && answer === now);
    const split = open && horizon > now;
    const edge = split ? this.#edgeOf(now) : until(horizon);
    const x = this.#left(position);
    const text = this.#wordsOfCall(position, look, edge - x);
    const more = { text, look, now: isNow, open, count };
    this.#add(index, x, edge, more);
    if (split) {
      const rest = { text: '', look, later: true, count };
      this.#add(index, this.#edgeOf(now), until(horizon), rest, '+');
    }
  }

  #addOne(index: number): number {
    const kind = this.#kind(index);
    if (calls.lasts(this.#trace, kind)) {
      this.addCall(index);
      return index + 1;
    }
    const position = this.#own[index] as number;
    // A plain return is the end of the box that its call has.
    if (calls.isPlainReturn(kind) && calls.callAround(this.#trace, this.#own, index) >= 0)
      return index + 1;
    const fatal =
      this.#ruler.timed && kind === 'thread.exit' ? this.#deathIn(index - 1, index) : '';
    const text = fatal || label(this.#trace, position);
    const look = fatal ? 'failure' : this.#lookOf(position, text);
    const now = position === this.#extent.position;
    this.#add(index, this.#left(position), this.#right(position), { text, look, now });
    return index + 1;
  }

  /** What the thread died of, where that is one of [from, to): it must not be lost in a bar. */
  #deathIn(from: number, to: number): string {
    for (let index = Math.max(0, from); index < to; index++) {
      const position = this.#own[index] as number;
      if (this.#trace.kindAt(position) === 'thread.err') return label(this.#trace, position) ?? '';
    }
    return '';
  }

  #addBar(index: number, end: number): void {
    const first = this.#own[index] as number;
    const last = this.#own[end - 1] as number;
    const now = first <= this.#extent.position && this.#extent.position <= last;
    const isMine = now && this.#trace.threads[this.#extent.position] === this.#trace.threads[first];
    const text = this.#deathIn(end - 2, end);
    const look = text === '' ? 'bar' : 'failure';
    const more = { text, look, now: isMine, count: end - index } as const;
    this.#add(index, this.#left(first), this.#left(last), more);
  }

  #add(index: number, x: number, end: number, more: Partial<Box>, suffix = ''): void {
    const position = this.#own[index] as number;
    const { gap, timed } = this.#ruler;
    const least = more.look === 'mark' || more.look === 'proof' ? MARK : LEAST;
    const from = Math.max(x, OFF);
    this.boxes.push({
      key: `${this.#trace.seqs[position]}${suffix}`,
      position,
      index,
      count: 1,
      x: from,
      width: Math.max(Math.min(end, this.#ruler.room + 8) - from - gap, timed ? least : gap),
      look: 'call',
      now: false,
      open: false,
      beside: false,
      later: position > this.#extent.position,
      ...more,
      text: more.text ?? '',
    });
  }

  /** A thread that is held for long has room for the call that it is held before. */
  #wordsOfCall(position: number, look: Look, room: number): string {
    const words = label(this.#trace, position) ?? this.#trace.kindAt(position);
    if (look !== 'held') return words;
    const { before } = this.#trace.at(position) as EventOf<'held'>;
    const more = words.replace('held', `held before ${before}`);
    return textWidth(more) <= room ? more : words;
  }

  #lookOfCall(position: number, answer: number): Look {
    const trace = this.#trace;
    if (trace.kindAt(position) === 'held') return 'held';
    if (position === this.#extent.position) return 'call';
    // Where the kernel's queue was measured, it says whether there was anything to wait for.
    const queued = trace.queued[position] ?? -1;
    if (trace.kindAt(position) === 'recv' && queued >= 0) return queued === 0 ? 'wait' : 'call';
    const over = answer <= this.#extent.horizon;
    const lasted = (trace.ats[answer] ?? Infinity) - (trace.ats[position] ?? 0);
    return !over || lasted >= NO_WAIT_NS ? 'wait' : 'call';
  }

  #lookOf(position: number, text: string | undefined): Look {
    const kind = this.#trace.kindAt(position);
    if (text === undefined) return kind === 'kernel' ? 'proof' : 'mark';
    const failed = kind.endsWith('.err') || kind === 'exc';
    if (failed && !isStopped(this.#trace, position)) return 'failure';
    return calls.tells(kind) ? 'result' : 'call';
  }

  /** Where the drawing ends for what goes on beyond it. */
  #edgeOf(limit: number): number {
    const { room, playhead } = this.#ruler;
    return limit === this.#extent.position ? playhead : room + 8;
  }

  #left(position: number): number {
    return this.#ruler.left(position);
  }

  #right(position: number): number {
    return this.#ruler.right(position);
  }

  #kind(index: number) {
    return this.#trace.kindAt(this.#own[index] as number);
  }
}

/**
 * A word stands where it fits. On the time scale a width is a duration: the word of an event without
 * one stands beside it, up to the next box. `limit`: where the drawing ends.
 */
function withRoomForText(boxes: readonly Box[], ruler: Ruler, limit: number): readonly Box[] {
  return boxes.map((box, place) => {
    if (box.text === '' || (!ruler.timed && box.x > OFF)) return box;
    const seen = Math.min(box.x + box.width, ruler.room) - Math.max(box.x, 0);
    const short = box.text.split(' ', 1)[0] ?? '';
    const text = [box.text, short].find((words) => textWidth(words) <= seen) ?? '';
    const lasted = box.width > LEAST + 1 && box.look !== 'failure';
    if (!ruler.timed || text !== '' || lasted) return { ...box, text };
    const wanted = textWidth(box.text);
    const free = Math.min(boxes[place + 1]?.x ?? Infinity, box.now ? ruler.room : limit) - box.x;
    return free > wanted
      ? { ...box, width: wanted, beside: true }
      : { ...box, text: '', width: LEAST };
  });
}
