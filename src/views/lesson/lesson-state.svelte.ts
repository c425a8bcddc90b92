import type { Given } from '../../course/given.ts';
import type { CuedLesson, CuedQuestion } from '../../course/lesson.ts';
import type { Cut } from '../../trace/cut.ts';
import type { Trace } from '../../trace/trace.ts';
import type { PageOf } from '../player/pages.ts';
import { hiddenAfter, landing, openBefore, openPage, type IsOpen, type Moment } from './gate.ts';
import { Progress } from './progress.svelte.ts';
import { Recordings, type LoadRecording } from './recordings.ts';

/** How a lesson is opened; by itself it has the recording `main` and an own progress. */
export interface Opened {
  readonly progress?: Progress;
  /** Name of the recording that is there already. */
  readonly recording?: string;
  readonly load?: LoadRecording;
}

/** An open lesson: which of its recordings is on the screen, and what is still to be answered. */
export class LessonState {
  readonly lesson: CuedLesson;
  readonly progress: Progress;
  readonly #recordings: Recordings;
  #recording = $state('');
  #beyond = $state.raw<Moment>();
  #waiting = $state.raw<Moment>();
  #trouble = $state('');

  /** The page whose question is open; undefined: none is. */
  readonly open = $derived.by(() => openPage(this.lesson, this.isOpen));
  /** The event after which the recording on the screen is hidden. */
  readonly hidden = $derived.by(() => hiddenAfter(this.lesson, this.#recording, this.isOpen));
  /** Pages of the recording on the screen, up to the open question. */
  readonly pages = $derived.by((): readonly PageOf[] =>
    this.lesson.steps
      .slice(0, this.open)
      .map(({ recording, seq, title }, at) => ({ recording, seq, title, page: at + 1 }))
      .filter(({ recording }) => recording === this.#recording),
  );

  constructor(lesson: CuedLesson, trace: Trace, opened: Opened = {}) {
    this.lesson = lesson;
    this.progress = opened.progress ?? new Progress();
    this.#recording = opened.recording ?? lesson.steps[0]?.recording ?? 'main';
    const none: LoadRecording = (name) =>
      Promise.reject(new Error(`The lesson has no recording ${name}.`));
    this.#recordings = new Recordings(this.#recording, trace, opened.load ?? none);
  }

  readonly isOpen: IsOpen = ({ id }) => this.progress.isOpen(this.lesson.slug, id);

  /** Name of the recording on the screen. */
  get recording(): string {
    return this.#recording;
  }

  /** The moment of a link that lies behind the open question. */
  get beyond(): Moment | undefined {
    return this.#beyond;
  }

  /** A question still stands before the link's moment. */
  get blocks(): boolean {
    const { beyond } = this;
    return beyond !== undefined && openBefore(this.lesson, beyond, this.isOpen).length > 0;
  }

  /** Why the recording of a page did not come; empty: nothing went wrong. */
  get trouble(): string {
    return this.#trouble;
  }

  /** The recording on the screen. */
  get cut(): Cut {
    return this.#recordings.get(this.#recording) as Cut;
  }

  /** Where a link leads: to its moment, else to the question before it. */
  land(moment: Moment): Moment {
    const found = landing(this.lesson, moment, this.isOpen);
    this.#beyond = found.beyond;
    return found.moment;
  }

  /**
   * Brings the recording of a moment to the screen, then calls `shown`: at once where it is there,
   * later where it has to be loaded; never where something else is wanted by then.
   */
  bring(moment: Moment, shown: () => void): void {
    const name = this.lesson.steps[moment.page - 1]?.recording ?? this.#recording;
    this.#waiting = moment;
    this.#trouble = '';
    const show = (): void => {
      this.#recording = name;
      shown();
    };
    if (this.#recordings.get(name) !== undefined) return show();
    this.#recordings.load(name).then(
      () => this.#waiting === moment && show(),
      (error: unknown) => {
        if (this.#waiting === moment) this.#trouble = String((error as Error).message);
      },
    );
  }

  /** A page is turned to: the link's moment is given up. */
  forget(): void {
    this.#beyond = undefined;
  }

  answer({ id }: CuedQuestion, given: Given, right: boolean): void {
    this.progress.answer(this.lesson.slug, id, given, right);
  }

  skip(...questions: readonly CuedQuestion[]): void {
    for (const { id } of questions) this.progress.skip(this.lesson.slug, id);
  }

  /** Skips every question before the link's moment, and returns it. */
  skipToMoment(): Moment | undefined {
    const moment = this.#beyond;
    if (moment !== undefined) this.skip(...openBefore(this.lesson, moment, this.isOpen));
    return moment;
  }
}
