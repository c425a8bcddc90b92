import { SvelteMap } from 'svelte/reactivity';
import { LIMITS } from '../../live/limits.ts';
import type { Command } from '../../live/messages.ts';
import type { ClientState } from '../../live/state.ts';
import type { TerminalScene } from '../../scene/scene.ts';
import { assertNever } from '../../trace/format.ts';
import type { Trace } from '../../trace/trace.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { LineSender } from './line-sender.ts';
import { type, type Act } from './line.ts';
import { Untaken, type SentLine } from './untaken.ts';

/** The keyboard of a terminal. */
export interface TerminalInput {
  /** What stands behind the recorded text: draft, not yet taken by the program. */
  readonly after: string;
  /** Takes keys and pasted text, as an emulator gives them. */
  type(data: string): void;
  /** True once, where the focus is wanted there. */
  takeFocus(): boolean;
}

/** Lines on their way to one program: what is pasted beyond them is left out. */
const MOST_LINES = 200;

/** What was typed on one terminal. */
class Draft {
  /** The line that is edited. */
  line = $state('');
  /** Lines on their way to the program. */
  sent = $state.raw<readonly SentLine[]>([]);
  readonly #untaken = new Untaken();

  /** Those that the program has not taken yet. */
  waiting(trace: Trace, program: number): readonly SentLine[] {
    return this.#untaken.of(trace, program, this.sent);
  }
}

/** What is typed on the terminals of one's own clients in the live session. */
export class Typing {
  /** By the client's name. */
  readonly #drafts = new SvelteMap<string, Draft>();
  /** The client that was typed to last, while its terminal has the focus. */
  on = $state<string>();
  /** The client for which more was pasted than is sent. */
  full = $state<string>();
  readonly #player: () => PlayerState;
  readonly #live: () => LiveState;
  readonly #sender = new LineSender(
    async (line) => (await this.#live().ask(line)) !== undefined,
    (lines) => this.#giveBack(lines),
  );
  #focus: string | undefined;

  constructor(player: () => PlayerState, live: () => LiveState) {
    this.#player = player;
    this.#live = live;
  }

  /** One's own clients, those that have ended too. */
  get own(): readonly ClientState[] {
    const { you, session } = this.#live();
    if (you === undefined || you.role === 'none') return [];
    return (session?.clients ?? []).filter(({ participant }) => participant === you.participant);
  }

  /** Whether a client takes what is typed here now. */
  takes(name: string): boolean {
    const { online, session } = this.#live();
    if (!online || session?.state !== 'running') return false;
    return this.own.some((client) => client.name === name && client.running);
  }

  /** The playhead is at the end of what has happened. */
  get atNow(): boolean {
    const { replay } = this.#player();
    return replay.rank >= replay.count;
  }

  /** Its keyboard; undefined where it takes no input. */
  inputOf({ program, name }: TerminalScene): TerminalInput | undefined {
    if (!this.takes(name)) return undefined;
    return {
      after: this.#after(program, name),
      type: (data) => this.#type(program, name, data),
      takeFocus: () => {
        if (this.#focus !== name) return false;
        this.#focus = undefined;
        return true;
      },
    };
  }

  /** The terminal of this client has the focus as soon as it is there. */
  begin(name: string): void {
    this.on = name;
    this.#focus = name;
  }

  #after(program: number, name: string): string {
    const draft = this.#drafts.get(name);
    // What is typed now is no part of what was.
    if (draft === undefined || !this.atNow) return '';
    const waiting = draft.waiting(this.#player().whole, program);
    return waiting.map(({ text }) => `${text}\n`).join('') + draft.line;
  }

  #type(program: number, name: string, data: string): void {
    this.on = name;
    this.full = undefined;
    if (!this.atNow) this.#player().replay.last();
    const draft = this.#drafts.get(name) ?? new Draft();
    this.#drafts.set(name, draft);
    const { line, acts } = type(draft.line, data, LIMITS.line);
    draft.line = line;
    for (const act of acts) this.#do(program, name, draft, act);
  }

  #do(program: number, client: string, draft: Draft, act: Act): void {
    switch (act.type) {
      case 'line': {
        const { whole } = this.#player();
        const before = draft.waiting(whole, program);
        if (before.length >= MOST_LINES) return void (this.full = client);
        draft.sent = [...before, { text: act.text, after: whole.length }];
        return this.#sender.add({ type: 'client-type', client, text: act.text });
      }
      case 'end':
        return this.#sender.add({ type: 'client-type', client });
      case 'interrupt':
        // As a terminal does: what waits to be read is thrown away.
        draft.sent = [];
        this.#sender.drop(client);
        return void this.#live().ask({ type: 'client-interrupt', client });
      default:
        return assertNever(act);
    }
  }

  /** The server would not have them: the first can be changed and sent again, the others are lost. */
  #giveBack(lines: readonly Command<'client-type'>[]): void {
    const [{ client, text = '' } = { client: '' }] = lines;
    const draft = this.#drafts.get(client);
    if (draft === undefined) return;
    const lost = lines.filter((line) => line.text !== undefined).length;
    draft.sent = draft.sent.slice(0, Math.max(0, draft.sent.length - lost));
    if (draft.line === '') draft.line = text;
  }
}
