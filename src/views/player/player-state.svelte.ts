import type { Given } from '../../course/given.ts';
import type { CuedLesson, CuedQuestion, CuedStep, Highlight } from '../../course/lesson.ts';
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
import { Cut } from '../../trace/cut.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Moment } from '../lesson/gate.ts';
import { pointOut } from '../lesson/highlight.ts';
import type { PracticeState } from '../lesson/practice-state.svelte.ts';
import { LessonState, type Opened } from '../lesson/lesson-state.svelte.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import { marksOf, nextMark, pageAt, threadAt } from './pages.ts';

/**
 * One open recording in the player: its replay, what of it is looked at, and where in the lesson the
 * playhead is. Every view gets this one object, and writes what it changes here.
 */
export class PlayerState {
  readonly replay: Replay;
  /** The lesson whose recording this is; undefined where it belongs to none. */
  readonly course: LessonState | undefined;
  readonly #cut: Cut;
  #pointed: Highlight | undefined;
  /** Questions about this recording, while they are asked. */
  practice = $state.raw<PracticeState>();
  #hidden: number | undefined;
  /** The live session, where this is the recording that it writes. */
  live = $state.raw<LiveState>();
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

  readonly marks = $derived.by(() => marksOf(this.replay.trace, this.course?.pages));
  readonly page = $derived.by(() => pageAt(this.marks, this.replay.position));
  /** The lesson's step that the page shows. */
  readonly step = $derived.by((): CuedStep | undefined => this.lesson?.steps[this.page - 1]);
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

  constructor(
    trace: Trace,
    lesson: CuedLesson | undefined,
    link: Link | undefined,
    opened: Opened = {},
  ) {
    this.course = lesson && new LessonState(lesson, trace, opened);
    this.#cut = new Cut(trace);
    this.replay = new Replay(this.#part);
    this.#mark();
    this.replay.seekRank(1);
    if (link !== undefined) this.goTo(link);
  }

  get lesson(): CuedLesson | undefined {
    return this.course?.lesson;
  }

  /** The recording with what is still hidden: for grading, never for showing. */
  get whole(): Trace {
    return (this.course?.cut ?? this.#cut).whole;
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
    if (link.page === 'lesson') this.#toMoment({ page: link.step, seq: link.seq });
    else if (link.seq !== undefined) replay.seekSeq(link.seq);
  }

  /** To an event, by its number, as a person who clicked it: play stops. */
  seek(seq: number): void {
    this.replay.pause();
    this.replay.seekSeq(seq);
  }

  /** To the beginning of a page, no further than the question that is open. */
  openPage(page: number): void {
    const { course } = this;
    this.replay.pause();
    course?.forget();
    this.#show({ page: Math.max(1, Math.min(page, course?.open ?? page)), seq: undefined });
  }

  /** To the mark before or after; of a lesson also into its other recordings. */
  toMark(way: 1 | -1): void {
    const { course, page } = this;
    const mark = nextMark(this.marks, this.replay.position, way);
    this.replay.pause();
    const turns = course !== undefined && mark?.page !== page && mark?.page !== page + way;
    if (turns && course.lesson.steps[page + way - 1] !== undefined) this.openPage(page + way);
    else if (mark !== undefined) this.replay.seek(mark.position);
  }

  /** The question of the page is answered: the recording goes on. */
  answer(question: CuedQuestion, given: Given, right: boolean): void {
    this.course?.answer(question, given, right);
    this.#reveal();
  }

  /** The question is given up. */
  skip(question: CuedQuestion): void {
    this.course?.skip(question);
    this.#reveal();
  }

  /** To the moment of the link, giving up the questions before it. */
  skipToMoment(): void {
    const moment = this.course?.skipToMoment();
    if (moment !== undefined) this.#toMoment(moment);
  }

  /** Selects what the page points at, and lets go of what the page before did. */
  pointOut(): void {
    const highlight = this.step?.highlight;
    if (highlight === this.#pointed) return;
    pointOut(this, this.#pointed ?? {}, highlight ?? {});
    this.#pointed = highlight;
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
    // A lesson's recordings are whole; only what is hidden of them may have changed.
    if (this.course !== undefined) return this.#follow(this.course);
    this.#cut.grow(trace);
    if (this.#part === this.replay.trace) return;
    const follows = this.replay.rank >= this.replay.count;
    this.#reveal();
    if (follows) this.replay.last();
  }

  /** Questions may be open again: a recording that they hide from its beginning is left. */
  #follow({ hidden, open }: LessonState): void {
    if (hidden !== 0) return this.#reveal();
    this.openPage(open ?? 1);
  }

  /** Hides what follows an event of a recording; undefined: nothing. */
  hideAfter(seq: number | undefined): void {
    this.#hidden = seq;
    this.replay.pause();
    this.#reveal();
  }

  /** The recording on the screen, as far as it may be seen. */
  get #part(): Trace {
    return this.course?.cut.upTo(this.course.hidden) ?? this.#cut.upTo(this.#hidden);
  }

  /** Shows what may be seen now. The playhead stays where it is. */
  #reveal(): void {
    const part = this.#part;
    if (part === this.replay.trace) return;
    this.replay.trace = part;
    this.#mark();
  }

  #mark(): void {
    this.replay.stopsAt = this.marks.map(({ position }) => position);
  }

  /** To a moment of the lesson, else to the question that stands before it. */
  #toMoment(moment: Moment): void {
    if (this.course !== undefined) this.#show(this.course.land(moment));
  }

  #show(moment: Moment): void {
    const { course, replay } = this;
    const before = course?.recording;
    course?.bring(moment, () => {
      if (course.recording !== before) this.#letGo();
      this.#reveal();
      if (moment.seq !== undefined && replay.seekSeq(moment.seq)) return;
      const step = course.lesson.steps[moment.page - 1];
      if (step !== undefined) replay.seekSeq(step.seq);
    });
  }

  /** What was selected belongs to the recording that was left. */
  #letGo(): void {
    const { replay, listed } = this;
    replay.thread = undefined;
    replay.onlyThread = false;
    replay.connection = undefined;
    this.byte = undefined;
    this.zoom = undefined;
    this.pins = [];
    this.listed = { kinds: listed.kinds };
  }
}
