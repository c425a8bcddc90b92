import type { HighlightedSource } from '../../course/highlighted.ts';
import type { LessonEntry } from '../../course/lesson.ts';
import type { LiveStatus, RecordingRow, StatusReply } from '../../live/api.ts';
import { formatLink, parseLink, type Link } from '../../replay/link.ts';
import { visible } from '../../trace/visible.ts';
import { PlayerState } from '../player/player-state.svelte.ts';
import type { OpenRecording, Sources } from './sources.ts';

/** A recording on screen: where it comes from, and its player. */
interface Opened {
  readonly key: string;
  readonly recording: OpenRecording;
  readonly player: PlayerState;
}

const HOME: Link = { page: 'home' };
/** The address while a dropped file is open: no link, only something to leave. */
const DROPPED = '#/dropped';

/** What the page shows: the address, and what has been loaded for it. */
export class AppState {
  #link = $state.raw<Link | undefined>(HOME);
  opened = $state.raw<Opened>();
  /** Why what was asked for cannot be shown; a sentence. */
  error = $state<string>();
  loading = $state(false);
  rows = $state.raw<readonly RecordingRow[]>();
  rowsError = $state<string>();
  highlighted = $state.raw<readonly HighlightedSource[]>([]);
  readonly lessons: Promise<readonly LessonEntry[]>;
  status: Promise<StatusReply>;
  #live = $state.raw<LiveStatus>();
  readonly #sources: Sources;
  #asked = 0;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.lessons = sources.lessons();
    this.status = $state.raw(this.#askStatus());
    // Without them sources are shown plain, lessons and status say so where they are shown.
    sources.highlighted().then(
      (coloured) => (this.highlighted = coloured),
      () => (this.highlighted = []),
    );
    this.lessons.catch(() => undefined);
  }

  /** The address; undefined where it leads nowhere. */
  get link(): Link | undefined {
    return this.#link;
  }

  /** The address of this very moment; undefined where it has none. */
  get moment(): Link | undefined {
    const { opened } = this;
    const link = this.#link;
    if (opened === undefined || opened.recording.dropped || link === undefined) return undefined;
    if (keyOf(link) !== opened.key) return undefined;
    const { player } = opened;
    const place = link.page === 'lesson' ? { ...link, step: player.page } : link;
    return { ...place, ...player.look };
  }

  /** What its writer has to say of the recording on screen, such as that the disk is full. */
  get notice(): string | undefined {
    const id = this.#live?.recording;
    if (id === undefined || this.opened?.key !== `recording/${id}`) return undefined;
    return this.#live?.notice;
  }

  /** What the browser's tab says. */
  get title(): string {
    const { opened } = this;
    const { lesson, parsed } = opened?.recording ?? {};
    const name = lesson ? `Lesson ${lesson.number}: ${lesson.title}` : parsed?.trace.header.title;
    if (name !== undefined) return `${visible(name)} · wirestep`;
    return this.#link?.page === 'recordings' ? 'Recordings · wirestep' : 'wirestep';
  }

  /** Goes where the address says: to a moment of what is open, or to something else. */
  async go(hash: string): Promise<void> {
    // A dropped file is gone with its tab's page: what is left of it is the way home.
    const link = hash === DROPPED ? HOME : parseLink(hash);
    this.#link = link;
    const key = link && keyOf(link);
    if (key !== undefined && key === this.opened?.key) {
      if (link !== undefined && hash !== this.#hashOfMoment()) this.opened.player.goTo(link);
      return;
    }
    this.#close();
    if (link?.page === 'recordings') void this.#loadRows();
    if (link?.page === 'lesson') await this.#open(link, () => this.#sources.openLesson(link.slug));
    if (link?.page === 'recording')
      await this.#open(link, () => this.#sources.openRecording(link.id));
  }

  /** Opens a file of this machine; it is read here and goes nowhere. Back leaves it again. */
  async drop(file: File): Promise<void> {
    this.#close();
    history.pushState(undefined, '', DROPPED);
    await this.#open(undefined, () => this.#sources.openFile(file));
    if (this.error !== undefined) this.error = `${file.name}: ${this.error}.`;
  }

  /** Keeps status and recordings up to date until the returned function is called. */
  watch(): () => void {
    return this.#sources.listen(({ type }) => {
      if (type !== 'recordings') return;
      if (this.#link?.page === 'recordings') void this.#loadRows();
      void this.#askStatus();
    });
  }

  /** The status on the page stays as it is until the answer is there. */
  #askStatus(): Promise<StatusReply> {
    const asked = this.#sources.status();
    const show = (live?: LiveStatus): void => {
      this.status = asked;
      this.#live = live;
    };
    asked.then(
      ({ live }) => show(live),
      () => show(),
    );
    return asked;
  }

  async #open(link: Link | undefined, load: () => Promise<OpenRecording>): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const recording = await load();
      if (asked !== this.#asked) return recording.close();
      const { parsed, lesson } = recording;
      const player = new PlayerState(parsed.trace, lesson, link);
      if (lesson === undefined && !parsed.ended && link?.seq === undefined && link !== undefined)
        player.replay.last();
      this.opened = { key: link ? (keyOf(link) ?? '') : 'dropped', recording, player };
    } catch (error) {
      if (asked === this.#asked)
        this.error = error instanceof Error ? error.message : String(error);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }

  #close(): void {
    this.#asked++;
    this.opened?.recording.close();
    this.opened?.player.replay.pause();
    this.opened = undefined;
    this.error = undefined;
    this.loading = false;
  }

  async #loadRows(): Promise<void> {
    try {
      this.rows = await this.#sources.recordings();
      this.rowsError = undefined;
    } catch (error) {
      this.rowsError = error instanceof Error ? error.message : String(error);
    }
  }

  #hashOfMoment(): string | undefined {
    return this.moment && formatLink(this.moment);
  }
}

/** Two links with the same key show the same recording. */
function keyOf(link: Link): string | undefined {
  if (link.page === 'lesson') return `lesson/${link.slug}`;
  return link.page === 'recording' ? `recording/${link.id}` : undefined;
}
