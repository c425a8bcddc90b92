import type { LessonEntry } from '../../course/lesson.ts';
import type { LiveStatus, RecordingRow, StatusReply } from '../../live/api.ts';
import type { Sources } from './sources.ts';

/** What the server tells of itself: its lessons, its live session, its recordings. */
export class ServerNews {
  #lessons = $state.raw<Promise<readonly LessonEntry[]>>() as Promise<readonly LessonEntry[]>;
  #knownLessons = $state.raw<readonly LessonEntry[]>([]);
  #status = $state.raw<Promise<StatusReply>>() as Promise<StatusReply>;
  #live = $state.raw<LiveStatus>();
  #rows = $state.raw<readonly RecordingRow[]>();
  #rowsError = $state<string>();
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.askLessons();
    this.#status = this.askStatus();
  }

  get lessons(): Promise<readonly LessonEntry[]> {
    return this.#lessons;
  }

  /** Those that have come; none until then. */
  get knownLessons(): readonly LessonEntry[] {
    return this.#knownLessons;
  }

  get status(): Promise<StatusReply> {
    return this.#status;
  }

  get live(): LiveStatus | undefined {
    return this.#live;
  }

  /** Undefined until they have been asked for and came. */
  get rows(): readonly RecordingRow[] | undefined {
    return this.#rows;
  }

  get rowsError(): string | undefined {
    return this.#rowsError;
  }

  askLessons(): void {
    this.#lessons = this.#sources.lessons();
    this.#lessons.then(
      (list) => (this.#knownLessons = list),
      // Who shows them says why they did not come.
      () => (this.#knownLessons = []),
    );
  }

  /** The status on the page stays as it is until the answer is there. */
  askStatus(): Promise<StatusReply> {
    const asked = this.#sources.status();
    const show = (live?: LiveStatus): void => {
      this.#status = asked;
      this.#live = live;
    };
    asked.then(
      ({ live }) => show(live),
      () => show(),
    );
    return asked;
  }

  async askRows(): Promise<void> {
    try {
      this.#rows = await this.#sources.recordings();
      this.#rowsError = undefined;
    } catch (error) {
      this.#rowsError = error instanceof Error ? error.message : String(error);
    }
  }
}
