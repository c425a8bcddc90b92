import type { CuedLesson } from '../../course/lesson.ts';
import { createSentences } from '../../narration/sentence.ts';
import type { Link } from '../../replay/link.ts';
import type {
  ByteAt,
  CallFilter,
  Language,
  Look,
  Panel,
  Scale,
  TimeWindow,
} from '../../replay/look.ts';
import { Replay } from '../../replay/replay.svelte.ts';
import type { Trace } from '../../trace/trace.ts';
import { marksOf, nextMark, pageAt, threadAt } from './pages.ts';

/**
 * One open recording in the player: its replay, what of it is looked at, and where in the lesson the
 * playhead is. Every view gets this one object, and writes what it changes here.
 */
export class PlayerState {
  readonly replay: Replay;
  readonly lesson: CuedLesson | undefined;
  /** The view in front where there is room for one only. */
  view = $state<string>();
  scale = $state<Scale>('step');
  /** What of the time scale is in sight; undefined: all that has happened. */
  zoom = $state.raw<TimeWindow>();
  /** What is after the playhead is drawn too, as not yet happened. */
  future = $state(false);
  language = $state<Language>('python');
  panel = $state<Panel>('locals');
  /** The byte that is followed from its send to its recv, in all views. */
  byte = $state.raw<ByteAt>();
  /** Threads that keep their lane whatever happens. */
  pins = $state.raw<readonly number[]>([]);
  /** Which calls are listed. */
  listed = $state.raw<CallFilter>({ kinds: [] });
  /** What the call list is searched for. */
  find = $state('');

  readonly marks = $derived.by(() => marksOf(this.replay.trace, this.lesson));
  readonly page = $derived.by(() => pageAt(this.marks, this.replay.position));
  /** The selected thread, else the one that the playhead's event is of. */
  readonly focus = $derived.by(
    () => this.replay.thread ?? threadAt(this.replay.trace, this.replay.position),
  );
  /** The thread in focus as it is at the playhead. */
  readonly thread = $derived.by(() =>
    this.replay.scene.threads.find(({ id }) => id === this.focus),
  );
  /** The sentence of any event of the trace. */
  readonly sentences = $derived.by(() => createSentences(this.replay.trace));
  /** The sentence of the event at the playhead. */
  readonly sentence = $derived.by(() => this.sentences(this.replay.position));

  constructor(trace: Trace, lesson: CuedLesson | undefined, link: Link | undefined) {
    this.replay = new Replay(trace);
    this.lesson = lesson;
    this.replay.stopsAt = marksOf(trace, lesson).map(({ position }) => position);
    this.replay.seekRank(1);
    if (link !== undefined) this.goTo(link);
  }

  /** What is looked at, as a link has it. */
  get look(): Look {
    const { event, thread, onlyThread: only, connection, unit, breakpoints } = this.replay;
    const { view, scale, zoom, future, language, panel, byte, pins, listed, find } = this;
    const moment = { seq: event?.seq, thread, only, connection, unit, breakpoints };
    return { ...moment, view, scale, zoom, future, language, panel, byte, pins, listed, find };
  }

  /** To a link's moment: its event, else the beginning of its page. */
  goTo(link: Link): void {
    const { replay } = this;
    replay.pause();
    replay.thread = link.thread;
    replay.onlyThread = link.only ?? false;
    replay.connection = link.connection;
    replay.unit = link.unit ?? 'event';
    this.view = link.view;
    this.scale = link.scale ?? 'step';
    this.zoom = link.zoom;
    this.future = link.future ?? false;
    this.language = link.language ?? 'python';
    this.panel = link.panel ?? 'locals';
    this.byte = link.byte;
    this.pins = link.pins ?? [];
    this.listed = link.listed ?? { kinds: [] };
    replay.breakpoints = link.breakpoints ?? [];
    this.find = link.find ?? '';
    if (link.seq !== undefined && replay.seekSeq(link.seq)) return;
    if (link.page === 'lesson') this.openPage(link.step);
  }

  /** To an event, by its number, as a person who clicked it: play stops. */
  seek(seq: number): void {
    this.replay.pause();
    this.replay.seekSeq(seq);
  }

  openPage(page: number): void {
    const mark = this.marks[Math.min(page, this.marks.length) - 1];
    this.replay.pause();
    if (mark !== undefined) this.replay.seek(mark.position);
  }

  toMark(way: 1 | -1): void {
    const mark = nextMark(this.marks, this.replay.position, way);
    this.replay.pause();
    if (mark !== undefined) this.replay.seek(mark.position);
  }

  /** Selects a thread; the selected one again: back to following the playhead. */
  select(thread: number): void {
    this.replay.thread = this.replay.thread === thread ? undefined : thread;
    if (this.replay.thread === undefined) this.replay.onlyThread = false;
  }

  /** Back and Forward stop only at events of the thread in focus, or again at all. */
  stayWithThread(only: boolean): void {
    if (only) this.replay.thread = this.focus;
    this.replay.onlyThread = only;
  }

  /** A thread keeps its lane, or no longer does. */
  pin(thread: number): void {
    this.pins = this.pins.includes(thread)
      ? this.pins.filter((one) => one !== thread)
      : [...this.pins, thread];
  }

  /** A live recording has grown. Who was at its end stays at its end. */
  grow(trace: Trace): void {
    if (trace === this.replay.trace) return;
    const follows = this.replay.rank >= this.replay.count;
    this.replay.trace = trace;
    this.replay.stopsAt = this.marks.map(({ position }) => position);
    if (follows) this.replay.last();
  }
}
