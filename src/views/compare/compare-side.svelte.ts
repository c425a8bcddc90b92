import type { Source } from '../../replay/link.ts';
import type { Opening } from '../../sources/progress.ts';
import { visible } from '../../trace/visible.ts';
import { PlayerState } from '../player/player-state.svelte.ts';
import { OpeningState } from '../shell/opening.svelte.ts';
import type { OpenRecording, Sources } from '../shell/sources.ts';

/** One of two recordings that are compared: on its way, there, or not to be had. */
export class CompareSide {
  readonly source: Source;
  readonly opening = new OpeningState();
  #player = $state.raw<PlayerState>();
  #title = $state('');

  constructor(source: Source) {
    this.source = source;
    this.#title = source.page === 'lesson' ? source.slug : source.id;
  }

  /** Its playhead; undefined until it is there. */
  get player(): PlayerState | undefined {
    return this.#player;
  }

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
        ? sources.openLesson(source.slug, opening)
        : sources.openRecording(source.id, opening);
    const recording = await this.opening.run({ what: source.page, name }, load);
    if (recording === undefined) return;
    const { parsed, lesson } = recording;
    recording.close();
    this.#title = visible(
      lesson ? `Lesson ${lesson.number}: ${lesson.title}` : parsed.trace.header.title,
    );
    this.#player = new PlayerState(parsed.trace, undefined, undefined);
  }
}
