import type { CuedLesson } from '../../course/lesson.ts';
import type { Source } from '../../replay/link.ts';
import type { Opening } from '../../sources/progress.ts';
import { Cut } from '../../trace/cut.ts';
import type { Trace } from '../../trace/trace.ts';
import { visible } from '../../trace/visible.ts';
import { hiddenAfter, openPage, pageOfEvent, type IsOpen } from '../lesson/gate.ts';
import type { Progress } from '../lesson/progress.svelte.ts';
import { PlayerState } from '../player/player-state.svelte.ts';
import { OpeningState } from '../shell/opening.svelte.ts';
import type { OpenRecording, Sources } from '../shell/sources.ts';

/** One of two recordings that are compared: on its way, there, or not to be had. */
export class CompareSide {
  readonly source: Source;
  readonly opening = new OpeningState();
  #player = $state.raw<PlayerState>();
  #title = $state('');
  #question = $state<string>();
  readonly #progress: Progress;
  #lesson: CuedLesson | undefined;

  constructor(source: Source, progress: Progress) {
    this.source = source;
    this.#progress = progress;
    this.#title = source.page === 'lesson' ? source.slug : source.id;
  }

  /** Its playhead; undefined until it is there. */
  get player(): PlayerState | undefined {
    return this.#player;
  }

  /** The address of the open question after which a lesson's recording is hidden. */
  get question(): string | undefined {
    return this.#question;
  }

  /** The page of the lesson that an event belongs to, from 1. */
  readonly pageOf = (seq: number): number =>
    this.#lesson === undefined ? 1 : pageOfEvent(this.#lesson, this.#recording, seq);

  get title(): string {
    return this.#title;
  }

  /** What it is, in the header's place. */
  get kind(): string {
    return this.source.page === 'lesson' ? 'Lesson' : 'Recording';
  }

  /** A recording that still grows is compared as it is at this moment. */
  async open(sources: Sources): Promise<void> {
    const { source } = this;
    const name = source.page === 'lesson' ? source.slug : source.id;
    const load = (opening: Opening): Promise<OpenRecording> =>
      source.page === 'lesson'
        ? sources.openLesson(source.slug, opening, (lesson) => {
            this.#lesson = lesson;
            return this.#recording;
          })
        : sources.openRecording(source.id, opening);
    const recording = await this.opening.run({ what: source.page, name }, load);
    if (recording === undefined) return;
    const { parsed, lesson } = recording;
    this.#lesson = lesson;
    recording.close();
    this.#title = visible(
      lesson ? `Lesson ${lesson.number}: ${lesson.title}` : parsed.trace.header.title,
    );
    const trace = lesson ? this.#visiblePart(lesson, parsed.trace) : parsed.trace;
    this.#player = new PlayerState(trace, undefined, undefined);
  }

  /** A lesson's recording up to its open question: comparing must not answer it. */
  #visiblePart(lesson: CuedLesson, trace: Trace): Trace {
    const isOpen: IsOpen = ({ id }) => this.#progress.isOpen(lesson.slug, id);
    const hidden = hiddenAfter(lesson, this.#recording, isOpen);
    if (hidden !== undefined) {
      this.#question = `#/lesson/${lesson.slug}/${openPage(lesson, isOpen) ?? 1}`;
    }
    return new Cut(trace).upTo(hidden);
  }

  /** Name of the recording in its lesson. */
  get #recording(): string {
    const named = this.source.page === 'lesson' ? this.source.recording : undefined;
    return named ?? this.#lesson?.recordings[0]?.name ?? 'main';
  }
}
