import { SvelteMap } from 'svelte/reactivity';
import { LIMITS } from '../../live/limits.ts';
import type { Command } from '../../live/messages.ts';
import type { ClientState } from '../../live/state.ts';
import type { TerminalScene } from '../../scene/scene.ts';
import type { LiveState } from '../live/live-state.svelte.ts';
import type { PlayerState } from '../player/player-state.svelte.ts';
import { type, type Act } from './line.ts';
import { untaken, type SentLine } from './untaken.ts';

/** The keyboard of a terminal. */
export interface TerminalInput {
  /** What stands behind the recorded text: typed, not yet taken by the program. */
  readonly after: string;
  /** Takes keys and pasted text, as an emulator gives them. */
  type(data: string): void;
  /** True once, where the focus is wanted there. */
  takeFocus(): boolean;
}

/** Between two lines of one paste: the server counts what a page says each second. */
const GAP_MS = 40;

/** What is typed on the terminals of one's own clients in the live session. */
export class Typing {
  /** The line that is edited, by the client's name. */
  readonly #lines = new SvelteMap<string, string>();
  /** Lines on their way to the program. */
  readonly #sent = new SvelteMap<string, readonly SentLine[]>();
  /** The client that was typed to last, while its terminal has the focus. */
  on = $state<string>();
  readonly #player: () => PlayerState;
  readonly #live: () => LiveState;
  #queue: Command<'client-type'>[] = [];
  #sending = false;
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
    // What is typed now is no part of what was.
    if (!this.atNow) return '';
    const waiting = untaken(this.#player().whole, program, this.#sent.get(name) ?? []);
    return waiting.map(({ text }) => `${text}\n`).join('') + (this.#lines.get(name) ?? '');
  }

  #type(program: number, name: string, data: string): void {
    this.on = name;
    if (!this.atNow) this.#player().replay.last();
    const { line, acts } = type(this.#lines.get(name) ?? '', data, LIMITS.line);
    this.#lines.set(name, line);
    for (const act of acts) this.#do(program, name, act);
  }

  #do(program: number, client: string, act: Act): void {
    switch (act.type) {
      case 'line': {
        const { whole } = this.#player();
        const before = untaken(whole, program, this.#sent.get(client) ?? []);
        this.#sent.set(client, [...before, { text: act.text, after: whole.length }]);
        return this.#send({ type: 'client-type', client, text: act.text });
      }
      case 'end':
        return this.#send({ type: 'client-type', client });
      case 'interrupt':
        // As a terminal does: what waits to be read is thrown away.
        this.#forget(client);
        void this.#live().ask({ type: 'client-interrupt', client });
    }
  }

  #forget(client: string): void {
    this.#sent.delete(client);
    this.#queue = this.#queue.filter((one) => one.client !== client);
  }

  #send(command: Command<'client-type'>): void {
    this.#queue.push(command);
    if (!this.#sending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#sending = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const done = await this.#live().ask(next);
      if (done === undefined) this.#giveBack(next);
      if (this.#queue.length > 0) await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
    this.#sending = false;
  }

  /** The server would not have it: the line can be changed and sent again; what came after it is lost. */
  #giveBack({ client, text }: Command<'client-type'>): void {
    const after = this.#queue.filter((one) => one.client === client);
    const lost = [text, ...after.map((one) => one.text)].filter((one) => one !== undefined).length;
    const sent = this.#sent.get(client) ?? [];
    this.#sent.set(client, sent.slice(0, Math.max(0, sent.length - lost)));
    this.#queue = this.#queue.filter((one) => one.client !== client);
    if ((this.#lines.get(client) ?? '') === '') this.#lines.set(client, text ?? '');
  }
}
