import type { HighlightedSource } from '../../course/highlighted.ts';
import type { CuedLesson } from '../../course/lesson.ts';
import { formatLink, parseLink, type Link } from '../../replay/link.ts';
import type { Opening } from '../../sources/progress.ts';
import type { Choice } from '../compare/choices.ts';
import type { CompareState } from '../compare/compare-state.svelte.ts';
import type { LabState } from '../lab/lab-state.svelte.ts';
import { landing, type IsOpen } from '../lesson/gate.ts';
import { Progress } from '../lesson/progress.svelte.ts';
import { PlayerState } from '../player/player-state.svelte.ts';
import { keyOf, PAGE_NAMES, titleOf } from './names.ts';
import { OpeningState } from './opening.svelte.ts';
import type { Wanted } from './problems.ts';
import { ServerNews } from './server-news.svelte.ts';
import type { OpenRecording, Sources } from './sources.ts';

/** A recording on screen: where it comes from, and its player. */
interface Opened {
  readonly key: string;
  readonly recording: OpenRecording;
  readonly player: PlayerState;
}

/** A recording that was left and can be brought back: as it was, or by the address of its moment. */
export interface Closed {
  readonly title: string;
  readonly opened: Opened;
  readonly hash: string | undefined;
}

type LessonLink = Link & { readonly page: 'lesson' };

const HOME: Link = { page: 'home' };
/** The address while a dropped file is open: no link, only something to leave. */
const DROPPED = '#/dropped';

/** What the page shows: the address, and what has been loaded for it. */
export class AppState {
  #link = $state.raw<Link | undefined>(HOME);
  opened = $state.raw<Opened>();
  /** Two recordings side by side, where the address asks for that. */
  comparing = $state.raw<CompareState>();
  /** The byte lab, once it was asked for. */
  lab = $state.raw<LabState>();
  /** What was left last, until `forget`. */
  closed = $state.raw<Closed>();
  highlighted = $state.raw<readonly HighlightedSource[]>([]);
  readonly opening = new OpeningState();
  /** How far the student is in the course. */
  readonly progress = new Progress();
  readonly news: ServerNews;
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
    this.news = new ServerNews(sources);
    // Without them sources are shown plain.
    sources.highlighted().then(
      (coloured) => (this.highlighted = coloured),
      () => (this.highlighted = []),
    );
  }

  /** The address; undefined where it leads nowhere. */
  get link(): Link | undefined {
    return this.#link;
  }

  /** The address of this very moment; undefined where it has none. */
  get moment(): Link | undefined {
    const { opened } = this;
    const link = this.#link;
    if (link?.page === 'compare') return { ...link, ...this.comparing?.look };
    if (link?.page === 'lab') return this.lab && { page: 'lab', composed: this.lab.text };
    if (opened === undefined || opened.recording.dropped || link === undefined) return undefined;
    if (keyOf(link) !== opened.key) return undefined;
    const { player } = opened;
    const place = link.page === 'lesson' ? { ...link, step: player.page } : link;
    return { ...place, ...player.look };
  }

  /** The part of the page that this belongs to, for the list of parts at the top. */
  get page(): string | undefined {
    if (this.opened?.player.live !== undefined) return 'live';
    return this.opened?.recording.dropped ? 'recordings' : this.#link?.page;
  }

  /** What the browser's tab says. */
  get title(): string {
    if (this.opened !== undefined) return `${titleOf(this.opened.recording)} · wirestep`;
    if (this.comparing !== undefined) return `${this.comparing.title} · wirestep`;
    const name = PAGE_NAMES[this.#link?.page ?? 'home'];
    return name === undefined ? 'wirestep' : `${name} · wirestep`;
  }

  /** Goes where the address says: to a moment of what is open, or to something else. */
  async go(hash: string): Promise<void> {
    if (hash === DROPPED && this.closed?.opened.recording.dropped) return this.#bringBack();
    // A dropped file is gone with its tab's page: what is left of it is the way home.
    const link = hash === DROPPED ? HOME : parseLink(hash);
    if (link?.page === 'compare') return this.#compare(link, hash);
    if (link?.page === 'lab') return this.#compose(link, hash);
    const key = link && keyOf(link);
    if (key !== undefined && key === this.opened?.key) {
      const moves = link !== undefined && hash !== this.#hashOfMoment();
      this.#link = link;
      if (moves) this.opened.player.goTo(link);
      return;
    }
    this.#leave(link);
    this.#link = link;
    if (link?.page === 'recordings') void this.news.askRows();
    if (link?.page === 'lesson') {
      const wanted = { what: 'lesson', name: link.slug } as const;
      await this.#open(link, wanted, (opening) => this.#loadLesson(link, opening));
    }
    if (link?.page === 'recording') {
      const wanted = { what: 'recording', name: link.id } as const;
      await this.#open(link, wanted, (opening) => this.#sources.openRecording(link.id, opening));
    }
    if (link?.page === 'preset') {
      const wanted = { what: 'preset', name: link.name } as const;
      await this.#open(link, wanted, (opening) => this.#sources.openPreset(link.name, opening));
    }
  }

  /** Goes there as a person who chose it: Back comes here again. */
  async visit(hash: string): Promise<void> {
    if (hash !== location.hash) history.pushState(undefined, '', hash);
    await this.go(hash);
  }

  /** Opens a file of this machine; it is read here and goes nowhere. Back leaves it again. */
  async drop(file: File): Promise<void> {
    this.#leave(undefined);
    if (location.hash !== DROPPED) history.pushState(undefined, '', DROPPED);
    const wanted = { what: 'file', name: file.name } as const;
    await this.#open(undefined, wanted, (opening) => this.#sources.openFile(file, opening));
  }

  /** Asks again for what did not come. */
  async retry(): Promise<void> {
    this.news.askLessons();
    void this.news.askStatus();
    if (this.#link !== undefined) await this.go(formatLink(this.#link));
  }

  /** Leaves what is open, or on its way: to the list where its like are. */
  async close(): Promise<void> {
    const isLesson = (this.opened?.key ?? this.opening.wanted?.what)?.startsWith('lesson');
    await this.visit(isLesson ? '#/' : '#/recordings');
  }

  /** What was closed last comes back, at the same moment and with the same look. */
  async undo(): Promise<void> {
    const hash = this.closed?.hash;
    if (hash === undefined) return this.#bringBack();
    this.forget();
    await this.visit(hash);
  }

  /** What was closed last can no longer come back: its memory is free. */
  forget(): void {
    this.closed = undefined;
  }

  /** What is on screen can be compared with these; what does not come is left out. */
  async choices(): Promise<readonly Choice[]> {
    const { choicesFor } = await import('../compare/choices.ts');
    await Promise.allSettled([this.news.lessons, this.news.askRows()]);
    return choicesFor(this.#link, this.news.knownLessons, this.news.rows ?? []);
  }

  /** Keeps status and recordings up to date until the returned function is called. */
  watch(): () => void {
    return this.#sources.live.listen(({ type }) => {
      if (type === 'lessons') void this.#lessonsChanged();
      if (type !== 'recordings') return;
      if (this.#link?.page === 'recordings') void this.news.askRows();
      void this.news.askStatus();
      if (this.opening.trouble?.retry) void this.retry();
    });
  }

  async #open(
    link: Link | undefined,
    wanted: Wanted,
    load: (opening: Opening) => Promise<OpenRecording>,
  ): Promise<void> {
    const recording = await this.opening.run(wanted, load);
    if (recording !== undefined) this.#show(link, recording);
  }

  #show(link: Link | undefined, recording: OpenRecording): void {
    const { parsed, lesson, name, other } = recording;
    const loadOther = other && ((wanted: string) => other(wanted).then(({ trace }) => trace));
    const opened = { progress: this.progress, recording: name, load: loadOther };
    const player = new PlayerState(parsed.trace, lesson, link, opened);
    if (lesson === undefined && !parsed.ended && link?.seq === undefined && link !== undefined)
      player.replay.last();
    this.opened = { key: link ? (keyOf(link) ?? '') : 'dropped', recording, player };
  }

  #loadLesson(link: LessonLink, opening?: Opening): Promise<OpenRecording> {
    const choose = (lesson: CuedLesson) => this.#beginning(lesson, link);
    return this.#sources.openLesson(link.slug, opening, choose);
  }

  /** An author has changed a lesson. The one on screen comes again, at the same step. */
  async #lessonsChanged(): Promise<void> {
    if (this.opening.trouble !== undefined) return this.retry();
    this.news.askLessons();
    const link = this.moment;
    if (link?.page !== 'lesson') return;
    const was = this.opened;
    // A new recording's events have other numbers.
    const { seq: _, ...step } = link;
    const recording = await this.#loadLesson(step).catch(() => undefined);
    if (this.opened !== was) return;
    if (recording !== undefined) return this.#show(step, recording);
    this.#leave(link);
    await this.go(formatLink(step));
  }

  /** The recording of the lesson that an address shows first. */
  #beginning(lesson: CuedLesson, { step, seq }: LessonLink): string {
    const isOpen: IsOpen = ({ id }) => this.progress.isOpen(lesson.slug, id);
    const { moment } = landing(lesson, { page: step, seq }, isOpen);
    return lesson.steps[moment.page - 1]?.recording ?? 'main';
  }

  /** Two recordings side by side; another moment of the same two is only a step. */
  async #compare(link: Link & { readonly page: 'compare' }, hash: string): Promise<void> {
    const { comparing } = this;
    const moves = hash !== this.#hashOfMoment();
    if (comparing?.isOf(link) && !comparing.failed) {
      this.#link = link;
      if (moves) comparing.goTo(link);
      return;
    }
    this.#leave(link);
    this.#link = link;
    // Nobody compares before the first lesson shows.
    const { CompareState } = await import('../compare/compare-state.svelte.ts');
    if (this.#link !== link) return;
    const opened = new CompareState(link, this.progress);
    this.comparing = opened;
    await opened.open(this.#sources, link);
  }

  /** The byte lab. What was composed there stays as long as the page. */
  async #compose(link: Link & { readonly page: 'lab' }, hash: string): Promise<void> {
    const moves = hash !== this.#hashOfMoment();
    if (this.#link?.page !== 'lab') this.#leave(link);
    this.#link = link;
    const { LabState } = await import('../lab/lab-state.svelte.ts');
    if (this.#link !== link) return;
    this.lab ??= new LabState();
    if (moves) this.lab.goTo(link);
  }

  /** Lets go of what is open. A recording that is left for no other stays within reach of `undo`. */
  #leave(next: Link | undefined): void {
    const { opened } = this;
    const hash = this.#hashOfMoment();
    this.opening.cancel();
    this.comparing?.close();
    this.comparing = undefined;
    if (opened === undefined) return;
    opened.recording.close();
    opened.player.replay.pause();
    this.opened = undefined;
    const { dropped, lesson } = opened.recording;
    const forAnother = next !== undefined && next.page !== 'home' && next.page !== 'recordings';
    if (lesson !== undefined || (forAnother && !dropped)) return;
    this.closed = { title: titleOf(opened.recording), opened, hash };
  }

  /** A dropped file has no address: it comes back from memory. */
  #bringBack(): void {
    const { closed } = this;
    if (closed === undefined) return;
    this.forget();
    this.#leave(undefined);
    if (location.hash !== DROPPED) history.pushState(undefined, '', DROPPED);
    this.opened = closed.opened;
  }

  #hashOfMoment(): string | undefined {
    return this.moment && formatLink(this.moment);
  }
}
