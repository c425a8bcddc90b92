/**
 * The one thing in the browser that changes: where the playhead is, whether it moves, and what is
 * selected. Everything on screen is a function of this and the trace.
 */
import { createMessages } from '../scene/messages.ts';
import type { Scene } from '../scene/scene.ts';
import { createScenes } from '../scene/scenes.ts';
import type { Trace } from '../trace/trace.ts';
import { realTimer, restBefore } from './clock.ts';
import type { Timer } from './clock.ts';
import { Steps } from './steps.ts';
import type { Unit } from './steps.ts';

export const SPEEDS = [0.5, 1, 2] as const;
export type Speed = (typeof SPEEDS)[number];

export class Replay {
  #trace = $state.raw<Trace>() as Trace;
  #position = $state(-1);
  #playing = $state(false);
  speed = $state<Speed>(1);
  unit = $state<Unit>('event');
  /** The selected thread; undefined: none. */
  thread = $state<number>();
  /** True: Back and Forward stop only at events of the selected thread. */
  onlyThread = $state(false);
  /** The selected connection; undefined: the one that the playhead's event is about. */
  connection = $state<number>();
  /** Positions after which play stops by itself: the ends of a lesson's segments. */
  stopsAt = $state.raw<readonly number[]>([]);
  readonly #timer: Timer;
  #pending: number | undefined;

  readonly steps = $derived(new Steps(this.#trace));
  readonly #scenes = $derived(createScenes(this.#trace));
  readonly messages = $derived(createMessages(this.#trace));
  readonly scene: Scene = $derived(this.#scenes(this.#position));
  /** "event `rank` of `count`" */
  readonly rank = $derived(this.steps.rank(this.#position));
  readonly count = $derived(this.#trace.stops.length);
  /** The event at the playhead; undefined before the first. */
  readonly event = $derived(this.#position < 0 ? undefined : this.#trace.at(this.#position));
  readonly #filter = $derived(this.onlyThread ? this.thread : undefined);
  readonly atEnd = $derived(
    this.steps.next(this.#position, this.unit, this.#filter) === this.#position,
  );

  constructor(trace: Trace, timer: Timer = realTimer) {
    this.#trace = trace;
    this.#timer = timer;
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

  /** The scene at another place than the playhead: for what is drawn as not yet happened. */
  sceneAt(position: number): Scene {
    return this.#scenes(position);
  }

  seek(position: number): void {
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
    this.seek(this.steps.next(this.#position, unit, this.#filter));
  }

  back(unit: Unit = this.unit): void {
    this.pause();
    this.seek(this.steps.previous(this.#position, unit, this.#filter));
  }

  play(): void {
    if (this.atEnd) this.seek(-1);
    this.#playing = true;
    this.#schedule();
  }

  pause(): void {
    this.#playing = false;
    if (this.#pending !== undefined) this.#timer.clear(this.#pending);
    this.#pending = undefined;
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  #schedule(): void {
    const next = this.steps.next(this.#position, this.unit, this.#filter);
    if (next === this.#position) {
      this.pause();
      return;
    }
    const now = this.#trace.ats[this.#position] ?? this.#trace.ats[next];
    const waited = (this.#trace.ats[next] as number) - (now as number);
    this.#pending = this.#timer.set(() => this.#advance(next), restBefore(waited, this.speed));
  }

  #advance(next: number): void {
    this.seek(next);
    if (this.stopsAt.includes(next)) this.pause();
    else this.#schedule();
  }
}
