import type { CuedLesson } from '../../course/lesson.ts';
import { nameOf, type Source } from '../../replay/link.ts';
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
  #run = $state('');
  #question = $state<string>();
  readonly #progress: Progress;
  #lesson: CuedLesson | undefined;

  constructor(source: Source, progress: Progress) {
    this.source = source;
    this.#progress = progress;
    this.#title = nameOf(source);
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

  /** What the recording is called in its lesson; empty where the title says it already. */
  get run(): string {
    return this.#run;
  }

  /** What it is, in the header's place. */
  get kind(): string {
    const kinds = { lesson: 'Lesson', recording: 'Recording', preset: 'Byte lab' };
    return kinds[this.source.page];
  }

  /** A recording that still grows is compared as it is at this moment. */
  async open(sources: Sources): Promise<void> {
    const { source } = this;
    const wanted = { what: source.page, name: nameOf(source) };
    const recording = await this.opening.run(wanted, (opening) => this.#load(sources, opening));
    if (recording === undefined) return;
    const { parsed, lesson } = recording;
    this.#lesson = lesson;
    recording.close();
    this.#title = visible(
      lesson ? `Lesson ${lesson.number}: ${lesson.title}` : parsed.trace.header.title,
    );
    this.#run = visible(lesson ? parsed.trace.header.title : '');
    const trace = lesson ? this.#visiblePart(lesson, parsed.trace) : parsed.trace;
    this.#player = new PlayerState(trace, undefined, undefined);
  }

  #load(sources: Sources, opening: Opening): Promise<OpenRecording> {
    const { source } = this;
    switch (source.page) {
      case 'lesson':
        return sources.openLesson(source.slug, opening, (lesson) => {
          this.#lesson = lesson;
          return this.#recording;
        });
      case 'recording':
        return sources.openRecording(source.id, opening);
      case 'preset':
        return sources.openPreset(source.name, opening);
    }
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
