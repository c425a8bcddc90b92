import type { CuedLesson } from '../../course/lesson.ts';
import type { Link } from '../../replay/link.ts';
import { Replay } from '../../replay/replay.svelte.ts';
import type { Trace } from '../../trace/trace.ts';
import { marksOf, nextMark, pageAt, threadAt } from './pages.ts';

/** One open recording in the player: its replay, and where in the lesson the playhead is. */
export class PlayerState {
  readonly replay: Replay;
  readonly lesson: CuedLesson | undefined;
  /** The view in front where there is room for one only. */
  view = $state<string>();

  readonly marks = $derived.by(() => marksOf(this.replay.trace, this.lesson));
  readonly page = $derived.by(() => pageAt(this.marks, this.replay.position));
  /** The selected thread, else the one that the playhead's event is of. */
  readonly focus = $derived.by(
    () => this.replay.thread ?? threadAt(this.replay.trace, this.replay.position),
  );
  constructor(trace: Trace, lesson: CuedLesson | undefined, link: Link | undefined) {
    this.replay = new Replay(trace);
    this.lesson = lesson;
    this.replay.stopsAt = marksOf(trace, lesson).map(({ position }) => position);
    this.replay.seekRank(1);
    if (link !== undefined) this.goTo(link);
  }

  /** To a link's moment: its event, else the beginning of its page. */
  goTo(link: Link): void {
    this.replay.pause();
    this.replay.thread = link.thread;
    this.view = link.view;
    if (link.seq !== undefined && this.replay.seekSeq(link.seq)) return;
    if (link.page === 'lesson') this.openPage(link.step);
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

  /** A live recording has grown. Who was at its end stays at its end. */
  grow(trace: Trace): void {
    if (trace === this.replay.trace) return;
    const follows = this.replay.rank >= this.replay.count;
    this.replay.trace = trace;
    if (follows) this.replay.last();
  }
}
