/**
 * The one thing in the browser that changes: where the playhead is, whether it moves, and what is
 * selected. Everything on screen is a function of this and the trace.
 */
import type { Within } from '../analysis/find-connections.ts';
import { nextMatch, predicateOf } from '../analysis/find.ts';
import { createReplies } from '../scene/framed.ts';
import { createMessages } from '../scene/messages.ts';
import type { Scene } from '../scene/scene.ts';
import { createScenes } from '../scene/scenes.ts';
import { countUpTo } from '../trace/group.ts';
import type { Trace } from '../trace/trace.ts';
import { Pace, realFrames, restBefore } from './clock.ts';
import type { Frames } from './clock.ts';
import { Steps } from './steps.ts';
import type { Unit } from './steps.ts';

export const SPEEDS = [0.5, 1, 2, 4, 16] as const;
export type Speed = (typeof SPEEDS)[number];

/** Why play has stopped by itself before the end. */
export interface Stopped {
  /** Ids of the predicates that hold here, of those that play was to stop at. */
  readonly breakpoints: readonly string[];
  /** A marked place: the end of a lesson's segment. */
  readonly mark: boolean;
}

export class Replay {
  #trace = $state.raw<Trace>() as Trace;
  #position = $state(-1);
  #playing = $state(false);
  speed = $state<Speed>(1);
  /** More will come: play waits for it at the end, where it else would begin again. */
  grows = $state(false);
  unit = $state<Unit>('event');
  /** The selected thread; undefined: none. */
  thread = $state<number>();
  /** True: Back and Forward stop only at events of the selected thread; where none is selected, at
   *  those about the selected connection. */
  onlyThread = $state(false);
  /** The selected connection; undefined: the one that the playhead's event is about. */
  connection = $state<number>();
  /** Ids of the predicates that play stops at, besides the marked places. */
  breakpoints = $state.raw<readonly string[]>([]);
  /** Positions at which play stops by itself, ascending: the ends of a lesson's segments. Steps by
   *  marker go from one to the next. */
  stopsAt = $state.raw<readonly number[]>([]);
  #stopped = $state.raw<Stopped>();
  readonly #frames: Frames;
  #pending: number | undefined;

  readonly steps = $derived(new Steps(this.#trace, this.stopsAt));
  readonly #scenes = $derived(createScenes(this.#trace));
  readonly messages = $derived(createMessages(this.#trace));
  /** Replies with headers, of servers that send such. */
  readonly replies = $derived(createReplies(this.#trace));
  readonly scene: Scene = $derived(this.#scenes(this.#position));
  /** "event `rank` of `count`" */
  readonly rank = $derived(this.steps.rank(this.#position));
  readonly count = $derived(this.#trace.stops.length);
  /** The event at the playhead; undefined before the first. */
  readonly event = $derived(this.#position < 0 ? undefined : this.#trace.at(this.#position));
  /** The part of the trace that steps, jumps and play stay in. */
  readonly within: Within = $derived.by(() => {
    if (!this.onlyThread) return {};
    return this.thread === undefined ? { connection: this.connection } : { thread: this.thread };
  });
  readonly atEnd = $derived(
    this.steps.next(this.#position, this.unit, this.within) === this.#position,
  );

  constructor(trace: Trace, frames: Frames = realFrames) {
    this.#trace = trace;
    this.#frames = frames;
  }

  get trace(): Trace {
    return this.#trace;
  }

  /** A live recording has grown: everything before the playhead stays as it is. */
  set trace(trace: Trace) {
    this.#trace = trace;
    if (this.#position >= trace.length) this.#position = trace.length - 1;
  }

  get position(): number {
    return this.#position;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** Why play has stopped where the playhead is; undefined where it went there in another way. */
  get stopped(): Stopped | undefined {
    return this.#stopped;
  }

  /** The scene at another place than the playhead: for what is drawn as not yet happened. */
  sceneAt(position: number): Scene {
    return this.#scenes(position);
  }

  seek(position: number): void {
    this.#stopped = undefined;
    this.#position = Math.max(-1, Math.min(Math.trunc(position), this.#trace.length - 1));
  }

  /** To the event with this number, as links have it; false where the trace has none. */
  seekSeq(seq: number): boolean {
    const position = this.#trace.positionOf(seq);
    if (position >= 0) this.seek(position);
    return position >= 0;
  }

  seekRank(rank: number): void {
    this.seek(this.steps.atRank(rank));
  }

  first(): void {
    this.pause();
    this.seek(-1);
  }

  last(): void {
    this.pause();
    this.seekRank(this.count);
  }

  forward(unit: Unit = this.unit): void {
    this.pause();
    this.seek(this.steps.next(this.#position, unit, this.within));
  }

  back(unit: Unit = this.unit): void {
    this.pause();
    this.seek(this.steps.previous(this.#position, unit, this.within));
  }

  play(): void {
    if (this.atEnd && !this.grows) this.seek(-1);
    if (this.#playing || this.atEnd) return;
    this.#playing = true;
    this.#stopped = undefined;
    const pace = new Pace(
      {
        next: (position) => this.#ahead(position),
        rest: (from, to) => restBefore(this.#between(from, to)),
        stops: (position) => this.#reasons(position) !== undefined,
      },
      this.#position,
    );
    this.#request(pace);
  }

  pause(): void {
    this.#playing = false;
    if (this.#pending !== undefined) this.#frames.cancel(this.#pending);
    this.#pending = undefined;
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  #request(pace: Pace): void {
    this.#pending = this.#frames.request((now) => {
      const { position, plays } = pace.frame(this.#position, now, this.speed);
      // One seek a frame, however many steps are due.
      if (position !== this.#position) this.seek(position);
      if (plays) return this.#request(pace);
      this.pause();
      this.#stopped = this.#reasons(position);
    });
  }

  /** The next place of play: no step passes a marked place or a breakpoint. */
  #ahead(position: number): number {
    const next = this.steps.next(position, this.unit, this.within);
    if (next === position) return next;
    const mark = this.stopsAt[countUpTo(this.stopsAt, position)] ?? Infinity;
    const breaks = this.breakpoints.map((id) => {
      const predicate = predicateOf(id);
      return predicate && nextMatch(this.#trace, predicate, position, this.within);
    });
    return Math.min(next, mark, ...breaks.map((each) => each ?? Infinity));
  }

  #reasons(position: number): Stopped | undefined {
    const mark = this.stopsAt.includes(position);
    const breakpoints = this.breakpoints.filter((id) => {
      const predicate = predicateOf(id);
      if (predicate === undefined) return false;
      return nextMatch(this.#trace, predicate, position - 1, this.within) === position;
    });
    return mark || breakpoints.length > 0 ? { mark, breakpoints } : undefined;
  }

  /** Recorded time between two places, in nanoseconds. */
  #between(from: number, to: number): number {
    const { ats } = this.#trace;
    return (ats[to] as number) - (ats[from] ?? (ats[to] as number));
  }
}
