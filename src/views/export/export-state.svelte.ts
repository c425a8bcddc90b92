import { exportFiles } from '../../export/export.ts';
import { formatOf, FORMATS, type ExportOptions, type FormatId } from '../../export/formats.ts';
import type { Part, Scope } from '../../export/part.ts';
import { partOf } from '../../export/scope.ts';
import type { Trace } from '../../trace/trace.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { afterPaint } from '../shell/after-paint.ts';
import { download } from '../shell/download.ts';
import { recall, remember } from '../shell/storage.ts';
import { connectionsOf, momentsOf, scopeOf, threadsOf, type Reach } from './choices.ts';
import { collect } from './collect.ts';
import { prepare, type Prepared } from './prepare.ts';
import { MOST_FILES, NO_TEMPLATE, tooMany } from './words.ts';

const FORMAT = 'wirestep.export';

/** What the export needs from elsewhere; tests put their own in. */
export interface Given {
  /** The page that a recording is put into; absent where it cannot be had. */
  readonly template?: () => Promise<string>;
  readonly write?: typeof exportFiles;
  readonly save?: typeof download;
  /** So many bytes are made before anybody saves. */
  readonly ahead?: number;
}

/** The files of what is chosen, begun. */
interface Made {
  readonly format: FormatId;
  readonly part: Part;
  readonly files: readonly Prepared[];
}

/** What is chosen. */
interface Asked {
  readonly trace: Trace;
  readonly scope: Scope;
  readonly format: FormatId;
  readonly redact: boolean;
  readonly options: ExportOptions;
}

/** A file on its way to the disk. */
interface Saving {
  readonly name: string;
  readonly bytes: number;
  /** 0 to 1; undefined where the writer does not say. */
  readonly fraction: number | undefined;
}

/** What a person chooses in the export dialog, and what becomes of it. */
export class ExportState {
  readonly player: PlayerState;
  readonly #given: Given;
  #format = $state<FormatId>(formatOf(recall(FORMAT) ?? '')?.id ?? FORMATS[0]?.id ?? 'pcapng');
  reach = $state<Reach>('whole');
  connection = $state<number>();
  thread = $state<number>();
  /** Ids of moments. */
  from = $state('first');
  to = $state('last');
  redact = $state(false);
  reversible = $state(false);
  version = $state<2 | 3>(2);
  /** The file whose beginning is shown, by its place. */
  shown = $state(0);
  #taken = $state.raw<Trace>() as Trace;
  #made = $state.raw<Made>();
  #trouble = $state('');
  #said = $state('');
  #saving = $state.raw<Saving>();
  /** The files are not yet those of what is chosen now. */
  #preparing = $state(true);
  #stop: AbortController | undefined;
  /** Where it was when the dialog opened: it may move on. */
  readonly #playhead: number;

  /** What may be seen of the recording, as it was when the dialog opened: never more than now. */
  readonly trace = $derived.by(() => {
    const { trace } = this.player.replay;
    return trace.length < this.#taken.length ? trace : this.#taken;
  });
  readonly info = $derived.by(() => formatOf(this.#format) ?? (FORMATS[0] as (typeof FORMATS)[0]));
  readonly connections = $derived.by(() => connectionsOf(this.trace));
  readonly threads = $derived.by(() =>
    threadsOf(this.player.replay.sceneAt(this.trace.length - 1)),
  );
  readonly moments = $derived.by(() => {
    const { marks, replay } = this.player;
    const rank = (position: number) => replay.steps.rank(position);
    return momentsOf(this.trace, { marks, playhead: this.#playhead, rank });
  });
  // Numbers stay the same when the moments come anew: nothing is prepared again for that.
  readonly #fromSeq = $derived.by(() => this.moments.find(({ id }) => id === this.from)?.seq);
  readonly #toSeq = $derived.by(() => this.moments.find(({ id }) => id === this.to)?.seq);
  readonly scope = $derived.by(() => {
    const { reach, connection, thread } = this;
    if (reach !== 'range') return scopeOf(reach, { connection, thread });
    return scopeOf(reach, { from: this.#fromSeq, to: this.#toSeq });
  });
  /** More has been recorded since the dialog opened. */
  readonly hasGrown = $derived.by(() => this.player.replay.trace.length > this.trace.length);
  /** How many of the events that Back and Forward move by there are, as people count them. */
  readonly events = $derived.by(() => this.player.replay.steps.rank(this.trace.length - 1));
  /** Something is hidden, because a question about it is open. */
  readonly isHidden = $derived.by(() => this.player.whole.length > this.player.replay.trace.length);

  constructor(player: PlayerState, given: Given = {}) {
    this.player = player;
    this.#given = given;
    this.#taken = player.replay.trace;
    this.#playhead = player.replay.position;
    this.connection = player.replay.connection ?? this.connections[0]?.id;
    this.thread = player.focus ?? this.threads[0]?.id;
  }

  get format(): FormatId {
    return this.#format;
  }

  /** Kept in this browser. */
  set format(format: FormatId) {
    this.#format = format;
    remember(FORMAT, format);
  }

  get files(): readonly Prepared[] {
    return this.#made?.files ?? [];
  }

  /** The format of the files: the chosen one, as soon as they are prepared. */
  get made(): FormatId {
    return this.#made?.format ?? this.#format;
  }

  /** One sentence: why it cannot be exported so. */
  get trouble(): string {
    return this.#trouble;
  }

  /** What became of the last saving. */
  get said(): string {
    return this.#said;
  }

  get saving(): Saving | undefined {
    return this.#saving;
  }

  get preparing(): boolean {
    return this.#preparing;
  }

  /** What is chosen can be saved now. */
  get isReady(): boolean {
    return this.files.length > 0 && !this.preparing && this.saving === undefined;
  }

  /** Takes what was recorded since. */
  catchUp(): void {
    this.#taken = this.player.replay.trace;
  }

  /** Begins the files of what is chosen now; the returned function ends that. */
  prepare(): () => void {
    const stop = new AbortController();
    this.#preparing = true;
    void this.#prepare(this.#asked(), stop.signal);
    return () => stop.abort();
  }

  /** Saves one file, or all, one after the other. */
  async save(files: readonly Prepared[] = this.files): Promise<void> {
    this.#said = '';
    this.#trouble = '';
    const stop = (this.#stop = new AbortController());
    try {
      for (const prepared of files) await this.#save(prepared, stop.signal);
      const [first] = files;
      this.#said =
        files.length === 1 && first ? `Saved ${first.file.name}.` : `Saved ${files.length} files.`;
    } catch (error) {
      if (stop.signal.aborted) this.#said = 'Stopped. The file was not saved.';
      else this.#trouble = sentenceOf(error);
    } finally {
      this.#saving = undefined;
    }
  }

  /** Stops what is being saved. */
  stop(): void {
    this.#stop?.abort();
  }

  /** Read at once, before anything is waited for: who asks is told again when it changes. */
  #asked(): Asked {
    const { trace, scope, format, info } = this;
    const all = { reversible: this.reversible, version: this.version };
    const options: ExportOptions = Object.fromEntries(
      Object.entries(all).filter(([name]) => info.options.some((one) => one === name)),
    );
    return { trace, scope, format, redact: this.redact, options };
  }

  async #prepare(asked: Asked, signal: AbortSignal): Promise<void> {
    const { trace, scope, format, redact } = asked;
    this.#trouble = '';
    this.#said = '';
    try {
      // What was pressed shows first.
      await afterPaint();
      const options = await this.#withTemplate(asked.options, format);
      if (signal.aborted) return;
      const part = partOf(trace, scope, { redact });
      const files = await (this.#given.write ?? exportFiles)(part, format, options);
      if (files.length > MOST_FILES) throw new Error(tooMany(files.length));
      const prepared = await prepare(files, part, signal, this.#given.ahead);
      if (signal.aborted) return;
      this.#made = { format, part, files: prepared };
      this.shown = 0;
    } catch (error) {
      if (signal.aborted) return;
      this.#made = undefined;
      this.#trouble = sentenceOf(error);
    } finally {
      if (!signal.aborted) this.#preparing = false;
    }
  }

  async #withTemplate(options: ExportOptions, format: FormatId): Promise<ExportOptions> {
    if (format !== 'html') return options;
    if (this.#given.template === undefined) throw new Error(NO_TEMPLATE);
    return { ...options, template: await this.#given.template() };
  }

  async #save({ file, head, whole }: Prepared, signal: AbortSignal): Promise<void> {
    const save = this.#given.save ?? download;
    const type = formatOf(this.made)?.type;
    if (whole && head !== undefined) return save(file.name, new Blob([head], { type }));
    const part = this.#made?.part;
    const tell = (bytes: number): void => {
      const done = part?.done ?? 0;
      this.#saving = { name: file.name, bytes, fraction: done > 0 ? done : undefined };
    };
    tell(0);
    const { content } = await collect(file, { signal, onprogress: tell });
    save(file.name, new Blob([content], { type }));
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
