import type { RoomMode } from '../../live/messages.ts';
import { NAME } from '../../live/name.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { AppState } from '../shell/app-state.svelte.ts';
import { download } from '../shell/download.ts';
import type { Sources } from '../shell/sources.ts';
import { recallInTab, rememberInTab } from './tab-memory.ts';
import { tallyCsv, tallyJson, tallyLines } from './tally-files.ts';

const RECORDED = 'wirestep.recorded';

/** What the presenter's page does with the class. */
export class ClassState {
  readonly #app: AppState;
  readonly #live: LiveState;
  readonly #sources: Pick<Sources, 'openRecording'>;
  #link = $state<string>();
  #recorded = $state.raw(recall());
  #trouble = $state('');

  constructor(app: AppState, live: LiveState, sources: Pick<Sources, 'openRecording'>) {
    this.#app = app;
    this.#live = live;
    this.#sources = sources;
  }

  /** The link that makes another page the presenter; undefined until it was asked for. */
  get handOverLink(): string | undefined {
    return this.#link;
  }

  /** Sessions that this tab has seen run, the newest first. */
  get recorded(): readonly string[] {
    return this.#recorded;
  }

  /** Why a recording could not be had, in one sentence; empty: nothing went wrong. */
  get trouble(): string {
    return this.#trouble;
  }

  /** Remembers the session's recording: the class may take it home. */
  remember(recording: string | undefined): void {
    if (recording === undefined || this.#recorded.includes(recording)) return;
    this.#recorded = [recording, ...this.#recorded];
    keep(this.#recorded);
  }

  async begin(mode: RoomMode): Promise<void> {
    await this.#live.ask({ type: 'room', mode });
  }

  async allowClients(allowed: boolean): Promise<void> {
    await this.#live.ask({ type: 'allow-clients', allowed });
  }

  async handOver(): Promise<void> {
    this.#link = (await this.#live.ask({ type: 'hand-over' }))?.link;
  }

  /** The link is not shown any more; it stays good. */
  hideLink(): void {
    this.#link = undefined;
  }

  saveTallies(as: 'csv' | 'json'): void {
    const trace = this.#app.opened?.player.whole;
    const lines = tallyLines(this.#live.people?.tallies ?? [], trace);
    const text = as === 'csv' ? tallyCsv(lines) : tallyJson(lines);
    const type = as === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
    download(`class-tallies.${as}`, new Blob([text], { type }));
  }

  async saveRecording(id: string): Promise<void> {
    this.#trouble = '';
    try {
      const recording = await this.#sources.openRecording(id);
      const bytes = new Uint8Array(recording.parsed.trace.bytes);
      recording.close();
      download(`${id}.trace.jsonl`, new Blob([bytes], { type: 'application/jsonl' }));
    } catch (error) {
      this.#trouble = error instanceof Error ? error.message : String(error);
    }
  }

  /** Followers leave; names, tallies and the join code are forgotten. */
  async end(): Promise<void> {
    this.#link = undefined;
    if ((await this.#live.ask({ type: 'end-class' })) === undefined) return;
    const now = this.#live.session?.recording;
    this.#recorded = now === undefined ? [] : [now];
    keep(this.#recorded);
  }
}

function recall(): readonly string[] {
  return (recallInTab(RECORDED) ?? '').split(' ').filter((id) => NAME.test(id));
}

function keep(recorded: readonly string[]): void {
  rememberInTab(RECORDED, recorded.join(' '));
}
